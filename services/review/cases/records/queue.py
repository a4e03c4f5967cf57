"""The questions that a desk's queue asks of its cases, each answered by an index of `stores.py`."""

import asyncio
from collections.abc import Iterable
from typing import Any

from services.review.cases.model.case import WAITING, CaseRecord
from services.review.cases.records.selection import SORTS, CaseFilter, Order, wire
from services.review.stores import OFFERED, Stores
from shared.contracts.cases import Case
from shared.language.vietnamese import collation_key
from shared.record.database import Document, driver_errors


async def page(stores: Stores, wanted: CaseFilter, *, skip: int, limit: int) -> tuple[list[CaseRecord], int]:
    """A page of the queue and the number of all cases that match."""
    query = wanted.query(await stores.names(await _distinct(stores, "public.submitter")) if wanted.text else {})
    # Side by side: a search reads every case for each of them.
    return await asyncio.gather(
        stores.cases.find(query, sort=wanted.sort, skip=skip, limit=limit), stores.cases.count(query)
    )


async def next_waiting(
    stores: Stores, account: str, not_from: tuple[str, ...], after: CaseRecord | None = None
) -> CaseRecord | None:
    """The case that is due first, that nobody else deals with, of another submitter than `not_from`.

    `after` is a case to be passed over: the search goes on behind it.
    """
    query: Document = {
        "public.status": {"$in": sorted(WAITING)},
        "public.submitter": {"$nin": list(not_from)},
        "public.assigned_to.account": {"$in": [None, account]},
    }
    if after is not None:
        query["$or"] = _behind(after)
    found = await stores.cases.find(query, sort=SORTS[Order.DUE], limit=1)
    return found[0] if found else None


async def of_submitter(stores: Stores, submitter: str, but: str, limit: int) -> list[CaseRecord]:
    """The other cases of a submitter, the newest first."""
    query: Document = {"public.submitter": submitter, "_id": {"$ne": but}}
    return await stores.cases.find(query, sort=SORTS[Order.NEWEST], limit=limit)


async def items_in(stores: Stores, cases: Iterable[Case]) -> dict[str, int]:
    """How many items the newest version of each case has, by the case's id, as far as it was heard of."""
    newest = {case.submission: case for case in cases}
    counted = {"public.versions.number": 1, "public.versions.content.items.id": 1}
    found = await stores.submissions.parts({"_id": {"$in": sorted(newest)}}, counted)
    return {
        newest[copy["_id"]].id: len(version["content"].get("items", ()))
        for copy in found
        for version in copy["public"]["versions"]
        if version["number"] == newest[copy["_id"]].current.version
    }


async def submitters_offered(stores: Stores, chosen: str | None) -> dict[str, str]:
    """The organisations to choose from, in alphabetical order; of too many only the one that is chosen."""
    idents = await _distinct(stores, "public.submitter")
    names = await stores.names(idents if len(idents) <= OFFERED else [chosen] if chosen else [])
    return dict(sorted(names.items(), key=lambda pair: collation_key(pair[1])))


async def campaigns_here(stores: Stores) -> dict[str, str]:
    """The numbers of the campaigns that have cases here, by id; the id where nothing was heard of one."""
    idents = await _distinct(stores, "public.campaign")
    found = await stores.campaigns.parts({"_id": {"$in": idents}}, {"public.number": 1, "public.year": 1})
    found.sort(key=lambda copy: (-copy["public"]["year"], copy["_id"]))
    known = {copy["_id"]: copy["public"]["number"] for copy in found}
    return known | {ident: ident for ident in idents if ident not in known}


async def _distinct(stores: Stores, path: str) -> list[str]:
    with driver_errors():
        return list(await stores.cases.collection.distinct(path))


def _behind(record: CaseRecord) -> list[Document]:
    """What comes after a case in the order of `Order.DUE`; cases without a limit come first."""
    private = record.private
    due: Any = wire(private.due_at) if private.due_at else None
    same: Document = {"private.due_at": due}
    delivered = wire(private.delivered_at)
    return [
        {"private.due_at": {"$gt": due} if due else {"$ne": None}},
        {**same, "private.delivered_at": {"$gt": delivered}},
        {**same, "private.delivered_at": delivered, "_id": {"$gt": record.id}},
    ]
