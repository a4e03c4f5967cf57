"""The one write: load a record, let the domain decide, store state, history and outbox together.

A command succeeds when a majority has it on disk.
"""

import random
from asyncio import sleep
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import Generic, Self

import pymongo
from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.errors import DomainError, Kind, conflict, not_found
from shared.observability import correlation_id
from shared.record.database import Database, Document, create_indexes, driver_errors, insert_missing
from shared.record.pending import Pending, on_the_wire
from shared.record.record import GENESIS, Change, Decide, Emit, Entry, Private, Public, Record, link

ATTEMPTS = 12


def _decided(
    record: Record[Public, Private] | None, decide: Decide[Public, Private], expected: int | None
) -> Change[Public, Private] | None:
    if expected is not None and record is not None and record.version != expected:
        raise conflict("record_changed", expected=expected, actual=record.version)
    return decide(record)


def _update(document: Document, entry: Entry | None) -> Document:
    """What makes a stored record the document."""
    fields = {name: document[name] for name in ("version", "private")}
    update: Document = {"$set": fields}
    # A private change leaves the state as its history knows it, be it written by an older contract.
    if entry is not None:
        fields["public"] = document["public"]
        update["$push"] = {"history": document["history"][-1], "outbox": {"$each": document["outbox"]}}
        if document["pending"]:
            fields["pending"] = True
    return update


