"""The one write: load a record, let the domain decide, store state, history and outbox together.

A command succeeds when a majority has it on disk.
"""

import random
from asyncio import sleep
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import Generic, Self

from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.errors import DomainError, Kind, conflict, not_found
from shared.observability import correlation_id
from shared.record.database import Database, Document, Documents, Indexes, driver_errors, insert_missing
from shared.record.pending import Pending, on_the_wire
from shared.record.record import GENESIS, Change, Emit, Entry, Private, Public, Record, link, update_of

ATTEMPTS = 12

Present = Record[Public, Private] | None
Decide = Callable[[Present[Public, Private]], Change[Public, Private] | None]
Revise = Callable[[Record[Public, Private]], Change[Public, Private] | None]


def _decided(
    record: Present[Public, Private], decide: Decide[Public, Private], expected: int | None
) -> Change[Public, Private] | None:
    if expected is not None and record is not None and record.version != expected:
        raise conflict("record_changed", expected=expected, actual=record.version)
    return decide(record)


class Store(Documents[Record[Public, Private]], Generic[Public, Private]):
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
        indexes: Indexes = (),
        upgrade: Callable[[Document], Document] = lambda document: document,
    ) -> None:
        """`upgrade`: a document as it is read, where it was written in an earlier shape."""
        super().__init__(database, f"{kind}s", indexes)
        self.kind = kind
        self.source = source
        self.clock = clock
        self.outbox = Pending(database, f"{kind}s")
        self.on_write: Callable[[], None] = lambda: None
        self._public = public
        self._private = private
        self._upgrade = upgrade
        self._remembers = False
        self._known: dict[str, Record[Public, Private]] = {}

    def remembering(self) -> Self:
        """The same store for one request: what it has read it reads no second time, but before it refuses."""
        twin = copy(self)
        twin._remembers, twin._known = True, {}
        return twin

    async def ensure_indexes(self) -> None:
        await self.outbox.ensure_indexes()
        await super().ensure_indexes()

    def subject(self, ident: str) -> str:
        return f"{self.kind}/{ident}"

    async def get(self, ident: str) -> Record[Public, Private] | None:
        return self._known[ident] if ident in self._known else await super().get(ident)

    async def several(self, idents: Iterable[str]) -> dict[str, Record[Public, Private]]:
        """Those of the records that exist, by id in their order."""
        wanted = set(idents)
        found = {ident: self._known[ident] for ident in wanted & self._known.keys()}
        if missing := sorted(wanted - found.keys()):
            found |= {record.id: record for record in await self.find({"_id": {"$in": missing}})}
        return dict(sorted(found.items()))

    async def load(self, ident: str) -> Record[Public, Private]:
        """The record. Raises DomainError ``<kind>_not_found``."""
        return self._existing(ident, await self.get(ident))

    async def existing(self, idents: Iterable[str]) -> frozenset[str]:
        """Which of these records exist; thousands may be asked for."""
        found = await self.parts({"_id": {"$in": sorted(set(idents))}}, {"_id": 1})
        return frozenset(document["_id"] for document in found)

    async def count(self, query: Document) -> int:
        """How many records match; all of them are counted in the index of the ids, without being read."""
        hint: Document = {} if query else {"hint": [("_id", 1)]}
        with driver_errors():
            return await self.collection.count_documents(query, **hint)

    async def create(self, ident: str, change: Change[Public, Private], *, cause: str) -> Record[Public, Private]:
        """A new record. Raises DomainError ``<kind>_exists`` unless this very cause created it before."""

        def decide(record: Present[Public, Private]) -> Change[Public, Private]:
            if record is not None:
                raise conflict(f"{self.kind}_exists", id=ident)
            return change

        return await self.apply(ident, decide, cause=cause)

    async def update(
        self, ident: str, decide: Revise[Public, Private], *, cause: str, expected: int | None = None
    ) -> Record[Public, Private]:
        """Changes a record that must exist. See `apply`."""
        return await self.apply(
            ident, lambda record: decide(self._existing(ident, record)), cause=cause, expected=expected
        )

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
            remembered = ident in self._known
            record = await self.get(ident)
            if record is not None and record.caused_by(cause):
                return record
            try:
                change = _decided(record, decide, expected)
            except DomainError:
                if not remembered:
                    raise
                del self._known[ident]  # a refusal rests on the state of this moment
                continue
            if change is None:
                return self._existing(ident, record)
            document = self._document(ident, record, change, cause, version_above)
            if await self._save(document, record, change.entry):
                if document["pending"]:
                    self.on_write()
                return self._remembered(self._record(document, change.public, change.private))
            self._known.pop(ident, None)
            await sleep(random.random() * 0.01 * attempt)  # noqa: S311 - spreads writers, guards nothing
        raise DomainError("record_busy", Kind.UNAVAILABLE, id=ident)

    def _existing(self, ident: str, record: Present[Public, Private]) -> Record[Public, Private]:
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

    async def _save(self, document: Document, present: Present[Public, Private], entry: Entry | None) -> bool:
        """The conditional write; False when another writer was first."""
        with driver_errors():
            if present is not None:
                known = {"_id": present.id, "version": present.version}
                return (await self.collection.update_one(known, update_of(document, entry))).matched_count > 0
            try:
                await self.collection.insert_one(document)
            except DuplicateKeyError:
                return False
        return True

    def _document(
        self, ident: str, present: Present[Public, Private], change: Change[Public, Private], cause: str, above: int = 0
    ) -> Document:
        """The record after a change; of its outbox what the change puts there."""
        version = max(present.version if present else 0, above) + 1
        public = change.public.model_dump(mode="json")
        history = list(present.history) if present else []
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
            outbox = on_the_wire(self.source, public, entry, change.events)
        state = {"version": version, "public": public, "private": change.private.model_dump(mode="json")}
        return {"_id": ident, **state, "history": history, "outbox": outbox, "pending": bool(outbox)}

    async def republish(self, query: Document, events_of: Callable[[Public], Sequence[Emit]], *, request: str) -> int:
        """Puts the present state of the matching records into their outboxes again; returns how many records.

        `request` names who asked: the same request twice adds nothing.
        """
        count = 0
        with driver_errors():
            async for document in self.collection.find(query):
                public, entry = document["public"], document["history"][-1]
                outbox = on_the_wire(self.source, public, entry, events_of(self._public.read(public)), request=request)
                if outbox:
                    unasked = {"outbox.id": {"$ne": outbox[0]["id"]}}
                    await self.collection.update_one(
                        {"_id": document["_id"], "version": document["version"], **unasked},
                        {"$push": {"outbox": {"$each": outbox}}, "$set": {"pending": True}},
                    )
                    count += 1
        if count:
            self.on_write()
        return count

    def _read(self, document: Document) -> Record[Public, Private]:
        document = self._upgrade(document)
        public, private = self._public.read(document["public"]), self._private.read(document["private"])
        return self._record(document, public, private)

    def _met(self, document: Document) -> Record[Public, Private]:
        return self._remembered(self._read(document))

    def _record(self, document: Document, public: Public, private: Private) -> Record[Public, Private]:
        history, undelivered = tuple(document["history"]), len(document["outbox"])
        return Record(document["_id"], document["version"], public, private, history, undelivered)

    def _remembered(self, record: Record[Public, Private]) -> Record[Public, Private]:
        if self._remembers:
            self._known[record.id] = record
        return record
