"""What notify hears, and what it does about it."""

from typing import Any

from services.notify.causes.commands import Notifier
from services.notify.stores import Stores
from shared.bus.deliveries import Handler
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.events import Event
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.record.copies import Copies
from shared.runtime.member import Hears, keeping


def hears(stores: Stores, notifier: Notifier) -> Hears:
    return {
        Organisation: keeping(stores.organisations),
        Campaign: acting(notifier.campaign, stores.campaigns),
        Submission: acting(notifier.submission, stores.submissions),
        Case: acting(notifier.case, stores.cases),
    }


def acting(effect: Handler, copies: Copies[Any]) -> Handler:
    """As `keeping`, and acts on an overtaken event, too.

    Its own mail is asked for by that event alone, and an organisation that a later amendment released was told all
    the same: so what people are told does not depend on the order of the events.
    """

    async def handle(content: Any, event: Event) -> None:
        await effect(content, event)
        await copies.keep(event)

    return handle