class Store(Generic[Public, Private]):
    """Records of one kind in one collection of one service's own database."""

    def __init__(
        self,
        database: Database,
        kind: str,
        public: type[Public],
        private: type[Private],
        *,
        source: str,
        clock: Clock,
        indexes: Sequence[tuple[str, ...]] = (),
    ) -> None:
        """`indexes` name their fields in order; one with a minus before it descends."""
        self.kind = kind
        self.source = source
        self.clock = clock
        self.collection: AsyncIOMotorCollection[Document] = database[f"{kind}s"]
        self.outbox = Pending(self.collection)
        self.on_write: Callable[[], None] = lambda: None
        self._public = public
        self._private = private
        self._indexes = indexes
        self._known: dict[str, Record[Public, Private]] | None = None

    def remembering(self) -> Self:
        """The same store for one request: what it has read it reads no second time, but before it refuses."""
        twin = copy(self)
        twin._known = {}
        return twin

    async def ensure_indexes(self) -> None:
        """Creates what is missing; cheap when all is there."""
        await self.outbox.ensure_index()
        await create_indexes(self.collection, self._indexes)

    def subject(self, ident: str) -> str:
        return f"{self.kind}/{ident}"

    async def get(self, ident: str) -> Record[Public, Private] | None:
        if self._known and ident in self._known:
            return self._known[ident]
        with driver_errors():
            found = await self.collection.find_one({"_id": ident})
        return self._remembered(self._record(found)) if found else None

    async def several(self, idents: Iterable[str]) -> dict[str, Record[Public, Private]]:
        """Those of the records that exist, by id in their order."""
        wanted, known = set(idents), self._known or {}
        missing = sorted(wanted - known.keys())
        found = await self.find({"_id": {"$in": missing}}) if missing else []
        every = {ident: known[ident] for ident in wanted & known.keys()} | {record.id: record for record in found}
        return {ident: every[ident] for ident in sorted(every)}

    async def load(self, ident: str) -> Record[Public, Private]:
        """The record. Raises DomainError ``<kind>_not_found``."""
        return self._existing(ident, await self.get(ident))

    async def find(
        self, query: Document, *, sort: Sequence[tuple[str, int]] = (("_id", 1),), skip: int = 0, limit: int = 0
    ) -> list[Record[Public, Private]]:
        """Records that match, in order; `limit` 0 means all."""
        with driver_errors():
            cursor = self.collection.find(query).sort(list(sort)).skip(skip).limit(limit)
            return [self._remembered(self._record(found)) async for found in cursor]

    async def existing(self, idents: Iterable[str]) -> frozenset[str]:
        """Which of these records exist; thousands may be asked for."""
        with driver_errors():
            cursor = self.collection.find({"_id": {"$in": sorted(set(idents))}}, {"_id": 1})
            return frozenset([found["_id"] async for found in cursor])

    async def count(self, query: Document) -> int:
        """How many records match; all of them are counted in the index of the ids, without being read."""
        with driver_errors():
            return await (
                self.collection.count_documents(query)
                if query
                else self.collection.count_documents({}, hint=[("_id", pymongo.ASCENDING)])
            )

    async def create(self, ident: str, change: Change[Public, Private], *, cause: str) -> Record[Public, Private]:
        """A new record. Raises DomainError ``<kind>_exists`` unless this very cause created it before."""

        def decide(record: Record[Public, Private] | None) -> Change[Public, Private]:
            if record is not None:
                raise conflict(f"{self.kind}_exists", id=ident)
            return change

        return await self.apply(ident, decide, cause=cause)

    async def update(
        self,
        ident: str,
        decide: Callable[[Record[Public, Private]], Change[Public, Private] | None],
        *,
        cause: str,
        expected: int | None = None,
    ) -> Record[Public, Private]:
        """Changes a record that must exist. See `apply`."""

        def guarded(record: Record[Public, Private] | None) -> Change[Public, Private] | None:
            if record is None:
                raise not_found(self.kind, ident)
            return decide(record)

        return await self.apply(ident, guarded, cause=cause, expected=expected)

    async def apply(
        self,
        ident: str,
        decide: Decide[Public, Private],
        *,
        cause: str,
        expected: int | None = None,
        version_above: int = 0,
    ) -> Record[Public, Private]:
        """Load, decide, save; decide again when somebody else wrote meanwhile.

        A `cause` that is already in the history makes it a no-op that returns the record as it is. `decide` answers
        None when there is nothing to change. `expected` is the version that the person saw: a newer one raises
        DomainError ``record_changed``. `version_above` is the version that others already saw of this record: one
        rebuilt after its database was lost goes on counting above it.
        """
        for attempt in range(ATTEMPTS):
            remembered = self._known is not None and ident in self._known
            record = await self.get(ident)
            if record is not None and record.caused_by(cause):
                return record
            try:
                change = _decided(record, decide, expected)
            except DomainError:
                if not remembered:
                    raise
                self._forget(ident)  # a refusal rests on the state of this moment
                continue
            if change is None:
                return self._existing(ident, record)
            saved = await self._save(ident, record, change, cause, version_above)
            if saved is not None:
                if saved.undelivered:
                    self.on_write()
                return self._remembered(saved)
            self._forget(ident)
            await sleep(random.random() * 0.01 * attempt)  # noqa: S311 - spreads writers, guards nothing
        raise DomainError("record_busy", Kind.UNAVAILABLE, id=ident)

    def _existing(self, ident: str, record: Record[Public, Private] | None) -> Record[Public, Private]:
        if record is None:
            raise not_found(self.kind, ident)
        return record

    async def create_many(self, changes: Mapping[str, Change[Public, Private]], *, cause: str) -> set[str]:
        """New records in one go; returns the ids of those that somebody had made before, which stay as they are.

        Each change has an entry: what is new has a history.
        """
        assert all(change.entry is not None for change in changes.values())
        documents = [self._document(ident, None, change, cause) for ident, change in changes.items()]
        there = await insert_missing(self.collection, documents) if documents else set()
        if any(document["pending"] for document in documents):
            self.on_write()
        return there

    async def _save(
        self,
        ident: str,
        record: Record[Public, Private] | None,
        change: Change[Public, Private],
        cause: str,
        version_above: int,
    ) -> Record[Public, Private] | None:
        """The conditional write; None when another writer was first."""
        document = self._document(ident, record, change, cause, version_above)
        with driver_errors():
            if record is None:
                try:
                    await self.collection.insert_one(document)
                except DuplicateKeyError:
                    return None
            else:
                present = {"_id": ident, "version": record.version}
                result = await self.collection.update_one(present, _update(document, change.entry))
                if result.matched_count == 0:
                    return None
        history, undelivered = tuple(document["history"]), len(document["outbox"])
        return Record(ident, document["version"], change.public, change.private, history, undelivered)

    def _document(
        self,
        ident: str,
        record: Record[Public, Private] | None,
        change: Change[Public, Private],
        cause: str,
        version_above: int = 0,
    ) -> Document:
        """The record after a change; of its outbox what the change puts there."""
        version = max(record.version if record else 0, version_above) + 1
        public = change.public.model_dump(mode="json")
        history = list(record.history) if record else []
        outbox: list[Document] = []
        if change.entry is not None:
            entry = link(
                self.subject(ident),
                history[-1]["hash"] if history else GENESIS,
                change.entry,
                version=version,
                at=self.clock(),
                public=public,
                cause=cause,
                correlation=correlation_id(),
            )
            history.append(entry)
            outbox = self._events(ident, public, entry, change.events)
        return {
            "_id": ident,
            "version": version,
            "public": public,
            "private": change.private.model_dump(mode="json"),
            "history": history,
            "outbox": outbox,
            "pending": bool(outbox),
        }

    def _events(
        self, ident: str, public: Document, entry: Document, events: Sequence[Emit], *, request: str | None = None
    ) -> list[Document]:
        return on_the_wire(self.source, self.subject(ident), public, entry, events, request=request)

    async def republish(self, query: Document, events_of: Callable[[Public], Sequence[Emit]], *, request: str) -> int:
        """Puts the present state of the matching records into their outboxes again; returns how many records.

        `request` names who asked: the same request twice adds nothing.
        """
        count = 0
        with driver_errors():
            async for document in self.collection.find(query):
                record = self._record(document)
                events, entry = events_of(record.public), document["history"][-1]
                outbox = self._events(record.id, document["public"], entry, events, request=request)
                if outbox:
                    await self.collection.update_one(
                        {"_id": record.id, "version": record.version, "outbox.id": {"$ne": outbox[0]["id"]}},
                        {"$push": {"outbox": {"$each": outbox}}, "$set": {"pending": True}},
                    )
                    count += 1
        if count:
            self.on_write()
        return count

    async def stream(self, query: Document) -> AsyncIterator[Record[Public, Private]]:
        """Every matching record, one at a time."""
        with driver_errors():
            async for found in self.collection.find(query).sort("_id", 1):
                yield self._record(found)

    def _remembered(self, record: Record[Public, Private]) -> Record[Public, Private]:
        if self._known is not None:
            self._known[record.id] = record
        return record

    def _forget(self, ident: str) -> None:
        if self._known is not None:
            self._known.pop(ident, None)

    def _record(self, document: Document) -> Record[Public, Private]:
        return Record(
            id=document["_id"],
            version=document["version"],
            public=self._public.read(document["public"]),
            private=self._private.read(document["private"]),
            history=tuple(document["history"]),
            undelivered=len(document["outbox"]),
        )
