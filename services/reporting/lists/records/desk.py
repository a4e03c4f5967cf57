"""What reviewers did with the cases of submissions."""

from collections.abc import Sequence
from typing import Any

from services.reporting.rows.model.row import ListedRow
from services.reporting.stores import Library
from shared.rules.ids import case_id

Handling = dict[str, str | None]
"""When the newest round of a case was first opened, and who has it."""


async def handling(library: Library, recipient: str, rows: Sequence[ListedRow]) -> list[Handling]:
    """What the recipient's reviewers did with the version of each row that counts, as far as heard of."""
    idents = [case_id(recipient, row.submission or "") for row in rows]
    projection = {"public.assigned_to.name": 1, "public.rounds.viewed_at": 1, "public.rounds.version": 1}
    found = await library.cases.parts({"_id": {"$in": sorted(idents)}}, projection)
    known = {case["_id"]: case["public"] for case in found}
    return [_handling(known.get(ident), row.version) for ident, row in zip(idents, rows, strict=True)]


def _handling(case: dict[str, Any] | None, version: int | None) -> Handling:
    if case is None or case["rounds"][-1]["version"] != version:
        return {"viewed_at": None, "assigned_to": None}
    person = case.get("assigned_to") or {}
    return {"viewed_at": case["rounds"][-1].get("viewed_at"), "assigned_to": person.get("name")}
