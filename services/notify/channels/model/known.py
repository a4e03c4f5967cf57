"""What notifications name, as far as this service has heard of it."""

from dataclasses import dataclass, field

from shared.contracts.campaigns import Campaign
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation

NAMED_IN_FACTS = ("submitter", "reviewer", "predecessor")


@dataclass(frozen=True)
class Known:
    """The organisations and campaigns that notifications name, as far as this service has heard of them."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)

    def covers(self, notification: Notification) -> bool:
        """Whether all that the notification names is known."""
        campaign = self.campaigns.get(notification.campaign)
        if campaign is None:
            return False
        return {*organisations_in(notification), campaign.issuer} <= self.organisations.keys()


def organisations_in(notification: Notification) -> set[str]:
    """The organisations that a notification names."""
    return {notification.organisation} | {
        notification.facts[fact] for fact in NAMED_IN_FACTS if fact in notification.facts
    }
