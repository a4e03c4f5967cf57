"""The audit: does every record's history hold, does every witness in other services' databases agree with it, and is
every file that was delivered still what it was?

Nothing is written and nothing has to be stopped: a record is one document, read whole, and a witness is read before
its source, which is then at least as new; a file never changes and stays while a delivered version names it. Memory
stays bounded however many records there are: documents come in batches, what belongs to them is looked up by id, and
files are read piece by piece.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from motor.motor_asyncio import AsyncIOMotorCollection

from shared.errors import DomainError, Kind
from shared.record.audit_report import AuditReport
from shared.record.database import Client, connect, driver_errors
from shared.record.files import Files
from shared.record.named_files import BUCKETS, NamedFile, file_fault, files_of
from shared.record.record import Document, chain_faults
from shared.record.witnesses import (
    COPIES,
    Location,
    Witness,
    contradiction,
    entries_of,
    kind_of,
    recipients_of,
    statements_of,
)
from shared.rules.ids import case_id, submission_of

BATCH = 200

Collection = AsyncIOMotorCollection[Document]


async def verify(mongo_url: str, database_prefix: str) -> AuditReport:
    """Audits every database whose name begins with ``<database_prefix>_``.

    Raises DomainError ``database_unavailable``, or ``nothing_to_audit`` when there is no such database: an audit
    of nothing must not look green.
    """
    with driver_errors():
        try:
            client = connect(mongo_url)
        except ValueError as error:
            raise DomainError("database_unavailable", Kind.UNAVAILABLE, detail=str(error)) from error
        try:
            return await (await survey(client, database_prefix)).run()
        finally:
            client.close()


async def survey(client: Client, database_prefix: str) -> "Audit":
    """Tells collections of records, of copies and others apart."""
    audit = Audit(client)
    names = await client.list_database_names()
    for database in sorted(name for name in names if name.startswith(f"{database_prefix}_")):
        for name in sorted(await client[database].list_collection_names()):
            collection = client[database][name]
            holds_records = not name.startswith(COPIES) and await _holds_records(collection)
            if holds_records:
                audit.records.append(collection)
            if name.startswith(COPIES) or (holds_records and statements_of(name)):
                audit.witnesses.append(collection)
    if not audit.records and not audit.witnesses:
        raise DomainError("nothing_to_audit", Kind.NOT_FOUND, prefix=database_prefix)
    return audit


async def _holds_records(collection: Collection) -> bool:
    """By its outbox index, or by a history: one of the two may have been removed by hand."""
    if "." in collection.name:  # the database's own, or pieces of files, of which every single one would be read
        return False
    if "outbox" in await collection.index_information():
        return True
    return await collection.find_one({"history": {"$exists": True}}, {"_id": 1}) is not None


def record_faults(kind: str, record: Document) -> list[str]:
    """What is wrong with one record by itself: its chain, its state, the order of its versions."""
    subject, history, public = f"{kind}/{record['_id']}", record.get("history"), record.get("public")
    if not isinstance(history, list) or not all(isinstance(entry, dict) for entry in history):
        return [f"{subject} has no readable history"]
    try:
        faults = [f"{subject}: {what}" for what in chain_faults(subject, history, public or {})]
    except (TypeError, ValueError) as error:
        return [f"{subject} holds values that no service writes: {error}"]
    versions = [entry.get("version") for entry in history] + [record.get("version")]
    if not all(isinstance(version, int) for version in versions):
        return [*faults, f"{subject} holds a version that is not a number"]
    *earlier, present = versions
    if earlier != sorted(set(earlier)) or (earlier and earlier[-1] > present):
        faults.append(f"{subject}: its versions do not grow")
    return faults


@dataclass
class Audit:
    """One run: first every record by itself, then every witness against its source."""

    client: Client
    records: list[Collection] = field(default_factory=list)
    witnesses: list[Collection] = field(default_factory=list)
    report: AuditReport = field(default_factory=AuditReport)

    async def run(self) -> AuditReport:
        for collection in self.records:
            await self._check_records(collection)
        for collection in self.witnesses:
            await self._check_witnesses(collection)
        return self.report

    async def _check_records(self, collection: Collection) -> None:
        tally = self.report.tally(collection.database.name, collection.name)
        # The outbox is yet to be published and the private part nobody else's matter: neither is history.
        async for batch in _batches(collection, {"outbox": 0, "private": 0}):
            for record in batch:
                for what in record_faults(kind_of(collection.name), record):
                    self.report.add(_place(collection, record), what)
                tally.records += 1
                tally.entries += len(entries_of(record))
            tally.files += await self._check_files(collection, batch)
            tally.unwitnessed += await self._unwitnessed(collection.name, batch)

    async def _check_files(self, collection: Collection, batch: Sequence[Document]) -> int:
        """Holds the stored files against what the records of a batch say of them; returns how many were named."""
        naming: dict[str, list[tuple[Location, NamedFile]]] = defaultdict(list)
        for record in batch:
            for named in files_of(collection.name, record):
                naming[named.id].append((_place(collection, record), named))
        if not naming:
            return 0
        stored = Files(self.client[collection.database.name], BUCKETS[collection.name])
        for ident, claims in naming.items():
            found = await stored.fingerprint(ident)
            for place, named in claims:
                what = file_fault(f"{kind_of(collection.name)}/{place.id}", named, found)
                if what:
                    self.report.add(place, what)
        return sum(len(claims) for claims in naming.values())

    async def _unwitnessed(self, collection: str, batch: Sequence[Document]) -> int:
        """How many records of a batch nobody else ever saw."""
        alone = {record["_id"] for record in batch}
        for copies in _named(self.witnesses, COPIES + collection):
            alone -= {copy["_id"] async for copy in copies.find({"_id": {"$in": list(alone)}}, {"_id": 1})}
        if collection == "cases":
            alone -= await self._told_by("submissions", [submission_of(str(case)) for case in alone])
        if collection == "submissions":
            left = [record for record in batch if record["_id"] in alone]
            cases = [case_id(name, record["_id"]) for record in left for name in recipients_of(record)]
            alone -= await self._told_by("cases", cases)
        return len(alone)

    async def _told_by(self, collection: str, idents: Sequence[str]) -> set[str]:
        """Of which records these submissions or cases bear witness."""
        known: set[str] = set()
        testimony = statements_of(collection)
        assert testimony
        bear_witness, fields = testimony
        for documents in _named(self.records, collection):
            async for found in documents.find({"_id": {"$in": idents}}, dict.fromkeys(fields, 1)):
                known |= {witness.id for witness in bear_witness(_place(documents, found), found) if witness}
        return known

    async def _check_witnesses(self, collection: Collection) -> None:
        testimony = statements_of(collection.name)
        assert testimony
        bear_witness, fields = testimony
        tally = self.report.tally(collection.database.name, collection.name)
        async for batch in _batches(collection, dict.fromkeys(fields, 1)):
            legible: list[Witness] = []
            for document in batch:
                place = _place(collection, document)
                for witness in bear_witness(place, document):
                    tally.witnesses += 1
                    if witness is None:
                        self.report.add(place, f"the copy {place} cannot be read")
                    else:
                        legible.append(witness)
            # All of one collection speak of one kind.
            if legible:
                await self._compare(f"{legible[0].kind}s", legible)

    async def _compare(self, collection: str, witnesses: Sequence[Witness]) -> None:
        """Holds a batch of witnesses against their sources."""
        histories: dict[str, list[list[Document]]] = defaultdict(list)
        where: dict[str, Location] = {}
        query = {"_id": {"$in": [witness.id for witness in witnesses]}}
        fields = {"history.version": 1, "history.hash": 1, "history.content": 1}
        for sources in _named(self.records, collection):
            async for source in sources.find(query, fields):
                where[source["_id"]] = _place(sources, source)
                histories[source["_id"]].append(entries_of(source))
        for witness in witnesses:
            what = contradiction(witness, histories[witness.id])
            if what:
                self.report.add(where.get(witness.id, witness.place), what)


def _named(collections: Sequence[Collection], name: str) -> list[Collection]:
    return [collection for collection in collections if collection.name == name]


def _place(collection: Collection, document: Document) -> Location:
    return Location(collection.database.name, collection.name, str(document["_id"]))


async def _batches(collection: Collection, fields: Document) -> AsyncIterator[list[Document]]:
    documents = collection.find({}, fields, batch_size=BATCH)
    while batch := await documents.to_list(BATCH):
        yield batch
