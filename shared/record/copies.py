"""Copies of other services' records, as their events brought them. A newer version replaces, an older is ignored.

Each copy keeps the head hash of its source's history: copies are witnesses of the past (see `audit.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pymongo.errors import DuplicateKeyError

from shared.contracts.events import Event, kind_of
from shared.contracts.types import Contract
from shared.record.database import Database, Document, Documents, Indexes, driver_errors

Content = TypeVar("Content", bound=Contract)


@dataclass(frozen=True)
class Copy(Generic[Content]):
    """A record of another service as last heard: its version, head hash and public state."""

    id: str
    version: int
    head: str
    content: Content


class Copies(Documents[Copy[Content]]):
    """Copies of one kind of record in one collection."""

    def __init__(self, database: Database, model: type[Content], indexes: Indexes = ()) -> None:
        self.kind = kind_of(model)
        self._model = model
        super().__init__(database, f"copies_{self.kind}s", indexes)

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

    async def content(self, ident: str) -> Content | None:
        """A record's state as last heard; None when it was not heard of yet."""
        found = await self.get(ident)
        return found.content if found else None

    async def contents(self, idents: Iterable[str]) -> dict[str, Content]:
        """The states by id, of those of the records that were heard of; the database is not asked for none."""
        wanted = sorted(set(idents))
        return {copy.id: copy.content for copy in await self.find({"_id": {"$in": wanted}})} if wanted else {}

    def _read(self, document: Document) -> Copy[Content]:
        return Copy(document["_id"], document["version"], document["head"], self._model.read(document["public"]))


def _ident(event: Event) -> str:
    return event.subject.partition("/")[2]
