"""Rows counted and listed in the database."""

from collections.abc import Collection, Iterable, Sequence

from services.reporting.naming import todays_names
from services.reporting.rows.model.row import ONCE, ListedRow, RowGroup, RowItem, Scope
from services.reporting.rows.records.building import NAME_ORDER
from services.reporting.stores import Library
from shared.record.database import Document, driver_errors
from shared.rules.ids import row_id


async def groups(library: Library, scope: Scope) -> list[RowGroup]:
    """The rows of a scope, equal ones counted together."""
    return [RowGroup.read(one) for one in await _grouped(library, _query(scope), "shape")]


async def overview(
    library: Library, campaigns: Collection[str], periods: Collection[str | None]
) -> dict[Scope, list[RowGroup]]:
    """For an index of campaigns: how many rows are alike in each scope of these periods, without figures by field."""
    found: dict[Scope, list[RowGroup]] = {}
    wanted = {"public.campaign": {"$in": list(campaigns)}, "public.period": {"$in": [code or ONCE for code in periods]}}
    for one in await _grouped(library, wanted, *Scope._fields):
        found.setdefault(Scope.read(one), []).append(RowGroup.read(one))
    return found


async def rows(
    library: Library, scope: Scope, wanted: Document, window: slice, order: Iterable[str] = NAME_ORDER
) -> list[ListedRow]:
    """A window of the rows that match, by name unless `order` says otherwise."""
    with driver_errors():
        cursor = library.rows.find({**_query(scope), **wanted}).sort(dict.fromkeys(order, 1))
        found = await cursor.skip(window.start).limit(window.stop - window.start).to_list(None)
    return await _listed(library, found)


async def count(library: Library, scope: Scope, wanted: Document) -> int:
    with driver_errors():
        return await library.rows.count_documents({**_query(scope), **wanted})


async def items(
    library: Library, scope: Scope, wanted: Document, matching: Document, window: slice
) -> list[tuple[ListedRow, RowItem]]:
    """A window of the items of the rows that match, by name: each with its row."""
    part: list[Document] = [{"$skip": window.start}, {"$limit": window.stop - window.start}]
    with driver_errors():
        found = await library.rows.aggregate([*_items(scope, wanted, matching), *part]).to_list(None)
    listed = await _listed(library, found)
    return [(row, row.items[one["index"]]) for row, one in zip(listed, found, strict=True)]


async def first_items(
    library: Library, scope: Scope, wanted: Document, matching: Document, *, figures: Sequence[str], number: int
) -> dict[tuple[str, str], list[tuple[ListedRow, RowItem]]]:
    """The first items by name of each field and of these figures, in one pass over the rows; as `items` gives them."""
    first = {"$firstN": {"input": {"row": "$_id", "index": "$index"}, "n": number}}
    group = {"$group": {"_id": {"field": "$item.field", "figure": "$item.figures"}, "first": first}}
    split: list[Document] = [{"$unwind": "$item.figures"}, {"$match": {"item.figures": {"$in": list(figures)}}}]
    steps = [*_items(scope, wanted, matching), *split, group]
    with driver_errors():
        found = await library.rows.aggregate(steps).to_list(None)
        idents = sorted({one["row"] for group in found for one in group["first"]})
        rows = await library.rows.find({"_id": {"$in": idents}}).to_list(None)
    known = dict(zip((row["_id"] for row in rows), await _listed(library, rows), strict=True))
    return {
        (group["_id"]["field"], group["_id"]["figure"]): [
            (known[one["row"]], known[one["row"]].items[one["index"]]) for one in group["first"]
        ]
        for group in found
    }


async def numbers(
    library: Library, scope: Scope, wanted: Document, window: slice, *, rows: Sequence[str], columns: Sequence[str]
) -> tuple[list[tuple[ListedRow, str]], int]:
    """A window of the numbers of these rows and columns, by their names in the obligations' rows that match; by the
    organisation's name, then as they were delivered; and how many there are in all."""
    place = {"$split": ["$$this.k", "/"]}
    parts = [{"$in": [{"$arrayElemAt": [place, at]}, list(codes)]} for at, codes in enumerate((rows, columns))]
    chosen = {"$filter": {"input": {"$objectToArray": "$public.numbers"}, "cond": {"$and": parts}}}
    match: Document = {"$match": {**_query(scope), **wanted}}
    sizes: list[Document] = [match, {"$group": {"_id": None, "total": {"$sum": {"$size": chosen}}}}]
    listing: list[Document] = [
        match,
        {"$sort": dict.fromkeys(NAME_ORDER, 1)},
        {"$project": {"number": chosen}},
        {"$unwind": "$number"},
        {"$skip": window.start},
        {"$limit": window.stop - window.start},
    ]
    with driver_errors():
        total = next(iter(await library.rows.aggregate(sizes).to_list(None)), {"total": 0})["total"]
        found = await library.rows.aggregate(listing).to_list(None)
        whose = await library.rows.find({"_id": {"$in": list({one["_id"] for one in found})}}).to_list(None)
    known = dict(zip((row["_id"] for row in whose), await _listed(library, whose), strict=True))
    return [(known[one["_id"]], one["number"]["k"]) for one in found], total


async def of_organisation(library: Library, scopes: Iterable[Scope], organisation: str) -> dict[Scope, ListedRow]:
    """An organisation's own rows, where it has one."""
    wanted = {row_id(s.campaign, s.asked, organisation, s.recipient): s for s in scopes}
    with driver_errors():
        found = await library.rows.find({"_id": {"$in": sorted(wanted)}}).to_list(None)
    return {wanted[row["_id"]]: ListedRow.read(row["public"]) for row in found}


async def _grouped(library: Library, matching: Document, *more: str) -> list[Document]:
    """How many rows are alike: in what an index shows, and in `more`."""
    alike = {name: f"$public.{name}" for name in ("obliged", "counts", "late", "waiting", *more)}
    group = {"$group": {"_id": alike, "number": {"$sum": 1}, "oldest": {"$min": "$public.since"}}}
    with driver_errors():
        return [one["_id"] | one async for one in library.rows.aggregate([{"$match": matching}, group])]


def _items(scope: Scope, wanted: Document, matching: Document) -> list[Document]:
    """The steps that find the items of the rows that match, by name."""
    return [
        {"$match": {**_query(scope), **wanted, "public.items": {"$elemMatch": matching}}},
        {"$sort": dict.fromkeys(NAME_ORDER, 1)},
        {"$set": {"item": "$public.items"}},
        {"$unwind": {"path": "$item", "includeArrayIndex": "index"}},
        {"$match": {f"item.{name}": value for name, value in matching.items()}},
    ]


async def _listed(library: Library, found: Sequence[Document]) -> list[ListedRow]:
    """The rows, each with the name of today where that is another one than is shown."""
    rows = [ListedRow.read(row["public"]) for row in found]
    today = await todays_names(library, {row.organisation for row in rows})
    return [
        row.model_copy(update={"now": now}) if (now := today.get(row.organisation)) not in {None, row.name} else row
        for row in rows
    ]


def _query(scope: Scope) -> Document:
    return {f"public.{name}": value for name, value in scope.stored.items()}
