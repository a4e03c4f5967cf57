"""The driver's side of every store: the connection, its failures as the domain's, and what every collection needs.

Everything that touches the driver is here, in `store.py`, `pending.py`, `copies.py`, `files.py`, `audit.py` and in the
services' `stores.py` and records, in the subset that motor and its successor share.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import BulkWriteError, DocumentTooLarge, DuplicateKeyError, OperationFailure, PyMongoError

from shared.errors import DomainError, Kind

Document = dict[str, Any]
Database = AsyncIOMotorDatabase[Document]
Client = AsyncIOMotorClient[Document]
Indexes = Sequence[tuple[str, ...]]
"""Each names its fields in order; one with a minus before it descends."""

Found = TypeVar("Found")

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


async def insert_missing(collection: AsyncIOMotorCollection[Document], documents: Sequence[Document]) -> set[str]:
    """Inserts what is not there yet; returns the ids of those that somebody made before, which stay as they are."""
    try:
        with driver_errors():
            await collection.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        faults = error.details["writeErrors"]
        if any(fault["code"] != DUPLICATE for fault in faults):
            raise
        return {documents[fault["index"]]["_id"] for fault in faults}
    return set()


async def create_indexes(collection: AsyncIOMotorCollection[Document], indexes: Indexes) -> None:
    """Creates what is missing."""
    with driver_errors():
        for fields in indexes:
            await collection.create_index([(n.removeprefix("-"), -1 if n.startswith("-") else 1) for n in fields])


class Documents(Generic[Found]):
    """One collection, read as what its documents stand for."""

    def __init__(self, database: Database, name: str, indexes: Indexes = ()) -> None:
        self.collection: AsyncIOMotorCollection[Document] = database[name]
        self._indexes = indexes

    async def ensure_indexes(self) -> None:
        """Creates what is missing; cheap when all is there."""
        await create_indexes(self.collection, self._indexes)

    async def get(self, ident: str) -> Found | None:
        with driver_errors():
            found = await self.collection.find_one({"_id": ident})
        return self._met(found) if found else None

    async def find(
        self, query: Document, *, sort: Sequence[tuple[str, int]] = (("_id", 1),), skip: int = 0, limit: int = 0
    ) -> list[Found]:
        """What matches, in order; `limit` 0 means all."""
        with driver_errors():
            cursor = self.collection.find(query).sort(list(sort)).skip(skip).limit(limit)
            return [self._met(found) async for found in cursor]

    async def parts(self, query: Document, fields: Document, *, limit: int = 0) -> list[Document]:
        """Of what matches only these fields, as they are stored."""
        with driver_errors():
            return await self.collection.find(query, fields).limit(limit).to_list(None)

    async def aggregate(self, pipeline: Sequence[Document]) -> list[Document]:
        with driver_errors():
            return await self.collection.aggregate(pipeline).to_list(None)

    async def stream(self, query: Document) -> AsyncIterator[Found]:
        """Everything that matches, one at a time."""
        with driver_errors():
            async for found in self.collection.find(query).sort("_id", 1):
                yield self._read(found)

    def _read(self, document: Document) -> Found:
        raise NotImplementedError

    def _met(self, document: Document) -> Found:
        """As `_read`, for who remembers what was looked up."""
        return self._read(document)
