"""Copies of other services' records, as their events brought them. A newer version replaces, an older is ignored.

Each copy keeps the head hash of its source's history: copies are witnesses of the past (see `audit.py`).
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from shared.contracts.events import Event
from shared.contracts.types import Contract
from shared.record.database import Database, Document, create_indexes, driver_errors

Content = TypeVar("Content", bound=Contract)


@dataclass(frozen=True)
class Copy(Generic[Content]):
    """A record of another service as last heard: its version, head hash and public state."""

    id: str
    version: int
    head: str
    content: Content


class Copies(Generic[Content]):
    """Copies of one kind of record in one collection."""

    def __init__(
        self, database: Database, kind: str, model: type[Content], *, indexes: Sequence[tuple[str, ...]] = ()
    ) -> None:
        self.kind = kind
        self.collection: AsyncIOMotorCollection[Document] = database[f"copies_{kind}s"]
        self._model = model
        self._indexes = indexes

    async def ensure_indexes(self) -> None:
        await create_indexes(self.collection, self._indexes)

    async def is_stale(self, event: Event) -> bool:
        """Whether a newer version is already here. The same version is not stale: its effects may be unfinished."""
        with driver_errors():
            found = await self.collection.find_one({"_id": _ident(event)}, {"version": 1})
        return found is not None and found["version"] > event.sequence

    async def keep(self, event: Event) -> None:
        """Stores the event's state unless a version at least as new is here; when, see `keeping`."""
        fields = {"version": event.sequence, "head": event.headhash, "subject": event.subject, "public": event.data}
        older = {"_id": _ident(event), "version": {"$lt": event.sequence}}
        with driver_errors():
            try:
                await self.collection.update_one(older, {"$set": fields}, upsert=True)
            except DuplicateKeyError:
                # A copy is there: as new as this one, or older and first in a race between two first copies.
                await self.collection.update_one(older, {"$set": fields})

    async def get(self, ident: str) -> Copy[Content] | None:
        with driver_errors():
            found = await self.collection.find_one({"_id": ident})
        return self._copy(found) if found else None

    async def find(
        self, query: Document, *, sort: Sequence[tuple[str, int]] = (("_id", 1),), skip: int = 0, limit: int = 0
    ) -> list[Copy[Content]]:
        with driver_errors():
            cursor = self.collection.find(query).sort(list(sort)).skip(skip).limit(limit)
            return [self._copy(found) async for found in cursor]

    async def stream(self, query: Document) -> AsyncIterator[Copy[Content]]:
        with driver_errors():
            async for found in self.collection.find(query):
                yield self._copy(found)

    def _copy(self, found: dict[str, Any]) -> Copy[Content]:
        return Copy(found["_id"], found["version"], found["head"], self._model.read(found["public"]))


def _ident(event: Event) -> str:
    return event.subject.partition("/")[2]
