"""What registration listens to: how its submissions fare with their recipients, and who reviews there for whom."""

from services.registration.stores import Stores
from services.registration.submissions.settlement.commands import apply_case
from shared.contracts.cases import Case, Substitution
from shared.contracts.events import Event
from shared.runtime.runtime import Runtime, keeping


def attach(runtime: Runtime, stores: Stores) -> None:
    """One queue for the service; it also answers who asks for organisations, campaigns and submissions again."""

    async def settle(case: Case, event: Event) -> None:
        await apply_case(stores, case, event)

    runtime.consume(
        stores.database,
        {Case: keeping(stores.cases, settle), Substitution: keeping(stores.substitutions)},
        sources=stores.sources,
    )
