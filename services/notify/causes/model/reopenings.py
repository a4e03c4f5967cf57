"""Who is told that a closed campaign was opened again: those who still owed something at that moment."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from services.notify.causes.model.causes import Cause, natural_key
from shared.contracts.campaigns import Campaign, Reopening
from shared.contracts.notifications import Audience, MailStatus, Notification, NotificationKind
from shared.contracts.submissions import Outcome, Recipient, Submission, submission_id


def of_reopenings(campaign: Campaign, submissions: Mapping[str, Submission]) -> Iterator[Cause]:
    """One for each reopening and organisation that owes a form. `submissions` are the campaign's, by id.

    It is read off the times of deliveries and decisions, so what happened afterwards does not matter. A service that
    lost its database and hears of the campaign first may list it for others as well; its text says so, and no mail
    follows from what is replayed.
    """
    for again in campaign.reopenings:
        owing = dict.fromkeys(
            organisation
            for form in campaign.forms
            for organisation in campaign.obliged_for(form.kind)
            if owes(submissions.get(submission_id(campaign.id, form.kind, organisation)), again.reopened_at)
        )
        for organisation in owing:
            yield Cause(_reopened(campaign, again, organisation))


def owes(submission: Submission | None, moment: datetime) -> bool:
    """Whether at a moment nothing was delivered, or it was taken back or returned and not sent again."""
    if submission is None:
        return True
    sent = [version for version in submission.versions if version.delivered_at <= moment]
    if not sent:
        return True
    taken_back = submission.withdrawn_at
    if taken_back is not None and sent[-1].delivered_at <= taken_back <= moment:
        return True
    return any(_returned(recipient, submission, moment) for recipient in submission.recipients)


def _returned(recipient: Recipient, submission: Submission, moment: datetime) -> bool:
    """The newest version that the recipient had by then was sent back by then."""
    had = [v.number for v in submission.versions if recipient.organisation in v.recipients and v.delivered_at <= moment]
    return bool(had) and any(
        decision.version == had[-1] and decision.outcome is Outcome.RETURN and decision.decided_at <= moment
        for decision in recipient.decisions
    )


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
