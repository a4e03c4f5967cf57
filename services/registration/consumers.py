"""What registration listens to: how its submissions fare with their recipients, and who reviews there for whom."""

from services.registration.handlers.cases import apply_case
from services.registration.store import Stores
from shared.contracts.cases import Case
from shared.contracts.events import Event
from shared.deliveries import Consumers, typed
from shared.runtime import Runtime, keeping

CASE_EVENTS = (
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
)


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
    """Event -> handler."""

    async def heard(case: Case, event: Event) -> None:
        await apply_case(stores, case, event)

    return typed(
        (CASE_EVENTS, keeping(stores.cases, heard)),
        (("substitution.changed",), keeping(stores.substitutions)),
    )
