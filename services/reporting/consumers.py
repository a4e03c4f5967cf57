"""What reporting hears: everything, kept as copies, and as rows for the figures."""

from services.reporting.rows.commands import Keeper
from services.reporting.stores import Library
from shared.bus.deliveries import Consumers, Handler
from shared.contracts.events import EVENT_DATA
from shared.runtime.runtime import keeping

BINDINGS = ("organisation.#", "campaign.#", "extension.#", "submission.#", "case.#", "notification.#")
WANTS = ("organisation", "campaign", "submission", "case", "notification")


def consumers(library: Library, keeper: Keeper) -> Consumers:
    """Event -> handler: every event of a kind carries the record's whole state, so all are kept alike."""
    handlers: dict[str, Handler] = {
        "organisation": keeper.organisation,
        "campaign": keeper.campaign,
        "extension": keeper.campaign,
        "submission": keeping(library.submissions, keeper.submission),
        "case": keeping(library.cases),
        "notification": keeping(library.notifications),
    }
    return {kind: handlers[subject] for kind in EVENT_DATA if (subject := kind.partition(".")[0]) in handlers}
