"""What registration listens to: how its submissions fare with their recipients, and who reviews there for whom."""

from services.registration.stores import Stores
from services.registration.submissions.settlement.commands import apply_case
from shared.bus.deliveries import Consumers
from shared.contracts.cases import Case
from shared.contracts.events import EVENT_DATA, Event
from shared.runtime.runtime import Runtime, keeping


def attach(runtime: Runtime, stores: Stores) -> None:
    """One queue for the service; it also answers who asks for organisations, campaigns and submissions again."""
    runtime.consume(
        stores.database,
        bindings=["case.#", "substitution.#"],
        consumers=table(stores),
        wants=("case", "substitution"),
        sources=stores.sources,
    )


def table(stores: Stores) -> Consumers:
    """Event -> handler, by the event's subject."""

    async def settle(case: Case, event: Event) -> None:
        await apply_case(stores, case, event)

    handlers = {"case": keeping(stores.cases, settle), "substitution": keeping(stores.substitutions)}
    return {kind: handlers[subject] for kind in EVENT_DATA if (subject := kind.partition(".")[0]) in handlers}
