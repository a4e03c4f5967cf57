"""Who owes which form, to whom that passed, until when it must be sent, and whether somebody still must send it."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from shared.contracts.campaigns import Campaign, Transfer
from shared.contracts.forms import Form, FormPeriod, Period
from shared.contracts.submissions import Outcome, RecipientStatus, Submission
from shared.errors import DomainError
from shared.language.deadlines import Deadline
from shared.rules.ids import submission_id
from shared.rules.lateness import Lateness, lateness_without

UNDONE = frozenset({None, RecipientStatus.RETURNED, RecipientStatus.WITHDRAWN})
"""With these it is the submitter's turn; None: nothing was sent to the recipient yet."""


class Obligation(NamedTuple):
    """A form that an organisation must send to the recipients of a campaign, once or for a period."""

    campaign: Campaign
    form: Form
    period: Period
    organisation: str

    @property
    def asked(self) -> FormPeriod:
        return self.form.asked_in(self.period)

    @property
    def submission(self) -> str:
        """The id of the submission that answers it, whether it is begun or not."""
        return submission_id(self.campaign.id, self.asked, self.organisation)

    @property
    def extension(self) -> Deadline | None:
        """The later deadline that was granted."""
        found = self.campaign.extension(self.organisation, self.asked)
        return found.due if found else None

    @property
    def due(self) -> Deadline:
        """Until when: the extension where one was granted, else the period's own deadline."""
        return self.extension or self.period.due

    @property
    def registrations(self) -> list[str]:
        """What a report rests on, see `registrations_of`."""
        return registrations_of(self.campaign, self.asked, self.organisation)

    def lateness(self, now: datetime) -> Lateness:
        """Of nothing being sent by now, and of what would be sent now."""
        return lateness_without(self.period.due, self.extension, now)


def asked_form(campaign: Campaign, asked: FormPeriod) -> tuple[Form, Period]:
    """A form and its period. Raises DomainError ``form_not_asked`` or ``period_not_asked``."""
    form = campaign.form(asked.form)
    if form is None:
        raise DomainError("form_not_asked", field="form", form=asked.form, number=campaign.number)
    period = form.period(asked.period)
    if period is None:
        raise DomainError("period_not_asked", field="period", period=asked.period, form=form.name)
    return form, period


def obligations(campaign: Campaign) -> Iterator[Obligation]:
    """Every form in each of its periods, of each organisation that may answer it."""
    for form, period in campaign.asked:
        for organisation in asked_of(campaign, form.asked_in(period)):
            yield Obligation(campaign, form, period, organisation)


def asked_of(campaign: Campaign, asked: FormPeriod) -> tuple[str, ...]:
    """The organisations that a form is asked of: the obliged ones, with successors in the place of whom they followed.

    Each appears once, so a successor of two owes the form once and no rate can pass 100 %.
    """
    places = {organisation: place for place, organisation in enumerate(dict.fromkeys(campaign.obliged))}
    for transfer in campaign.transfers:
        if transfer.concerns(asked) and transfer.organisation in places:
            place = places.pop(transfer.organisation)
            if transfer.successor is not None:
                places[transfer.successor] = min(place, places.get(transfer.successor, place))
    return tuple(sorted(places, key=places.__getitem__))


def obliged_for(campaign: Campaign, asked: FormPeriod) -> tuple[str, ...]:
    """The organisations that owe a form: all that it is asked of, and nobody where it is optional ("nếu có")."""
    form = campaign.form(asked.form)
    return () if form is None or form.optional else asked_of(campaign, asked)


def ever_obliged(campaign: Campaign) -> tuple[str, ...]:
    """The obliged organisations and the successors of some of them."""
    successors = (transfer.successor for transfer in campaign.transfers if transfer.successor)
    return tuple(dict.fromkeys((*campaign.obliged, *successors)))


def predecessors(campaign: Campaign, asked: FormPeriod, organisation: str) -> tuple[str, ...]:
    """Those whose obligation for a form passed to an organisation, at one or several removes.

    What they had registered by then is its to report on.
    """
    found, waiting = {organisation: None}, [organisation]
    while waiting:
        heir = waiting.pop()
        for transfer in campaign.transfers:
            if transfer.concerns(asked) and transfer.successor == heir and transfer.organisation not in found:
                found[transfer.organisation] = None
                waiting.append(transfer.organisation)
    return tuple(found)[1:]


def transfer_of(campaign: Campaign, asked: FormPeriod, organisation: str) -> Transfer | None:
    """How a form that the organisation had to send passed to another one; None where it did not."""
    moved = [t for t in campaign.transfers if t.concerns(asked) and t.organisation == organisation]
    return moved[-1] if moved and organisation not in asked_of(campaign, asked) else None


def registrations_of(campaign: Campaign, asked: FormPeriod, organisation: str) -> list[str]:
    """The ids of the submissions whose items a report speaks of: the organisation's own, in every period of the form
    that it answers, and those of whom it followed.

    None for a form that answers no other.
    """
    form = campaign.form(asked.form)
    answered = campaign.form(form.answers) if form and form.answers else None
    if answered is None:
        return []
    owners = (organisation, *predecessors(campaign, asked, organisation))
    return [
        submission_id(campaign.id, answered.asked_in(period), owner) for owner in owners for period in answered.periods
    ]


def statuses(submission: Submission | None, recipients: Collection[str]) -> dict[str, RecipientStatus | None]:
    """Where a form stands with each of the campaign's recipients."""
    found = {recipient: submission.recipient(recipient) if submission else None for recipient in recipients}
    return {recipient: state.status if state else None for recipient, state in found.items()}


def is_owed(submission: Submission | None, recipients: Collection[str]) -> bool:
    """Whether somebody still has to send the form: some recipient was sent nothing, or sent it back."""
    return any(status in UNDONE for status in statuses(submission, recipients).values())


def was_owed(submission: Submission | None, moment: datetime) -> bool:
    """Whether at a moment nothing was delivered, or it was taken back or returned and not sent again.

    Unlike `is_owed` it is read off times, and asks nothing of a recipient that was sent no version.
    """
    if submission is None:
        return True
    sent = [version for version in submission.versions if version.delivered_at <= moment]
    if not sent:
        return True
    taken_back = submission.withdrawn_at
    if taken_back is not None and sent[-1].delivered_at <= taken_back <= moment:
        return True
    had = {recipient: version.number for version in sent for recipient in version.recipients}
    return any(
        decision.outcome is Outcome.RETURN and decision.decided_at <= moment
        for recipient in submission.recipients
        for decision in recipient.decisions
        if decision.version == had.get(recipient.organisation)
    )
