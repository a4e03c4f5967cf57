"""Where the periods of a form are not as its schedule makes them: changed by hand, or the schedule was since."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.registration.campaigns.model.schedule import periods_of
from shared.contracts.forms import Form


@dataclass(frozen=True)
class Deviations:
    """Codes of periods: `changed`, `missing` where the schedule has them, and `added` where it has none."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All of them, in the order of the calendar."""
        return tuple(sorted((*self.changed, *self.missing, *self.added)))


def compared(made: Mapping[str, object], there: Mapping[str, object]) -> Deviations:
    """What is there, beside what the schedule makes, each by its code."""
    return Deviations(
        changed=tuple(code for code, period in there.items() if code in made and made[code] != period),
        missing=tuple(code for code in made if code not in there),
        added=tuple(code for code in there if code not in made),
    )


def deviations(form: Form) -> Deviations:
    """Those of a form; a form without schedule deviates from nothing."""
    if form.schedule is None:
        return Deviations()
    made, there = ({period.code or "": period for period in ps} for ps in (periods_of(form.schedule), form.periods))
    return compared(made, there)
