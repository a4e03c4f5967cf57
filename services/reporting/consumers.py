"""What reporting hears: everything, kept as copies. It acts on nothing."""

from services.reporting.store import Library
from shared.contracts.events import EVENT_DATA
from shared.deliveries import Consumers
from shared.runtime import keeping

BINDINGS = ("organisation.#", "campaign.#", "submission.#", "case.#", "notification.#")
WANTS = ("organisation", "campaign", "submission", "case", "notification")


def consumers(library: Library) -> Consumers:
    """Event -> handler: every event of a kind carries the record's whole state, so all are kept alike."""
    handlers = {
        "organisation": keeping(library.organisations),
        "campaign": keeping(library.campaigns),
        "submission": keeping(library.submissions),
        "case": keeping(library.cases),
        "notification": keeping(library.notifications),
    }
    return {kind: handlers[subject] for kind in EVENT_DATA if (subject := kind.partition(".")[0]) in handlers}
