"""What a notification's record keeps, and the copies of what it names."""

from dataclasses import dataclass, field
from typing import TypeAlias

from pydantic import Field

from shared.contracts.campaigns import Campaign
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation
from shared.contracts.types import Contract, Instant, Slug
from shared.record.record import Change, Record


class NotificationPrivate(Contract):
    """`read_by`: which account read it and when. `requested_at`: when its mail was asked for, None: never.

    `next_attempt_at`: when its mail is due; a worker claims it by moving that into the future.
    """

    read_by: dict[Slug, Instant] = Field(default_factory=dict)
    requested_at: Instant | None = None
    next_attempt_at: Instant | None = None


NotificationRecord: TypeAlias = Record[Notification, NotificationPrivate]
NotificationChange: TypeAlias = Change[Notification, NotificationPrivate]

NAMED_IN_FACTS = ("submitter", "reviewer", "predecessor", "granted_for", "reopened_for")


@dataclass(frozen=True)
class Known:
    """The organisations and campaigns that notifications name, as far as this service has heard of them."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)

    def covers(self, notification: Notification) -> bool:
        """Whether all that the notification names is known."""
        campaign = self.campaigns.get(notification.campaign)
        named = organisations_in(notification)
        return (
            campaign is not None
            and {*named, campaign.issuer} <= self.organisations.keys()
            and campaigns_in(notification) <= self.campaigns.keys()
        )


def organisations_in(notification: Notification) -> set[str]:
    """The organisations that a notification names."""
    named = (notification.facts[fact] for fact in NAMED_IN_FACTS if fact in notification.facts)
    return {notification.organisation, *named}


def campaigns_in(notification: Notification) -> set[str]:
    """The campaigns that a notification names: its own, and the one further up whose form it speaks of."""
    return {notification.campaign, notification.facts.get("above", notification.campaign)}
