"""What reviewers did with the cases of submissions."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from services.reporting.stores import Library


class DeskCase(NamedTuple):
    """When the newest round of a case was first opened, and who has it."""

    version: int
    viewed_at: datetime | None
    assigned_to: str | None


async def desk(library: Library, cases: Collection[str]) -> dict[str, DeskCase]:
    """What reviewers did with these cases, as far as heard of."""
    projection = {"public.assigned_to.name": 1, "public.rounds.viewed_at": 1, "public.rounds.version": 1}
    found = await library.cases.parts({"_id": {"$in": sorted(cases)}}, projection)
    return {row["_id"]: _desk_case(row["public"]) for row in found}


def _desk_case(public: dict[str, Any]) -> DeskCase:
    newest = public["rounds"][-1]
    viewed = newest.get("viewed_at")
    person = public.get("assigned_to") or {}
    return DeskCase(newest["version"], datetime.fromisoformat(viewed) if viewed else None, person.get("name"))
