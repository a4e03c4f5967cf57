"""What units are to be told, read off the state of a campaign: that it was announced, extended, passed on to them, or
opened again while they still owed something.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from services.notify.causes.model.causes import STAMP, Cause, Facts, form_facts, notice
from shared.contracts.campaigns import Campaign, Extension, Transfer
from shared.contracts.forms import FormPeriod
from shared.contracts.notifications import Notification, NotificationKind
from shared.contracts.submissions import Submission
from shared.language.vietnamese import VIETNAM, format_date
from shared.rules.obligations import Obligation, obligations, was_owed


def of_campaign(campaign: Campaign) -> Iterator[Cause]:
    """One for each obliged organisation, once the campaign was announced, and one for each extension.

    Number, title and deadline may be amended, so they are not frozen here but looked up when the text is written.
    """
    if campaign.announced_at is None:
        return
    for unit in campaign.obliged:
        kind, at = NotificationKind.CAMPAIGN_ANNOUNCED, campaign.announced_at
        announced = _to_unit(campaign, unit, kind, at, {}, "announced", unit)
        yield Cause(announced, ("campaign.announced", "campaign.amended"))
    for extension in campaign.extensions:
        yield Cause(_extended(campaign, extension), ("extension.granted",))
    for transfer in campaign.transfers:
        if transfer.successor is not None:
            yield Cause(_transferred(campaign, transfer, transfer.successor), ("campaign.amended",))


def of_reopenings(campaign: Campaign, submissions: Mapping[str, Submission]) -> Iterator[Cause]:
    """One for each reopening and organisation that owed a form then, in however many of its periods: those that had
    opened, for nobody is late with one that is to come. `submissions` are the campaign's, by id.

    It is read off the times of deliveries and decisions, so what happened afterwards does not matter. A service that
    lost its database and hears of the campaign first may list it for others as well; its text says so, and no mail
    follows from what is replayed.
    """
    for again in campaign.reopenings:
        at, facts = again.reopened_at, {"reason": again.reason, "reopened_for": again.reopened_by.organisation}
        owing: dict[str, None] = {}
        for one in obligations(campaign):
            if one.organisation not in owing and _had_opened(one, at) and was_owed(submissions.get(one.submission), at):
                owing[one.organisation] = None
        for unit in owing:
            kind, key = NotificationKind.CAMPAIGN_REOPENED, ("reopened", f"{at:{STAMP}}", unit)
            yield Cause(_to_unit(campaign, unit, kind, at, facts, *key), ("campaign.amended",))


def _had_opened(obligation: Obligation, moment: datetime) -> bool:
    """Whether the form was owed by then at all: one that is sent only where there is something is owed never."""
    opens = obligation.period.opens_at
    return not obligation.form.optional and (opens is None or opens <= moment)


def _extended(campaign: Campaign, extension: Extension) -> Notification:
    unit, at = extension.organisation, extension.granted_at
    facts = {
        **form_facts(extension.asked),
        "due": extension.due.wording,
        "reason": extension.reason,
        "granted_for": extension.granted_by.organisation,
    }
    key = str(extension.asked), unit, "extended", f"{at:{STAMP}}"
    return _to_unit(campaign, unit, NotificationKind.EXTENSION_GRANTED, at, facts, *key)


def _transferred(campaign: Campaign, transfer: Transfer, successor: str) -> Notification:
    """One for each form: each has its own deadline. The periods of a repeated one are told together."""
    asked, predecessor = FormPeriod(transfer.form, next(iter(transfer.periods), None)), transfer.organisation
    facts = {
        **form_facts(asked),
        **({"last_period": transfer.periods[-1]} if len(transfer.periods) > 1 else {}),
        "predecessor": predecessor,
        "on": format_date(transfer.on),
        "reason": transfer.reason,
    }
    at = transfer.moved_at or datetime.combine(transfer.on, time.min, VIETNAM)
    key = str(asked), predecessor, "transferred", transfer.restructuring
    return _to_unit(campaign, successor, NotificationKind.OBLIGATION_TRANSFERRED, at, facts, *key)


def _to_unit(
    campaign: Campaign, unit: str, kind: NotificationKind, at: datetime, facts: Facts, *key: str
) -> Notification:
    subject = f"campaign/{campaign.id}"
    return notice((campaign.id, *key), kind, subject, to=unit, campaign=campaign.id, at=at, facts=facts)
