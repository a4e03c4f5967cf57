"""Tallies: what the rows of each scope add up to, kept beside the rows and made again when one of them was written.

Whoever writes rows of a scope afterwards raises the tally's `generation` and marks it stale. A reader that finds it
stale adds the rows up and stores the sums only if the generation is still the one that it read before: so no sum ever
passes for newer than the rows that it was taken of, whatever happens at the same time. A process killed between the
rows and the mark finds its event again. A form without numbers has no tallies.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from services.reporting.rows.model.row import Scope
from services.reporting.rows.model.tally import Adding, Tally, scopes_of
from services.reporting.stores import Library
from shared.contracts.campaigns import Campaign
from shared.record.database import Document, driver_errors, insert_missing

STALE = {"$inc": {"generation": 1}, "$set": {"stale": True}}
AT_ONCE = 200
"""Rows that are decoded in one go, so that others get their turn in between."""
REFRESHED = 60
"""Tallies that are refreshed in one go: a year of weeks."""


async def mark(library: Library, scopes: Iterable[Scope]) -> None:
    """After rows of these scopes were written."""
    for scope in scopes:
        with driver_errors():
            await library.tallies.update_one({"_id": scope.id}, {**STALE, "$setOnInsert": _of(scope)}, upsert=True)


async def mark_campaign(library: Library, campaign: Campaign) -> None:
    """After the rows that a campaign obliges were written, and the copy by which others know which forms add up."""
    if scopes := list(scopes_of(campaign)):
        await insert_missing(library.tallies, [_begun(scope) for scope in scopes])
    with driver_errors():
        await library.tallies.update_many({"scope.campaign": campaign.id}, STALE)


async def tallies(library: Library, scopes: Collection[Scope]) -> dict[Scope, Tally]:
    """What the rows of these scopes add up to now; what is stale is added up in one go and stored."""
    wanted = {scope.id: scope for scope in scopes}
    with driver_errors():
        found = {one["_id"]: one async for one in library.tallies.find({"_id": {"$in": sorted(wanted)}})}
    known = {wanted[ident]: Tally.read(one["public"]) for ident, one in found.items() if not one["stale"]}
    missing = [scope for scope in wanted.values() if scope not in known]
    if missing:
        fresh = await _added(library, missing)
        generations = {scope: found[scope.id]["generation"] for scope in missing if scope.id in found}
        await _store(library, fresh, generations)
        known |= fresh
    return known


async def refresh(library: Library, before: Mapping[str, int]) -> dict[str, int]:
    """Adds up what is stale and was not written since the last look: what is written all the time is left to its
    readers. `before`: the generations of what was stale then; those of now are answered."""
    with driver_errors():
        found = await library.tallies.find({"stale": True}, {"generation": 1, "scope": 1}).to_list(None)
    quiet = [one for one in found if before.get(one["_id"]) == one["generation"]]
    for start in range(0, len(quiet), REFRESHED):
        await tallies(library, [Scope.read(one["scope"]) for one in quiet[start : start + REFRESHED]])
    return {one["_id"]: one["generation"] for one in found}


async def _added(library: Library, scopes: Iterable[Scope]) -> dict[Scope, Tally]:
    """One pass over the rows of all these scopes."""
    adding = {scope: Adding() for scope in scopes}
    periods = defaultdict[tuple[str, str, str], list[str]](list)
    for scope in adding:
        periods[scope.campaign, scope.form, scope.recipient].append(scope.stored["period"])
    wanted: list[Document] = [
        {"public.campaign": campaign, "public.form": form, "public.recipient": to, "public.period": {"$in": codes}}
        for (campaign, form, to), codes in periods.items()
    ]
    fields = (*Scope._fields, "obliged", "counts", "numbers")
    cursor = library.rows.find({"$or": wanted}, {"_id": 0, **{f"public.{name}": 1 for name in fields}})
    with driver_errors():
        async for found in cursor.batch_size(AT_ONCE):
            row = found["public"]
            adding[Scope.read(row)].add(row.get("numbers", {}), obliged=row["obliged"], counts=row["counts"])
    return {scope: one.tally for scope, one in adding.items()}


async def _store(library: Library, fresh: Mapping[Scope, Tally], generations: Mapping[Scope, int]) -> None:
    """Unless somebody wrote a row meanwhile: then the next reader adds up again."""
    with driver_errors():
        await asyncio.gather(
            *(
                library.tallies.update_one(
                    {"_id": scope.id, "generation": generation},
                    {"$set": {"stale": False, "public": fresh[scope].model_dump(mode="json")}},
                )
                for scope, generation in generations.items()
            )
        )


def _of(scope: Scope) -> Document:
    return {"scope": scope.stored}


def _begun(scope: Scope) -> Document:
    return {"_id": scope.id, "generation": 0, "stale": True, **_of(scope)}
