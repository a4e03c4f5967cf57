"""The texts of items, read from the copies of their submissions for what is shown only."""

from collections.abc import Iterable
from typing import Any

from services.reporting.lists.model.item import ItemKey, ItemWording
from services.reporting.stores import Library
from shared.contracts.items import Result
from shared.contracts.submissions import Upward


async def texts(library: Library, keys: Iterable[ItemKey]) -> dict[ItemKey, ItemWording]:
    """What items say. They were held to their contract when the event came, so texts are not checked again."""
    wanted = set(keys)
    query = {"_id": {"$in": sorted({submission for submission, _, _ in wanted})}}
    contents = dict.fromkeys((f"public.versions.content.{part}" for part in ("items", "results")), 1)
    projection = {"public.versions.number": 1, "public.upward": 1, **contents}
    found = await library.submissions.parts(query, projection)
    return {
        key: _text(item, row["public"], version["content"])
        for row in found
        for version in row["public"]["versions"]
        for item in version["content"].get("items") or ()
        if (key := (row["_id"], version["number"], item["id"])) in wanted
    }


def _text(item: dict[str, Any], public: dict[str, Any], content: dict[str, Any]) -> ItemWording:
    result = next((one for one in content.get("results") or () if one["item"] == item["id"]), None)
    return ItemWording(
        item["content"],
        tuple(item.get("parts") or ()),
        item["expected"]["text"],
        item.get("note") or "",
        Result.read(result) if result else None,
        tuple(Upward.read(one) for one in public.get("upward") or () if one["item"] == item["id"]),
    )
