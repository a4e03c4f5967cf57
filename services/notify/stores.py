"""Notify's records: notifications, and copies of what they speak of."""

from collections.abc import Iterable, Sequence

from services.notify.channels.model.mailing import events_of
from services.notify.channels.model.records import (
    Known,
    NotificationPrivate,
    NotificationRecord,
    campaigns_in,
    organisations_in,
)
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.notifications import MailStatus, Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.record.database import Document
from shared.runtime.member import Member, Source
from shared.runtime.runtime import Runtime

# The list's order, and with its last parts all that the counts and the filters need: they read no notification.
BY_ADDRESS = ("public.organisation", "public.audience", "-public.caused_at", "_id", "public.campaign", "public.kind")
WAITING = ("public.mail", "private.next_attempt_at")

SAID = ("public.versions.content", "public.upward", "public.withdrawn_items")
"""The parts of a submission that tell of its items."""


class Stores(Member):
    """Every collection of the service's own database."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime)
        self.notifications = self.store(
            "notification", Notification, NotificationPrivate, BY_ADDRESS, ("private.read_by.$**",), WAITING
        )
        self.organisations = self.copy(Organisation)
        self.campaigns = self.copy(Campaign)
        self.submissions = self.copy(Submission, ("public.campaign",))
        self.cases = self.copy(Case)
        self.sources = (
            Source(self.notifications, events_of, lambda organisation: {"public.organisation": organisation}),
        )

    async def asked_for(self, idents: Sequence[str]) -> dict[str, bool]:
        """Which of the notifications exist, and whether their mail was asked for."""
        found = await self.notifications.parts({"_id": {"$in": list(idents)}}, {"private.requested_at": 1})
        return {row["_id"]: row["private"]["requested_at"] is not None for row in found}

    async def waiting(self, limit: int) -> list[NotificationRecord]:
        """Notifications whose mail was not sent yet, the ones due first before the others."""
        query, first_due = {"public.mail": MailStatus.PENDING.value}, (("private.next_attempt_at", 1),)
        return await self.notifications.find(query, sort=first_due, limit=limit)

    async def deliveries_for(self, campaign: str) -> dict[str, Submission]:
        """The submissions of a campaign by id, as far as they were heard of: what was sent when and decided how.

        What they say is not read: 300 units that send a form every week say too much to be held at once.
        """
        found = await self.submissions.parts({"public.campaign": campaign}, dict.fromkeys(SAID, 0))
        return {one["_id"]: _unread(one["public"]) for one in found}

    async def known(self, organisations: Iterable[str], campaigns: Iterable[str]) -> Known:
        """The copies of these organisations and campaigns, and of the campaigns' issuers."""
        announced = await self.campaigns.contents(campaigns)
        issuers = (campaign.issuer for campaign in announced.values())
        return Known(await self.organisations.contents({*organisations, *issuers}), announced)

    async def known_to(self, notifications: Iterable[Notification]) -> Known:
        """The copies of all that these notifications name."""
        notifications = list(notifications)
        organisations = {name for notification in notifications for name in organisations_in(notification)}
        campaigns = {name for notification in notifications for name in campaigns_in(notification)}
        return await self.known(organisations, campaigns)


def _unread(public: Document) -> Submission:
    """A submission whose contents are left blank."""
    blank = {"kind": "unread"}
    return Submission.read(public | {"versions": [version | {"content": blank} for version in public["versions"]]})
