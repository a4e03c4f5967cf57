"""The rows (see `domain.row`) in this service's database: written as records are heard of, counted and listed there.

Every write carries the version of the record that it is taken from and never replaces what a newer one wrote.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.reporting.figures.model.summary import Group
from services.reporting.rows.documents import (
    SHOW,
    Named,
    begun_row,
    dated,
    day_of,
    names_of,
    names_part,
    nested,
    newest,
)
from services.reporting.rows.model.row import Row, Waiting, rows_of
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.record.database import Database, Document, driver_errors, insert_missing
from shared.rules.ids import row_id
from shared.rules.obligations import obligations

SCHEMA = 3
"""Raise it when rows are made otherwise: they are then made again from the copies."""
BATCH = 1_000
LONG_LISTS = {f"public.{name}": 0 for name in ("obliged", "extensions", "transfers")}
"""What grows with the organisations of a campaign is not read where only its day is wanted."""
NAME_ORDER = [("public.order", 1), ("public.organisation", 1)]
STATE_ORDER = [("public.place", 1), *NAME_ORDER]
WAITING_ORDER = [("public.since", 1), *NAME_ORDER]
SCOPE = ("public.campaign", "public.form", "public.recipient")
INDEXES = (
    [*((name, 1) for name in SCOPE), *NAME_ORDER],
    [*((name, 1) for name in SCOPE), *STATE_ORDER],
    [*((name, 1) for name in SCOPE), ("public.waiting", 1), *WAITING_ORDER],
    [("public.organisation", 1), ("name_version", 1)],
)


class Scope(NamedTuple):
    """A campaign's form as a recipient has it."""

    campaign: str
    form: FormKind
    recipient: str

    @property
    def query(self) -> Document:
        return dict(zip(SCOPE, (self.campaign, self.form.value, self.recipient), strict=True))


class ListedRow(NamedTuple):
    """A row with whose it is. `now`: how the organisation, or who took its place, is called today, if otherwise."""

    id: str
    organisation: str
    name: str
    obliged: bool
    row: Row
    now: str | None = None


