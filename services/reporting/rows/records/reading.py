"""Rows counted and listed in the database."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from services.reporting.naming import todays_names
from services.reporting.rows.model.row import ObligationRow, Waiting
from services.reporting.rows.model.scope import ListedRow, RowGroup, Scope
from services.reporting.rows.records.building import NAME_ORDER, SCOPE
from services.reporting.stores import Library
from shared.contracts.campaigns import FormKind
from shared.record.database import Document, driver_errors
from shared.rules.ids import row_id

SHAPELESS = ("obliged", "counts", "late", "waiting")
"""What rows of an index are alike in: it has no figures by field."""


async def groups(library: Library, scope: Scope) -> list[RowGroup]:
    """The rows of a scope, equal ones counted together."""
    return [_group(row) for row in await _grouped(library, _query(scope), (*SHAPELESS, "shape"))]


async def overview(library: Library, campaigns: Collection[str]) -> list[tuple[Scope, RowGroup]]:
    """For an index of campaigns: how many rows are alike in each scope, without the figures by field."""
    scope = ("campaign", "form", "recipient")
    found = await _grouped(library, {"public.campaign": {"$in": sorted(campaigns)}}, (*scope, *SHAPELESS))
    return [
        (Scope(row["_id"]["campaign"], FormKind(row["_id"]["form"]), row["_id"]["recipient"]), _group(row))
        for row in found
    ]


async def rows(
    library: Library, scope: Scope, wanted: Document, window: slice, order: Sequence[tuple[str, int]] = NAME_ORDER
) -> list[ListedRow]:
    """A window of the rows that match, by name unless `order` says otherwise."""
    with driver_errors():
        cursor = library.rows.find({**_query(scope), **wanted}).sort(list(order))
        found = await cursor.skip(window.start).limit(window.stop - window.start).to_list(None)
    return await _with_todays_names(library, [_listed(row) for row in found])


async def count(library: Library, scope: Scope, wanted: Document) -> int:
    with driver_errors():
        return await library.rows.count_documents({**_query(scope), **wanted})


async def items(
    library: Library, scope: Scope, wanted: Document, matching: Document, window: slice
) -> list[tuple[ListedRow, int]]:
    """A window of the items of the rows that match, by name: each row with an item's place in it."""
    pipeline: list[Document] = [
        {"$match": {**_query(scope), **wanted, "public.items": {"$elemMatch": matching}}},
        {"$sort": dict(NAME_ORDER)},
        {"$set": {"item": "$public.items"}},
        {"$unwind": {"path": "$item", "includeArrayIndex": "index"}},
        {"$match": {f"item.{name}": value for name, value in matching.items()}},
        {"$skip": window.start},
        {"$limit": window.stop - window.start},
    ]
    with driver_errors():
        found = await library.rows.aggregate(pipeline).to_list(None)
    named = await _with_todays_names(library, [_listed(row) for row in found])
    return list(zip(named, (row["index"] for row in found), strict=True))


async def first_items(
    library: Library, scope: Scope, wanted: Document, matching: Document, number: int
) -> dict[tuple[str, str], list[tuple[ListedRow, int]]]:
    """The first items by name of each field and outcome, in one pass over the rows; as `items` gives them."""
    first = {"$firstN": {"input": {"row": "$_id", "index": "$index"}, "n": number}}
    pipeline: list[Document] = [
        {"$match": {**_query(scope), **wanted}},
        {"$sort": dict(NAME_ORDER)},
        {"$project": {"item": "$public.items"}},
        {"$unwind": {"path": "$item", "includeArrayIndex": "index"}},
        {"$match": {f"item.{name}": value for name, value in matching.items()}},
        {"$group": {"_id": {"field": "$item.field", "outcome": "$item.outcome"}, "first": first}},
    ]
    with driver_errors():
        found = await library.rows.aggregate(pipeline).to_list(None)
        idents = sorted({one["row"] for group in found for one in group["first"]})
        rows = await library.rows.find({"_id": {"$in": idents}}).to_list(None)
    known = {row.id: row for row in await _with_todays_names(library, [_listed(row) for row in rows])}
    items = [[(known[one["row"]], one["index"]) for one in group["first"]] for group in found]
    return {(g["_id"]["field"], g["_id"]["outcome"]): of for g, of in zip(found, items, strict=True)}


async def of_organisation(library: Library, scopes: Iterable[Scope], organisation: str) -> dict[Scope, ListedRow]:
    """An organisation's own rows, where it has one."""
    wanted = {row_id(s.campaign, s.form, organisation, s.recipient): s for s in scopes}
    with driver_errors():
        found = await library.rows.find({"_id": {"$in": sorted(wanted)}}).to_list(None)
    return {wanted[row["_id"]]: _listed(row) for row in found}


async def _grouped(library: Library, matching: Document, names: Iterable[str]) -> list[dict[str, Any]]:
    pipeline: list[Document] = [
        {"$match": matching},
        {
            "$group": {
                "_id": {name: f"$public.{name}" for name in names},
                "number": {"$sum": 1},
                "oldest": {"$min": "$public.since"},
            }
        },
    ]
    with driver_errors():
        return await library.rows.aggregate(pipeline).to_list(None)


def _group(found: dict[str, Any]) -> RowGroup:
    alike = found["_id"]
    return RowGroup(
        bool(alike.get("obliged")),
        bool(alike.get("counts")),
        alike.get("late"),
        Waiting(alike["waiting"]) if alike.get("waiting") else None,
        tuple(alike.get("shape") or ()),
        found["number"],
        datetime.fromisoformat(found["oldest"]) if found.get("oldest") else None,
    )


def _listed(found: dict[str, Any]) -> ListedRow:
    public = found["public"]
    return ListedRow(
        found["_id"], public["organisation"], public["name"], public["obliged"], ObligationRow.read(public)
    )


async def _with_todays_names(library: Library, rows: Sequence[ListedRow]) -> list[ListedRow]:
    """The rows, each with the name of today where that is another one than is shown."""
    today = await todays_names(library, {row.organisation for row in rows})
    return [
        row._replace(now=now) if (now := today.get(row.organisation)) not in {None, row.name} else row for row in rows
    ]


def _query(scope: Scope) -> Document:
    return dict(zip(SCOPE, (scope.campaign, scope.form.value, scope.recipient), strict=True))
