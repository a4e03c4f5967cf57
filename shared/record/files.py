"""Files beside the records, in GridFS: kept before a record names them, and forgotten when none does any more."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import BinaryIO

import pymongo
from bson import ObjectId
from gridfs.errors import NoFile
from motor.motor_asyncio import AsyncIOMotorGridFSBucket

from shared.clock import system_clock
from shared.errors import not_found
from shared.record.database import Database, Document, driver_errors

CHUNK_BYTES = 1_048_576


class Files:
    """One bucket of a service's own database. A file never changes: it is put, read and deleted."""

    def __init__(self, database: Database, bucket: str) -> None:
        self._files = database[f"{bucket}.files"]
        self._chunks = database[f"{bucket}.chunks"]
        self._database = database
        self._name = bucket

    @property
    def _bucket(self) -> AsyncIOMotorGridFSBucket:
        """Made when it is used: making it binds the driver to the loop of that moment, and services are built before
        theirs runs."""
        return AsyncIOMotorGridFSBucket(self._database, self._name, chunk_size_bytes=CHUNK_BYTES)

    async def put(self, ident: str, name: str, source: BinaryIO, metadata: Document) -> None:
        """Keeps a file, read from where `source` stands; on return a majority has it on disk."""
        with driver_errors():
            await self._bucket.upload_from_stream_with_id(ident, name, source, metadata=metadata)

    async def read(self, ident: str) -> AsyncIterator[bytes]:
        """The content, piece by piece. Raises DomainError ``attachment_not_found``."""
        with driver_errors():
            try:
                stream = await self._bucket.open_download_stream(ident)
                while piece := await stream.readchunk():
                    yield piece
            except NoFile as error:
                raise not_found("attachment", ident) from error

    async def fingerprint(self, ident: str) -> tuple[int, str] | None:
        """The size that is noted and the SHA-256 of the pieces that follow each other; None when there is no such file.

        One piece after the other: a bucket's own reader would fetch all that fit into a message at once.
        """
        digest, place = hashlib.sha256(), 0
        with driver_errors():
            found = await self._files.find_one({"_id": ident}, {"length": 1})
            pieces = self._chunks.find({"files_id": ident}, batch_size=1).sort("n", pymongo.ASCENDING)
            async for piece in pieces:
                if piece.get("n") != place or not isinstance(piece.get("data"), bytes):
                    break  # a reader comes no further either
                digest.update(piece["data"])
                place += 1
        return (found.get("length", 0), digest.hexdigest()) if found else None

    async def delete(self, idents: Sequence[str]) -> None:
        """Forgets files; what is not there is no fault."""
        with driver_errors():
            await self._files.delete_many({"_id": {"$in": list(idents)}})
            await self._chunks.delete_many({"files_id": {"$in": list(idents)}})

    async def older_than(self, age: timedelta) -> AsyncIterator[list[str]]:
        """The ids of the files that were put before then by the machine's clock, those of one submission together."""
        pipeline: list[Document] = [
            {"$match": {"uploadDate": {"$lt": system_clock() - age}}},
            {"$group": {"_id": "$metadata.submission", "files": {"$push": "$_id"}}},
        ]
        with driver_errors():
            async for group in self._files.aggregate(pipeline):
                yield group["files"]

    async def forget_unfinished(self, age: timedelta) -> int:
        """Deletes pieces of uploads that ended before their last byte; returns of how many."""
        pipeline: list[Document] = [
            {"$sort": {"files_id": 1, "n": 1}},
            {"$group": {"_id": "$files_id", "piece": {"$first": "$_id"}}},
            {"$lookup": {"from": self._files.name, "localField": "_id", "foreignField": "_id", "as": "whole"}},
            {"$match": {"whole": [], "piece": {"$lt": ObjectId.from_datetime(system_clock() - age)}}},
        ]
        with driver_errors():
            broken = [row["_id"] async for row in self._chunks.aggregate(pipeline)]
        for start in range(0, len(broken), 100):
            await self.delete(broken[start : start + 100])
            await asyncio.sleep(0)
        return len(broken)
