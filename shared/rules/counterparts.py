"""Which form of a campaign takes up what is asked for in one that feeds it: their deadlines are held against each
other."""

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, Period


def counterpart(parent: Campaign, form: Form, period: Period) -> tuple[Form, Period] | None:
    """What a parent asks for where its feeder asks for `form` in `period`; None where it asks for nothing alike.

    Of the parent's forms of that kind (for a look at progress: of such looks) the one with the same code, else the
    only one; of its periods the one with the same code. Nothing is guessed: a week goes into no month by itself.
    """
    alike = {found.code: found for found in parent.forms if (found.kind, found.interim) == (form.kind, form.interim)}
    found = alike.get(form.code) or (next(iter(alike.values())) if len(alike) == 1 else None)
    same = found.period(period.code) if found else None
    return (found, same) if found and same else None
