"""The one write: load a record, let the domain decide, store state, history and outbox together.

A command succeeds when a majority has it on disk. Everything that touches the driver is here, in `copies.py` and in
the services' `store.py`, in the subset that motor and its successor share.
"""

import random
import uuid
from asyncio import sleep
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic

import pymongo
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import BulkWriteError, DocumentTooLarge, DuplicateKeyError, OperationFailure, PyMongoError

from shared.clock import Clock
from shared.contracts.events import Event
from shared.errors import DomainError, Kind, conflict, not_found
from shared.observability import correlation_id
from shared.records import GENESIS, Change, Decide, Emit, Private, Public, Record, link

Document = dict[str, Any]
Database = AsyncIOMotorDatabase[Document]
Client = AsyncIOMotorClient[Document]

ATTEMPTS = 12

# The server's codes: a document beyond 16 MB; and what passes by itself (no primary, stepping down, shutting down, a
# majority not reached in time, a full disk).
DUPLICATE = 11000
TOO_LARGE = frozenset({10334, 17419, 17420})
PASSING = frozenset({6, 7, 64, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436, 14031})


def connect(url: str) -> Client:
    """A client whose writes are acknowledged by a majority with the journal, and whose waits are bounded."""
    return AsyncIOMotorClient(
        url,
        w="majority",
        journal=True,
        retryWrites=True,
        serverSelectionTimeoutMS=3_000,
        connectTimeoutMS=3_000,
        socketTimeoutMS=10_000,
        maxPoolSize=50,
        tz_aware=True,
        appname="sangkien",
    )


@contextmanager
def driver_errors() -> Iterator[None]:
    """Turns the driver's failures into the domain's: unavailable (try again) or too large."""
    try:
        yield
    except DuplicateKeyError:
        raise
    except DocumentTooLarge as error:
        raise DomainError("record_too_large", Kind.TOO_LARGE) from error
    except OperationFailure as error:
        if error.code in TOO_LARGE:
            raise DomainError("record_too_large", Kind.TOO_LARGE) from error
        if error.code not in PASSING and not error.has_error_label("RetryableWriteError"):
            raise  # a wrong command is a fault of ours: it must be seen, not waited for
        raise DomainError("database_unavailable", Kind.UNAVAILABLE, detail=error.code) from error
    except PyMongoError as error:
        raise DomainError("database_unavailable", Kind.UNAVAILABLE, detail=type(error).__name__) from error


async def write_probe(database: Database, name: str) -> None:
    """A write that a majority confirms: what readiness rests on."""
    with driver_errors():
        await database["readiness"].update_one({"_id": name}, {"$inc": {"probes": 1}}, upsert=True)


async def insert_missing(collection: AsyncIOMotorCollection[Document], documents: Sequence[Document]) -> None:
    """Inserts what is not there yet; what somebody else made meanwhile stays as it is."""
    try:
        with driver_errors():
            await collection.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        if any(fault["code"] != DUPLICATE for fault in error.details["writeErrors"]):
            raise


