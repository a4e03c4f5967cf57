"""What notify hears, and what it does about it."""

from typing import Any

from services.notify.causes.commands import Notifier
from services.notify.stores import Stores
from shared.bus.deliveries import Handler, typed
from shared.contracts.events import Event
from shared.record.copies import Copies
from shared.runtime.runtime import Runtime, keeping

BINDINGS = ("organisation.#", "campaign.#", "extension.#", "submission.#", "case.#")
WANTS = ("organisation", "campaign", "submission", "case")


def attach(runtime: Runtime, stores: Stores, notifier: Notifier) -> None:
    """Subscribes the service."""
    consumers = typed(
        (("organisation.changed",), keeping(stores.organisations)),
        (
            ("campaign.announced", "campaign.amended", "campaign.closed", "extension.granted"),
            acting(notifier.campaign, stores.campaigns),
        ),
        (
            ("submission.submitted", "submission.withdrawn", "submission.settled"),
            acting(notifier.submission, stores.submissions),
        ),
        (
            (
                "case.opened",
                "case.viewed",
                "case.assigned",
                "case.approved",
                "case.returned",
                "case.rejected",
                "case.reopened",
                "case.withdrawn",
                "case.correction_asked",
                "case.correction_revoked",
            ),
            acting(notifier.case, stores.cases),
        ),
    )
    runtime.consume(stores.database, bindings=BINDINGS, consumers=consumers, wants=WANTS, sources=stores.sources)


def acting(effect: Handler, copies: Copies[Any]) -> Handler:
    """As `keeping`, and acts on an overtaken event, too.

    Its own mail is asked for by that event alone, and an organisation that a later amendment released was told all
    the same: so what people are told does not depend on the order of the events.
    """

    async def handle(content: Any, event: Event) -> None:
        await effect(content, event)
        await copies.keep(event)

    return handle
