"""What registration listens to: how its submissions fare with their recipients, and who reviews there for whom."""

from services.registration.stores import Stores
from services.registration.submissions.settlement.commands import apply_case
from shared.bus.deliveries import Consumers, typed
from shared.contracts.cases import Case
from shared.contracts.events import Event
from shared.runtime.runtime import Runtime, keeping

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
