"""What registration listens to: how its submissions fare with their recipients, and who reviews there for whom."""

from functools import partial

from services.registration.stores import Stores
from services.registration.submissions.settlement.commands import apply_case
from shared.contracts.cases import Case
from shared.contracts.substitutions import Substitution
from shared.runtime.member import Hears, keeping


def hears(stores: Stores) -> Hears:
    return {
        Case: keeping(stores.cases, partial(apply_case, stores)),
        Substitution: keeping(stores.substitutions),
    }