def _ordered(field: str) -> tuple[str, int]:
    return (field[1:], pymongo.DESCENDING) if field.startswith("-") else (field, pymongo.ASCENDING)


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
        self.on_write: Callable[[], None] = lambda: None
        self._public = public
        self._private = private
        self._indexes = indexes

    async def ensure_indexes(self) -> None:
        """Creates what is missing; cheap when all is there."""
        with driver_errors():
            await self.collection.create_index(
                [("pending", pymongo.ASCENDING), ("_id", pymongo.ASCENDING)],
                name="outbox",
                partialFilterExpression={"pending": True},
            )
            for fields in self._indexes:
                await self.collection.create_index([_ordered(name) for name in fields])

    def subject(self, ident: str) -> str:
        return f"{self.kind}/{ident}"

    async def get(self, ident: str) -> Record[Public, Private] | None:
        with driver_errors():
            found = await self.collection.find_one({"_id": ident})
        return self._record(found) if found else None

    async def load(self, ident: str) -> Record[Public, Private]:
        """The record. Raises DomainError ``<kind>_not_found``."""
        record = await self.get(ident)
        if record is None:
            raise not_found(self.kind, ident)
        return record

    async def find(
        self,
        query: Document,
        *,
        sort: Sequence[tuple[str, int]] = (("_id", 1),),
        skip: int = 0,
        limit: int = 0,
    ) -> list[Record[Public, Private]]:
        """Records that match, in order; `limit` 0 means all."""
        with driver_errors():
            cursor = self.collection.find(query).sort(list(sort)).skip(skip).limit(limit)
            return [self._record(found) async for found in cursor]

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
            record = await self.get(ident)
            if record is not None and record.caused_by(cause):
                return record
            if expected is not None and record is not None and record.version != expected:
                raise conflict("record_changed", expected=expected, actual=record.version)
            change = decide(record)
            if change is None:
                if record is None:
                    raise not_found(self.kind, ident)
                return record
            saved = await self._save(ident, record, change, cause, version_above)
            if saved is not None:
                if saved.undelivered:
                    self.on_write()
                return saved
            await sleep(random.random() * 0.01 * attempt)  # noqa: S311 - spreads writers, guards nothing
        raise DomainError("record_busy", Kind.UNAVAILABLE, id=ident)

    async def _save(
        self,
        ident: str,
        record: Record[Public, Private] | None,
        change: Change[Public, Private],
        cause: str,
        version_above: int,
    ) -> Record[Public, Private] | None:
        """The conditional write; None when another writer was first."""
        version = max(record.version if record else 0, version_above) + 1
        public = change.public.model_dump(mode="json")
        history = list(record.history) if record else []
        outbox: list[Document] = []
        if change.entry is not None:
            now = self.clock()
            entry = link(
                self.subject(ident),
                history[-1]["hash"] if history else GENESIS,
                change.entry,
                version=version,
                at=now,
                public=public,
                cause=cause,
                correlation=correlation_id(),
            )
            history.append(entry)
            outbox = self._outbox(ident, public, entry, change.events, replayed=False)
        fields = {"version": version, "public": public, "private": change.private.model_dump(mode="json")}
        with driver_errors():
            if record is None:
                document = {
                    "_id": ident,
                    **fields,
                    "history": history,
                    "outbox": outbox,
                    "pending": bool(outbox),
                }
                try:
                    await self.collection.insert_one(document)
                except DuplicateKeyError:
                    return None
            else:
                update: Document = {"$set": fields}
                if change.entry is not None:
                    update["$push"] = {"history": history[-1], "outbox": {"$each": outbox}}
                    if outbox:
                        fields["pending"] = True
                result = await self.collection.update_one({"_id": ident, "version": record.version}, update)
                if result.matched_count == 0:
                    return None
        return Record(ident, version, change.public, change.private, tuple(history), len(outbox))

    def _outbox(
        self,
        ident: str,
        public: Document,
        entry: Document,
        events: Sequence[Emit],
        *,
        replayed: bool,
        request: str = "",
    ) -> list[Document]:
        """Events ready for the wire. Ids are derived, so writing the same events again changes nothing.

        The sequence is the version of the newest history entry: private changes after it are nobody else's matter.
        """
        return [
            Event(
                id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{entry['hash']}/{emit.type}/{recipient}/{request}")),
                source=self.source,
                type=emit.type,
                subject=self.subject(ident),
                time=entry["at"],
                sequence=entry["version"],
                correlationid=entry["correlation"],
                causationid=entry["cause"],
                recipient=recipient,
                headhash=entry["hash"],
                replayed=replayed,
                data=public,
            ).model_dump(mode="json")
            for emit in events
            for recipient in emit.recipients
        ]

    async def republish(self, query: Document, events_of: Callable[[Public], Sequence[Emit]], *, request: str) -> int:
        """Puts the present state of the matching records into their outboxes again; returns how many records.

        `request` names who asked: the same request twice adds nothing.
        """
        count = 0
        with driver_errors():
            async for document in self.collection.find(query):
                record = self._record(document)
                outbox = self._outbox(
                    record.id,
                    document["public"],
                    document["history"][-1],
                    events_of(record.public),
                    replayed=True,
                    request=request,
                )
                if outbox:
                    await self.collection.update_one(
                        {"_id": record.id, "version": record.version, "outbox.id": {"$ne": outbox[0]["id"]}},
                        {"$push": {"outbox": {"$each": outbox}}, "$set": {"pending": True}},
                    )
                    count += 1
        if count:
            self.on_write()
        return count

    async def pending(self, limit: int) -> list[tuple[str, list[Document]]]:
        """Records with events that are not published yet, each with those events in order."""
        with driver_errors():
            cursor = self.collection.find({"pending": True}, {"outbox": 1}).limit(limit)
            return [(found["_id"], found["outbox"]) async for found in cursor]

    async def published(self, ident: str, events: Sequence[str]) -> None:
        """Removes confirmed events from the outbox."""
        kept = {"$filter": {"input": "$outbox", "cond": {"$not": [{"$in": ["$$this.id", list(events)]}]}}}
        with driver_errors():
            await self.collection.update_one(
                {"_id": ident}, [{"$set": {"outbox": kept}}, {"$set": {"pending": {"$ne": ["$outbox", []]}}}]
            )

    async def backlog(self) -> tuple[int, str | None]:
        """How many records wait to publish, and the time of the oldest waiting event (ISO 8601, UTC)."""
        with driver_errors():
            depth = await self.collection.count_documents({"pending": True})
            if not depth:
                return 0, None
            pipeline: list[Document] = [
                {"$match": {"pending": True}},
                {"$group": {"_id": None, "oldest": {"$min": {"$first": "$outbox.time"}}}},
            ]
            async for row in self.collection.aggregate(pipeline):
                return depth, row["oldest"]
        return depth, None

    async def stream(self, query: Document) -> AsyncIterator[Record[Public, Private]]:
        """Every matching record, one at a time."""
        with driver_errors():
            async for found in self.collection.find(query).sort("_id", 1):
                yield self._record(found)

    def _record(self, document: Document) -> Record[Public, Private]:
        return Record(
            id=document["_id"],
            version=document["version"],
            public=self._public.read(document["public"]),
            private=self._private.read(document["private"]),
            history=tuple(document["history"]),
            undelivered=len(document["outbox"]),
        )
