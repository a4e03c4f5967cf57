"""What a desk keeps for its people: substitutions, reusable reasons, colleagues; and whom it may name."""

from datetime import date

from services.review.desk.model.substitutions import Colleague
from services.review.stores import OFFERED, Stores
from shared.contracts.substitutions import Substitution
from shared.language.vietnamese import collation_key
from shared.record.database import Document


async def substitutions_for(stores: Stores, account: str, today: date) -> list[Substitution]:
    """Where a person is named as a substitute on a day, the oldest first."""
    day = today.isoformat()
    query: Document = {
        "public.substitute.account": account,
        "public.until": {"$gte": day},
        "public.since": {"$lte": day},
        "public.ended_at": None,
    }
    return [record.public for record in await stores.substitutions.find(query)]


async def all_substitutions(stores: Stores, limit: int) -> list[Substitution]:
    """The newest last day first."""
    found = await stores.substitutions.find({}, sort=(("public.until", -1), ("_id", -1)), limit=limit)
    return [record.public for record in found]


async def reusable_reasons(stores: Stores) -> dict[str, str]:
    """The desk's own texts by id, in alphabetical order."""
    texts = {r.id: r.public.text for r in await stores.reasons.find({"public.removed": False})}
    return dict(sorted(texts.items(), key=lambda pair: collation_key(pair[1])))


async def people(stores: Stores) -> list[Colleague]:
    """Who has worked at this desk by a grant, by name."""
    found = [record.public for record in await stores.colleagues.find({})]
    return sorted(found, key=lambda colleague: collation_key(colleague.name))


async def organisations_offered(stores: Stores) -> list[tuple[str, str]] | None:
    """Id and name of the organisations that are not dissolved, in alphabetical order; None: they are too many."""
    found = await stores.organisations.parts({"public.dissolved": None}, {"public.name": 1}, limit=OFFERED + 1)
    if len(found) > OFFERED:
        return None
    pairs = [(copy["_id"], copy["public"]["name"]) for copy in found]
    return sorted(pairs, key=lambda pair: collation_key(pair[1]))
