"""What units are to be told, read off the state of a campaign: that it was announced, extended or passed on to them."""

from collections.abc import Iterator
from datetime import datetime, time

from services.notify.causes.model.causes import Cause, natural_key
from shared.contracts.campaigns import Campaign, Extension, Transfer
from shared.contracts.notifications import Audience, MailStatus, Notification, NotificationKind
from shared.language.vietnamese import VIETNAM, format_date


def of_campaign(campaign: Campaign) -> Iterator[Cause]:
    """One for each obliged organisation, once the campaign was announced, and one for each extension.

    Number, title and deadline may be amended, so they are not frozen here but looked up when the text is written.
    """
    if campaign.announced_at is None:
        return
    for organisation in campaign.obliged:
        yield Cause(
            Notification(
                id=natural_key(campaign.id, "announced", organisation),
                organisation=organisation,
                audience=Audience.SUBMITTERS,
                kind=NotificationKind.CAMPAIGN_ANNOUNCED,
                subject=f"campaign/{campaign.id}",
                campaign=campaign.id,
                facts={},
                caused_at=campaign.announced_at,
                mail=MailStatus.NONE,
            ),
            ("campaign.announced", "campaign.amended"),
        )
    for extension in campaign.extensions:
        yield Cause(_extended(campaign, extension), ("extension.granted",))
    for transfer in campaign.transfers:
        if transfer.successor is not None:
            yield Cause(_transferred(campaign, transfer, transfer.successor), ("campaign.amended",))


def _extended(campaign: Campaign, extension: Extension) -> Notification:
    granted = f"{extension.granted_at:%Y%m%d%H%M%S%f}"
    return Notification(
        id=natural_key(campaign.id, extension.form.value, extension.organisation, "extended", granted),
        organisation=extension.organisation,
        audience=Audience.SUBMITTERS,
        kind=NotificationKind.EXTENSION_GRANTED,
        subject=f"campaign/{campaign.id}",
        campaign=campaign.id,
        facts={
            "form": extension.form.value,
            "due": extension.due.wording,
            "reason": extension.reason,
            "granted_for": extension.granted_by.organisation,
        },
        caused_at=extension.granted_at,
        mail=MailStatus.NONE,
    )


def _transferred(campaign: Campaign, transfer: Transfer, successor: str) -> Notification:
    """One for each form: each has its own deadline."""
    key = natural_key(campaign.id, transfer.form.value, transfer.organisation, "transferred", transfer.restructuring)
    return Notification(
        id=key,
        organisation=successor,
        audience=Audience.SUBMITTERS,
        kind=NotificationKind.OBLIGATION_TRANSFERRED,
        subject=f"campaign/{campaign.id}",
        campaign=campaign.id,
        facts={
            "form": transfer.form.value,
            "predecessor": transfer.organisation,
            "on": format_date(transfer.on),
            "reason": transfer.reason,
        },
        caused_at=transfer.moved_at or datetime.combine(transfer.on, time.min, VIETNAM),
        mail=MailStatus.NONE,
    )
