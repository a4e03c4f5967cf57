"""What registration listens to: how its submissions fare with their recipients, and who reviews there for whom."""

from functools import partial

from services.registration.stores import Stores
from services.registration.submissions.settlement.commands import apply_case
from shared.contracts.cases import Case
from shared.contracts.substitutions import Substitution
from shared.runtime.runtime import Runtime, keeping


def attach(runtime: Runtime, stores: Stores) -> None:
    """One queue for the service; it also answers who asks for organisations, campaigns and submissions again."""
    runtime.consume(
        stores.database,
        {Case: keeping(stores.cases, partial(apply_case, stores)), Substitution: keeping(stores.substitutions)},
        sources=stores.sources,
    )
