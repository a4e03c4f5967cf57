"""Who is told that a closed campaign was opened again: those who still owed something at that moment."""

from collections.abc import Iterator, Mapping

from services.notify.causes.model.causes import Cause, natural_key
from shared.contracts.campaigns import Campaign, Reopening
from shared.contracts.notifications import Audience, MailStatus, Notification, NotificationKind
from shared.contracts.submissions import Submission
from shared.rules.obligations import obligations, was_owed


def of_reopenings(campaign: Campaign, submissions: Mapping[str, Submission]) -> Iterator[Cause]:
    """One for each reopening and organisation that owes a form. `submissions` are the campaign's, by id.

    It is read off the times of deliveries and decisions, so what happened afterwards does not matter. A service that
    lost its database and hears of the campaign first may list it for others as well; its text says so, and no mail
    follows from what is replayed.
    """
    for again in campaign.reopenings:
        owing = dict.fromkeys(
            one.organisation
            for one in obligations(campaign)
            if was_owed(submissions.get(one.submission), again.reopened_at)
        )
        for organisation in owing:
            yield Cause(_reopened(campaign, again, organisation), ("campaign.amended",))


def _reopened(campaign: Campaign, again: Reopening, organisation: str) -> Notification:
    stamp = f"{again.reopened_at:%Y%m%d%H%M%S%f}"
    return Notification(
        id=natural_key(campaign.id, "reopened", stamp, organisation),
        organisation=organisation,
        audience=Audience.SUBMITTERS,
        kind=NotificationKind.CAMPAIGN_REOPENED,
        subject=f"campaign/{campaign.id}",
        campaign=campaign.id,
        facts={"reason": again.reason, "reopened_for": again.reopened_by.organisation},
        caused_at=again.reopened_at,
        mail=MailStatus.NONE,
    )
