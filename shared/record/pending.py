"""The outbox of a collection of records: events written together with the state, until the broker has them."""

import uuid
from collections.abc import Sequence

import pymongo

from shared.contracts.events import Event
from shared.record.database import Document, Documents, driver_errors
from shared.record.record import Emit

EVERY_PENDING: Document = {"pending": True}


def on_the_wire(
    source: str, public: Document, entry: Document, events: Sequence[Emit], *, request: str | None = None
) -> list[Document]:
    """Events ready for the wire. Ids are derived, so writing the same events again changes nothing.

    The sequence is the version of the newest history entry: private changes after it are nobody else's matter.
    `request`: who asked for the state again; None for what is said the first time.
    """
    return [
        Event(
            id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{entry['hash']}/{emit.type}/{recipient}/{request or ''}")),
            source=source,
            type=emit.type,
            subject=entry["subject"],
            time=entry["at"],
            sequence=entry["version"],
            correlationid=entry["correlation"],
            causationid=entry["cause"],
            recipient=recipient,
            headhash=entry["hash"],
            replayed=request is not None,
            data=public,
        ).model_dump(mode="json")
        for emit in events
        for recipient in emit.recipients
    ]


class Pending(Documents[Document]):
    """What a collection has still to say; only the relay takes from it."""

    async def ensure_indexes(self) -> None:
        with driver_errors():
            await self.collection.create_index(
                [("pending", pymongo.ASCENDING), ("_id", pymongo.ASCENDING)],
                name="outbox",
                partialFilterExpression=EVERY_PENDING,
            )

    async def waiting(self, limit: int) -> list[tuple[str, list[Document]]]:
        """Records with events that are not published yet, each with those events in order."""
        found = await self.parts(EVERY_PENDING, {"outbox": 1}, limit=limit)
        return [(document["_id"], document["outbox"]) for document in found]

    async def published(self, ident: str, events: Sequence[str]) -> None:
        """Removes confirmed events from the outbox."""
        kept = {"$filter": {"input": "$outbox", "cond": {"$not": [{"$in": ["$$this.id", list(events)]}]}}}
        with driver_errors():
            await self.collection.update_one(
                {"_id": ident}, [{"$set": {"outbox": kept}}, {"$set": {"pending": {"$ne": ["$outbox", []]}}}]
            )

    async def backlog(self) -> tuple[int, str | None]:
        """How many records wait to publish, and the time of the oldest waiting event (ISO 8601, UTC)."""
        oldest = {"$min": {"$first": "$outbox.time"}}
        pipeline = [{"$match": EVERY_PENDING}, {"$group": {"_id": None, "depth": {"$sum": 1}, "oldest": oldest}}]
        found = await self.aggregate(pipeline)
        return (found[0]["depth"], found[0]["oldest"]) if found else (0, None)

    def _read(self, document: Document) -> Document:
        return document
