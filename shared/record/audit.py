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
from typing import Any

from shared.errors import DomainError, Kind
from shared.record.audit_report import AuditReport
from shared.record.database import Client, connect, driver_errors
from shared.record.files import Files
from shared.record.named_files import BUCKETS, NamedFile, file_fault, files_of
from shared.record.record import chain_faults
from shared.record.witnesses import (
    COPIES,
    Document,
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


@dataclass(frozen=True)
class Survey:
    """Where records and witnesses are: names of databases and collections."""

    records: Sequence[tuple[str, str]]
    witnesses: Sequence[tuple[str, str]]

    def holding(self, collection: str) -> list[str]:
        """The databases that hold records in a collection of this name."""
        return [database for database, name in self.records if name == collection]

    def copying(self, collection: str) -> list[str]:
        """The databases that hold copies of such records."""
        return [database for database, name in self.witnesses if name == COPIES + collection]


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
            return await Audit(client, await survey(client, database_prefix)).run()
        finally:
            client.close()


async def survey(client: Client, database_prefix: str) -> Survey:
    """Tells collections of records, of copies and others apart."""
    records, witnesses = [], []
    names = await client.list_database_names()
    for database in sorted(name for name in names if name.startswith(f"{database_prefix}_")):
        for collection in sorted(await client[database].list_collection_names()):
            if not collection.startswith(COPIES) and await _holds_records(client, database, collection):
                records.append((database, collection))
                if statements_of(collection):
                    witnesses.append((database, collection))
            elif collection.startswith(COPIES):
                witnesses.append((database, collection))
    if not records and not witnesses:
        raise DomainError("nothing_to_audit", Kind.NOT_FOUND, prefix=database_prefix)
    return Survey(records, witnesses)


async def _holds_records(client: Client, database: str, collection: str) -> bool:
    """By its outbox index, or by a history: one of the two may have been removed by hand."""
    if "." in collection:  # the database's own, or pieces of files, of which every single one would be read
        return False
    if "outbox" in await client[database][collection].index_information():
        return True
    return await client[database][collection].find_one({"history": {"$exists": True}}, {"_id": 1}) is not None


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
    survey: Survey
    report: AuditReport = field(default_factory=AuditReport)

    async def run(self) -> AuditReport:
        for database, collection in self.survey.records:
            await self._check_records(database, collection)
        for database, collection in self.survey.witnesses:
            await self._check_witnesses(database, collection)
        return self.report

    async def _check_records(self, database: str, collection: str) -> None:
        tally = self.report.tally(database, collection)
        kind = kind_of(collection)
        # The outbox is yet to be published and the private part nobody else's matter: neither is history.
        async for batch in self._batches(database, collection, {"outbox": 0, "private": 0}):
            for record in batch:
                for what in record_faults(kind, record):
                    self.report.add(Location(database, collection, str(record["_id"])), what)
                tally.records += 1
                tally.entries += len(entries_of(record))
            tally.files += await self._check_files(database, collection, batch)
            tally.unwitnessed += await self._unwitnessed(collection, batch)

    async def _check_files(self, database: str, collection: str, batch: Sequence[Document]) -> int:
        """Holds the stored files against what the records of a batch say of them; returns how many were named."""
        naming: dict[str, list[tuple[str, NamedFile]]] = defaultdict(list)
        for record in batch:
            for named in files_of(collection, record):
                naming[named.id].append((str(record["_id"]), named))
        if not naming:
            return 0
        stored = Files(self.client[database], BUCKETS[collection])
        for ident, claims in naming.items():
            found = await stored.fingerprint(ident)
            for record_id, named in claims:
                what = file_fault(f"{kind_of(collection)}/{record_id}", named, found)
                if what:
                    self.report.add(Location(database, collection, record_id), what)
        return sum(len(claims) for claims in naming.values())

    async def _unwitnessed(self, collection: str, batch: Sequence[Document]) -> int:
        """How many records of a batch nobody else ever saw."""
        alone = {record["_id"] for record in batch}
        for database in self.survey.copying(collection):
            alone -= await self._present(database, COPIES + collection, {"_id": {"$in": list(alone)}})
        if collection == "cases":
            alone -= await self._cases_known_to_submissions(alone)
        if collection == "submissions":
            alone -= await self._submissions_known_to_cases([record for record in batch if record["_id"] in alone])
        return len(alone)

    async def _cases_known_to_submissions(self, cases: set[Any]) -> set[Any]:
        known: set[Any] = set()
        testimony = statements_of("submissions")
        assert testimony
        submissions = [submission_of(str(case)) for case in cases]
        for database in self.survey.holding("submissions"):
            query = {"_id": {"$in": submissions}}
            async for found in self.client[database]["submissions"].find(query, dict.fromkeys(testimony[1], 1)):
                place = Location(database, "submissions", found["_id"])
                known |= {witness.id for witness in testimony[0](place, found) if witness}
        return known

    async def _submissions_known_to_cases(self, submissions: Sequence[Document]) -> set[Any]:
        known: set[Any] = set()
        cases = {
            case_id(organisation, submission["_id"]): submission["_id"]
            for submission in submissions
            for organisation in recipients_of(submission)
        }
        for database in self.survey.holding("cases"):
            known |= {cases[case] for case in await self._present(database, "cases", {"_id": {"$in": list(cases)}})}
        return known

    async def _check_witnesses(self, database: str, collection: str) -> None:
        testimony = statements_of(collection)
        assert testimony
        bear_witness, fields = testimony
        tally = self.report.tally(database, collection)
        async for batch in self._batches(database, collection, dict.fromkeys(fields, 1)):
            legible: list[Witness] = []
            for document in batch:
                place = Location(database, collection, str(document["_id"]))
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
        where: dict[str, str] = {}
        query = {"_id": {"$in": [witness.id for witness in witnesses]}}
        fields = {"history.version": 1, "history.hash": 1, "history.content": 1}
        for database in self.survey.holding(collection):
            async for source in self.client[database][collection].find(query, fields):
                where[source["_id"]] = database
                histories[source["_id"]].append(entries_of(source))
        for witness in witnesses:
            what = contradiction(witness, histories[witness.id])
            if what:
                found = where.get(witness.id)
                self.report.add(Location(found, collection, witness.id) if found else witness.place, what)

    async def _present(self, database: str, collection: str, query: Document) -> set[Any]:
        return {found["_id"] async for found in self.client[database][collection].find(query, {"_id": 1})}

    async def _batches(self, database: str, collection: str, fields: Document) -> AsyncIterator[list[Document]]:
        batch: list[Document] = []
        async for document in self.client[database][collection].find({}, fields, batch_size=BATCH):
            batch.append(document)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