class Rows:
    """The collection of rows."""

    def __init__(self, database: Database) -> None:
        self.collection = database["rows"]
        self._organisations = database["copies_organisations"]
        self._campaigns = database["copies_campaigns"]
        self._builds = database["builds"]
        self._is_built = False

    async def ensure_indexes(self) -> None:
        with driver_errors():
            for keys in INDEXES:
                await self.collection.create_index(keys)

    async def built(self) -> bool:
        """Whether the rows hold everything that the copies hold; asked of the database until it is so."""
        if not self._is_built:
            with driver_errors():
                self._is_built = await self._builds.find_one({"_id": "rows", "public.schema": SCHEMA}) is not None
        return self._is_built

    async def forget(self) -> None:
        """Has all rows made again."""
        self._is_built = False
        with driver_errors():
            await self._builds.delete_one({"_id": "rows"})

    async def mark_built(self) -> None:
        with driver_errors():
            await self._builds.update_one({"_id": "rows"}, {"$set": {"public.schema": SCHEMA}}, upsert=True)

    async def keep_submission(self, submission: Submission, version: int) -> None:
        """The submission's part of its rows; afterwards what was heard meanwhile of the name and the campaign."""
        idents = []
        for recipient, row in rows_of(submission).items():
            part = {f"public.{name}": value for name, value in row.model_dump(mode="json").items()}
            key = (submission.campaign, submission.form, submission.organisation, recipient)
            idents.append(row_id(*key))
            update = newest("submission_version", version, part, begun_row(*key))
            with driver_errors():
                await self.collection.update_one({"_id": idents[-1]}, update, upsert=True)
        await self._name([submission.organisation], {})
        await self._date(submission.campaign, idents)

    async def keep_campaign(self, campaign: Campaign, version: int) -> None:
        """The campaign's part: its day, and a row for each obligation; who is not obliged any more is released."""
        day = day_of(campaign)
        keys = [
            (campaign.id, one.form.kind, one.organisation, recipient)
            for one in obligations(campaign)
            for recipient in dict.fromkeys(campaign.recipients)
        ]
        wanted = [begun_row(*key, day) | {"_id": row_id(*key)} for key in keys]
        for start in range(0, len(wanted), BATCH):
            await self._oblige(wanted[start : start + BATCH], version, day)
        await self.release(campaign.id, version, day)

    async def release(self, campaign: str, version: int, day: str, among: Sequence[str] | None = None) -> None:
        """Whom this version of the campaign does not oblige, though an older one did; `among` these rows or all."""
        chosen = {} if among is None else {"_id": {"$in": list(among)}}
        with driver_errors():
            await self.collection.update_many(
                {"public.campaign": campaign, "campaign_version": {"$lt": version}, **chosen},
                dated({"public.obliged": False, "campaign_version": version}, day),
            )

    async def keep_name(self, organisation: Organisation, version: int) -> None:
        """The organisation's part of its rows."""
        await self._rename(organisation.id, names_of(organisation), version)

    async def _oblige(self, begun: Sequence[Document], version: int, day: str) -> None:
        idents = [document["_id"] for document in begun]
        obliged = {"public.obliged": True, "campaign_version": version}
        names = await self._names({document["public.organisation"] for document in begun})
        with driver_errors():
            known = {row["_id"] async for row in self.collection.find({"_id": {"$in": idents}}, {"_id": 1})}
        new = [
            nested({**document, **obliged, **names_part(names.get(document["public.organisation"]), day)})
            for document in begun
            if document["_id"] not in known
        ]
        await self._insert(new)
        with driver_errors():
            await self.collection.update_many(
                {"_id": {"$in": idents}, "campaign_version": {"$lt": version}}, dated(obliged, day)
            )
        await self._name({row["public"]["organisation"] for row in new}, names)

    async def _insert(self, rows: Sequence[Document]) -> None:
        """New rows; one that somebody else made meanwhile stays as it is."""
        if rows:
            await insert_missing(self.collection, rows)

    async def _names(self, organisations: Collection[str]) -> dict[str, Named]:
        """The names' part of rows, as far as the organisations were heard of."""
        query = {"_id": {"$in": sorted(organisations)}}
        with driver_errors():
            found = await self._organisations.find(query, {"version": 1, "public": 1}).to_list(None)
        return {row["_id"]: Named(names_of(Organisation.read(row["public"])), row["version"]) for row in found}

    async def _name(self, organisations: Collection[str], written: Mapping[str, Named]) -> None:
        """Names that are newer than those written, read after the rows: who hears of one later finds the rows."""
        for organisation, named in (await self._names(organisations)).items():
            if organisation not in written or named.version != written[organisation].version:
                await self._rename(organisation, *named)

    async def _rename(self, organisation: str, names: Sequence[Document], version: int) -> None:
        older = {"public.organisation": organisation, "name_version": {"$lt": version}}
        with driver_errors():
            await self.collection.update_many(
                older, [{"$set": {"names": {"$literal": names}, "name_version": version}}, *SHOW]
            )

    async def _date(self, campaign: str, idents: Sequence[str]) -> None:
        """The campaign's part of rows that it does not oblige: its copy is kept after the rows that it does."""
        with driver_errors():
            found = await self._campaigns.find_one({"_id": campaign}, LONG_LISTS)
        if found is not None:
            known = Campaign.read({**found["public"], "obliged": []})
            await self.release(campaign, found["version"], day_of(known), idents)

    async def groups(self, scope: Scope) -> list[Group]:
        """The rows of a scope, equal ones counted together."""
        alike = {name: f"$public.{name}" for name in ("obliged", "counts", "late", "waiting", "shape")}
        pipeline: list[Document] = [
            {"$match": scope.query},
            {"$group": {"_id": alike, "number": {"$sum": 1}, "oldest": {"$min": "$public.since"}}},
        ]
        with driver_errors():
            found = await self.collection.aggregate(pipeline).to_list(None)
        return [_group(row) for row in found]

    async def overview(self, campaigns: Collection[str]) -> list[tuple[Scope, Group]]:
        """For an index of campaigns: how many rows are alike in each scope, without the figures by field."""
        alike = {
            name: f"$public.{name}"
            for name in ("campaign", "form", "recipient", "obliged", "counts", "late", "waiting")
        }
        pipeline: list[Document] = [
            {"$match": {"public.campaign": {"$in": sorted(campaigns)}}},
            {"$group": {"_id": alike, "number": {"$sum": 1}, "oldest": {"$min": "$public.since"}}},
        ]
        with driver_errors():
            found = await self.collection.aggregate(pipeline).to_list(None)
        return [
            (Scope(row["_id"]["campaign"], FormKind(row["_id"]["form"]), row["_id"]["recipient"]), _group(row))
            for row in found
        ]

    async def listed(
        self,
        scope: Scope,
        wanted: Document,
        window: slice,
        *,
        order: Sequence[tuple[str, int]] = NAME_ORDER,
    ) -> list[ListedRow]:
        """A window of the rows that match, by name unless told otherwise."""
        with driver_errors():
            cursor = self.collection.find({**scope.query, **wanted}).sort(list(order))
            return [_listed(row) for row in await _windowed(cursor, window).to_list(None)]

    async def count(self, scope: Scope, wanted: Document) -> int:
        with driver_errors():
            return await self.collection.count_documents({**scope.query, **wanted})

    async def items(
        self, scope: Scope, wanted: Document, matching: Document, window: slice
    ) -> list[tuple[ListedRow, int]]:
        """A window of the items of the rows that match, by name: each row with an item's place in it."""
        pipeline: list[Document] = [
            {"$match": {**scope.query, **wanted, "public.items": {"$elemMatch": matching}}},
            {"$sort": dict(NAME_ORDER)},
            {"$set": {"item": "$public.items"}},
            {"$unwind": {"path": "$item", "includeArrayIndex": "index"}},
            {"$match": {f"item.{name}": value for name, value in matching.items()}},
            {"$skip": window.start or 0},
            *([{"$limit": window.stop - (window.start or 0)}] if window.stop is not None else []),
        ]
        with driver_errors():
            found = await self.collection.aggregate(pipeline).to_list(None)
        return [(_listed(row), row["index"]) for row in found]

    async def first_items(
        self, scope: Scope, wanted: Document, matching: Document, number: int
    ) -> dict[tuple[str, str], list[tuple[ListedRow, int]]]:
        """The first items by name of each field and outcome, in one pass over the rows; as `items` gives them."""
        first = {"$firstN": {"input": {"row": "$_id", "index": "$index"}, "n": number}}
        pipeline: list[Document] = [
            {"$match": {**scope.query, **wanted}},
            {"$sort": dict(NAME_ORDER)},
            {"$project": {"item": "$public.items"}},
            {"$unwind": {"path": "$item", "includeArrayIndex": "index"}},
            {"$match": {f"item.{name}": value for name, value in matching.items()}},
            {"$group": {"_id": {"field": "$item.field", "outcome": "$item.outcome"}, "first": first}},
        ]
        with driver_errors():
            found = await self.collection.aggregate(pipeline).to_list(None)
            idents = sorted({one["row"] for group in found for one in group["first"]})
            rows = await self.collection.find({"_id": {"$in": idents}}).to_list(None)
        known = {row["_id"]: _listed(row) for row in rows}
        items = [[(known[one["row"]], one["index"]) for one in group["first"]] for group in found]
        return {(g["_id"]["field"], g["_id"]["outcome"]): of for g, of in zip(found, items, strict=True)}

    async def of_organisation(self, scopes: Iterable[Scope], organisation: str) -> dict[Scope, ListedRow]:
        """An organisation's own rows, where it has one."""
        wanted = {row_id(s.campaign, s.form, organisation, s.recipient): s for s in scopes}
        with driver_errors():
            found = await self.collection.find({"_id": {"$in": sorted(wanted)}}).to_list(None)
        return {wanted[row["_id"]]: _listed(row) for row in found}


def _group(found: dict[str, Any]) -> Group:
    alike = found["_id"]
    return Group(
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
    return ListedRow(found["_id"], public["organisation"], public["name"], public["obliged"], Row.read(public))


def _windowed(cursor: Any, window: slice) -> Any:
    start = window.start or 0
    return cursor.skip(start).limit(window.stop - start) if window.stop is not None else cursor.skip(start)
