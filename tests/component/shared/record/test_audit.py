"""The audit on real databases: green when nobody interfered, and whatever was done by hand is found and named."""

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any

import pytest

from shared.clock import system_clock
from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.events import Event
from shared.contracts.files import Attachment
from shared.contracts.forms import FormPeriod
from shared.contracts.items import Item
from shared.contracts.submissions import Recipient, RecipientStatus, Submission, SubmissionStatus, Version
from shared.contracts.types import Person
from shared.errors import DomainError
from shared.forms.results.model import Report, Result, ResultOutcome
from shared.language.periods import CompletionPeriod
from shared.record.audit import verify
from shared.record.audit_report import AuditReport
from shared.record.copies import Copies
from shared.record.database import Client, connect
from shared.record.files import CHUNK_BYTES, Files
from shared.record.record import GENESIS, Change, Emit, Entry, Nothing, Record, digest
from shared.record.store import Store
from shared.rules.ids import case_id, submission_id

UNIT, CENTRE, CAMPAIGN = "tram-y-te-phuong-1", "ttyt-tan-binh", "70-kh-ttyt"
IDENT = submission_id(CAMPAIGN, FormPeriod("registration"), UNIT)
CLERK = Person(account="tyt-phuong-1", name="Trạm Y tế Phường 1", organisation=UNIT)
DELIVERED_AT = datetime(2022, 5, 12, 1, tzinfo=UTC)
REPORTS = tuple(submission_id(CAMPAIGN, FormPeriod("completion"), name) for name in (UNIT, CENTRE))
"""Two reports that name the same file; the second names another one besides."""
EVIDENCE = b"a scan" * (CHUNK_BYTES // 2)
"""Of several pieces, the last one short."""
FILE, OTHER = "tep-1", "tep-2"

Tamper = Callable[["World"], Awaitable[object]]


@dataclass
class World:
    """Registration's submissions, the centre's cases, and what notify heard of both."""

    url: str
    prefix: str
    client: Client
    submissions: Store[Submission, Nothing]
    cases: Store[Case, Nothing]
    heard_submissions: Copies[Submission]
    heard_cases: Copies[Case]

    async def relay(self) -> None:
        """Brings every waiting event to notify."""
        copies: dict[str, Copies[Any]] = {"submission": self.heard_submissions, "case": self.heard_cases}
        for store in (self.submissions, self.cases):
            for ident, events in await store.outbox.waiting(100):
                for event in map(Event.read, events):
                    await copies[store.kind].keep(event)
                await store.outbox.published(ident, [event["id"] for event in events])

    @property
    def registration(self) -> Any:
        return self.submissions.collection.database

    @property
    def files(self) -> Files:
        return Files(self.registration, "attachments")

    @property
    def pieces(self) -> Any:
        return self.registration["attachments.chunks"]

    async def audit(self) -> AuditReport:
        return await verify(self.url, self.prefix)


@pytest.fixture
async def world(mongo_url: str, database_prefix: str) -> AsyncIterator[World]:
    """A unit's registration, delivered twice, before the centre, which viewed it and returned it once."""
    client = connect(mongo_url)
    registration, review, notify = (client[f"{database_prefix}_{n}"] for n in ("registration", "review_ttyt", "notify"))
    world = World(
        mongo_url,
        database_prefix,
        client,
        Store(registration, "submission", Submission, Nothing, source="registration", clock=system_clock),
        Store(review, "case", Case, Nothing, source="review.ttyt-tan-binh", clock=system_clock),
        Copies(notify, Submission),
        Copies(notify, Case),
    )
    for store in (world.submissions, world.cases):
        await store.ensure_indexes()
    await live_through(world)
    yield world
    for database in (registration, review, notify):
        await client.drop_database(database.name)
    client.close()


async def live_through(world: World) -> None:
    submission = await world.submissions.create(IDENT, delivered(), cause="deliver")
    case = await world.cases.create(case_id(CENTRE, IDENT), opened(submission), cause="open")
    await world.relay()
    for status in (CaseStatus.VIEWED, CaseStatus.RETURNED):
        case = await world.cases.update(case.id, partial(moved, to=status), cause=status)
    await world.submissions.update(IDENT, lambda record: settled(record, case), cause="settle")
    await world.relay()


def delivered() -> Change[Submission, Nothing]:
    recipient = Recipient(organisation=CENTRE, status=RecipientStatus.SENT, version=1)
    submission = Submission(
        id=IDENT,
        organisation=UNIT,
        campaign=CAMPAIGN,
        form="registration",
        status=SubmissionStatus.DELIVERED,
        recipients=(recipient,),
    )
    return Change(submission, Nothing(), Entry("delivered", CLERK), (Emit("submission.submitted", (CENTRE,)),))


def opened(submission: Record[Submission, Nothing]) -> Change[Case, Nothing]:
    round_ = Round(version=1, delivered_at=DELIVERED_AT, late=False)
    case = Case(
        id=case_id(CENTRE, IDENT),
        organisation=CENTRE,
        submission=IDENT,
        submitter=UNIT,
        campaign=CAMPAIGN,
        form="registration",
        status=CaseStatus.UNSEEN,
        rounds=(round_,),
        submission_sequence=submission.version,
        submission_head=submission.head,
    )
    return Change(case, Nothing(), Entry("opened"), (Emit("case.opened", (UNIT,)),))


def moved(case: Record[Case, Nothing], to: CaseStatus) -> Change[Case, Nothing]:
    public = case.public.model_copy(update={"status": to})
    return Change(public, Nothing(), Entry(to, reason="thiếu minh chứng"), (Emit(f"case.{to}", (UNIT,)),))


def settled(submission: Record[Submission, Nothing], case: Record[Case, Nothing]) -> Change[Submission, Nothing]:
    recipient = submission.public.recipients[0].model_copy(
        update={"status": RecipientStatus.RETURNED, "case_sequence": case.version, "case_head": case.head}
    )
    public = submission.public.model_copy(update={"recipients": (recipient,)})
    return Change(public, Nothing(), Entry("settled"), (Emit("submission.settled", (CENTRE,)),))


async def report_with_files(world: World) -> None:
    """A unit's report with a file and its centre's with that and another one, each file in two versions."""
    for ident, content in ((FILE, EVIDENCE), (OTHER, b"a letter")):
        await world.files.put(ident, f"{ident}.pdf", BytesIO(content), {})
    attached = [attachment(FILE, EVIDENCE), attachment(OTHER, b"a letter")]
    for ident, count in zip(REPORTS, (1, 2), strict=True):
        item = Item(id="i", field="steering", content="Tuyên truyền", expected=CompletionPeriod.parse("Năm 2022"))
        result = Result(item="i", outcome=ResultOutcome.GIVEN_UP, reason="Trùng", attachments=tuple(attached[:count]))
        versions = tuple(
            Version(
                number=number,
                content=Report(items=(item,), results=(result,)),
                recipients=(CENTRE,),
                delivered_at=DELIVERED_AT,
                delivered_by=CLERK,
                late=False,
            )
            for number in (1, 2)
        )
        change = delivered()
        public = change.public.model_copy(update={"id": ident, "form": "completion", "versions": versions})
        await world.submissions.create(ident, Change(public, Nothing(), change.entry, change.events), cause="deliver")
    await world.relay()


def attachment(ident: str, content: bytes) -> Attachment:
    digest = hashlib.sha256(content).hexdigest()
    media_type = "application/pdf"
    return Attachment(id=ident, name=f"{ident}.pdf", media_type=media_type, size=len(content), sha256=digest)


async def history_of(store: Store[Any, Any], ident: str) -> list[dict[str, Any]]:
    found = await store.collection.find_one({"_id": ident})
    assert found
    return list(found["history"])


def recomputed(history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A chain that holds, whatever its entries say."""
    previous = GENESIS
    for entry in history:
        entry["previous"] = previous
        previous = entry["hash"] = digest({name: value for name, value in entry.items() if name != "hash"})
    return history


async def alter_one_entry(world: World) -> None:
    await world.submissions.collection.update_one({"_id": IDENT}, {"$set": {"history.0.actor.name": "Somebody else"}})


async def recompute_the_whole_chain(world: World) -> None:
    history = await history_of(world.submissions, IDENT)
    history[0]["actor"] = None
    await world.submissions.collection.update_one({"_id": IDENT}, {"$set": {"history": recomputed(history)}})


async def recompute_the_newest_entry_and_the_state(world: World) -> None:
    ident = case_id(CENTRE, IDENT)
    found = await world.cases.collection.find_one({"_id": ident})
    assert found
    public = found["public"] | {"status": "approved"}
    history = [*found["history"][:-1], found["history"][-1] | {"content": digest(public), "action": "approved"}]
    changes = {"public": public, "history": recomputed(history)}
    await world.cases.collection.update_one({"_id": ident}, {"$set": changes})


async def alter_the_state_behind_the_history(world: World) -> None:
    await world.submissions.collection.update_one({"_id": IDENT}, {"$set": {"public.status": "withdrawn"}})


async def take_the_newest_entry_back(world: World) -> None:
    """And set the state to what it was then: the chain itself shows nothing."""
    before = await world.submissions.collection.find_one({"_id": IDENT})
    assert before
    await world.submissions.collection.update_one(
        {"_id": IDENT},
        {
            "$pop": {"history": 1},
            "$set": {"version": 1, "public": delivered().public.model_dump(mode="json")},
        },
    )


async def delete_the_source(world: World) -> None:
    await world.submissions.collection.delete_one({"_id": IDENT})


async def drop_the_source_database(world: World) -> None:
    await world.client.drop_database(world.submissions.collection.database.name)


async def drop_all_sources(world: World) -> None:
    for store in (world.submissions, world.cases):
        await world.client.drop_database(store.collection.database.name)


async def remove_the_history(world: World) -> None:
    await world.submissions.collection.update_one({"_id": IDENT}, {"$unset": {"history": 1}})


async def alter_a_copy(world: World) -> None:
    await world.heard_submissions.collection.update_one({"_id": IDENT}, {"$set": {"public.status": "withdrawn"}})


async def break_a_copy(world: World) -> None:
    await world.heard_submissions.collection.update_one({"_id": IDENT}, {"$unset": {"head": 1}})


async def flip_a_byte(world: World) -> None:
    piece = await world.pieces.find_one({"files_id": FILE, "n": 1})
    data = bytearray(piece["data"])
    data[7] ^= 1
    await world.pieces.update_one({"_id": piece["_id"]}, {"$set": {"data": bytes(data)}})


async def lose_a_piece(world: World) -> None:
    await world.pieces.delete_one({"files_id": FILE, "n": 1})


async def append_a_piece(world: World) -> None:
    await world.pieces.insert_one({"files_id": FILE, "n": 3, "data": b"more"})


async def break_a_piece(world: World) -> None:
    await world.pieces.update_one({"files_id": FILE, "n": 0}, {"$set": {"data": "a text"}})


async def note_another_size(world: World) -> None:
    await world.registration["attachments.files"].update_one({"_id": FILE}, {"$set": {"length": 5}})


async def exchange_the_file(world: World) -> None:
    """As the software itself would keep it."""
    await world.files.delete([FILE])
    await world.files.put(FILE, "tep-1.pdf", BytesIO(EVIDENCE[::-1]), {})


async def delete_the_file(world: World) -> None:
    await world.files.delete([FILE])


async def test_an_honest_past_is_green(world: World) -> None:
    report = await world.audit()
    assert report.faults == []
    assert report.green
    assert {name: report.total(name) for name in ("records", "entries", "witnesses", "unwitnessed")} == {
        "records": 2,
        "entries": 5,
        "witnesses": 4,  # two copies, the case of its submission, the submission of its case
        "unwitnessed": 0,
    }


async def test_a_record_that_nobody_else_saw_is_counted(world: World) -> None:
    ident = submission_id(CAMPAIGN, FormPeriod("interim"), UNIT)
    change = delivered()
    public = change.public.model_copy(update={"id": ident, "recipients": ()})
    await world.submissions.create(ident, Change(public, Nothing(), Entry("drafted")), cause="draft")
    report = await world.audit()
    assert report.green
    assert report.total("unwitnessed") == 1


@pytest.mark.parametrize("copies", [True, False], ids=["with copies", "without copies"])
async def test_submissions_and_cases_are_witnesses_of_each_other(world: World, copies: bool) -> None:
    if not copies:
        await world.client.drop_database(world.heard_cases.collection.database.name)
    assert (await world.audit()).total("unwitnessed") == 0
    await recompute_the_newest_entry_and_the_state(world)
    faults = (await world.audit()).faults
    by_submission = [fault.what for fault in faults if "_registration.submissions" in fault.what]
    assert len(by_submission) == 1
    assert f"the history of case/{case_id(CENTRE, IDENT)} was rewritten" in by_submission[0]


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (alter_one_entry, "entry 1 was altered"),
        (recompute_the_whole_chain, "was rewritten"),
        (recompute_the_newest_entry_and_the_state, "was rewritten"),
        (alter_the_state_behind_the_history, "changed without a history entry"),
        (take_the_newest_entry_back, "lost submission"),
        (delete_the_source, "the source lost"),
        (drop_the_source_database, "the source lost"),
        (drop_all_sources, "the source lost"),
        (remove_the_history, "no readable history"),
        (alter_a_copy, "disagree about the state"),
        (break_a_copy, "cannot be read"),
    ],
)
async def test_what_was_done_by_hand_is_found_and_named(world: World, tamper: Tamper, named: str) -> None:
    await tamper(world)
    report = await world.audit()
    assert not report.green
    assert any(named in fault.what and IDENT in fault.what for fault in report.faults), report.faults


async def test_files_that_nobody_touched_are_green(world: World) -> None:
    await report_with_files(world)
    await world.files.put("bo-lai", "bo-lai.pdf", BytesIO(b"named by nobody"), {})
    report = await world.audit()
    assert report.faults == []
    assert report.total("files") == 3, "one of the unit's report, two of the centre's"
    assert not [tally for tally in report.tallies.values() if tally.collection.startswith("attachments")]


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (flip_a_byte, "was altered: its SHA-256"),
        (lose_a_piece, "was altered: its SHA-256"),
        (append_a_piece, "was altered: its SHA-256"),
        (break_a_piece, "was altered: its SHA-256"),
        (exchange_the_file, "was altered: its SHA-256"),
        (note_another_size, f"was altered: it has 5 bytes instead of {len(EVIDENCE)}"),
        (delete_the_file, "was lost"),
    ],
)
async def test_a_file_that_was_touched_is_named_with_every_submission(world: World, tamper: Tamper, named: str) -> None:
    await report_with_files(world)
    await tamper(world)
    report = await world.audit()
    assert {fault.id: fault.what.partition(named)[0] for fault in report.faults} == {
        ident: f"submission/{ident}: file {FILE} ({FILE}.pdf) " for ident in REPORTS
    }, report.faults
    assert all(named in fault.what for fault in report.faults)


async def test_an_audit_reads_more_records_than_one_batch(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.record.audit.BATCH", 2)
    for n in range(5):
        ident = submission_id(CAMPAIGN, FormPeriod("registration"), f"tram-{n}")
        public = delivered().public.model_copy(update={"id": ident})
        events = (Emit("submission.submitted", (CENTRE,)),)
        await world.submissions.create(ident, Change(public, Nothing(), Entry("delivered"), events), cause="deliver")
    await world.relay()
    report = await world.audit()
    assert report.green
    assert (report.total("records"), report.total("unwitnessed")) == (7, 0)
    await world.submissions.collection.delete_many({})
    gone = await world.audit()
    assert len([fault for fault in gone.faults if "_notify.copies_submissions" in fault.what]) == 6


async def test_nothing_to_audit_is_not_green(mongo_url: str, database_prefix: str) -> None:
    with pytest.raises(DomainError) as refusal:
        await verify(mongo_url, database_prefix)
    assert refusal.value.code == "nothing_to_audit"


@pytest.mark.parametrize(
    ("tamper", "code", "said"),
    [(None, 0, "Green"), (recompute_the_whole_chain, 1, "was rewritten"), (delete_the_file, 1, "was lost")],
    ids=["green", "faults", "files"],
)
async def test_the_command_tells_by_its_exit_code(world: World, tamper: Tamper | None, code: int, said: str) -> None:
    await report_with_files(world)
    if tamper:
        await tamper(world)
    returned, printed = await command(world.url, world.prefix)
    assert returned == code
    assert said in printed


@pytest.mark.parametrize(
    ("url", "said"),
    [("", "SANGKIEN_MONGO_URL is not set"), ("mongodb://127.0.0.1:1/", "start it"), ("nonsense", "SANGKIEN_MONGO_URL")],
)
async def test_an_audit_that_cannot_run_says_why(url: str, said: str, database_prefix: str) -> None:
    code, printed = await command(url, database_prefix)
    assert code == 2
    assert said in printed
    assert "Traceback" not in printed


async def command(mongo_url: str, prefix: str) -> tuple[int | None, str]:
    """``sangkien audit verify`` as an operator types it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", "from deploy.cli import app; app()", "audit", "verify"),
        env={
            "SANGKIEN_MONGO_URL": mongo_url,
            "SANGKIEN_DATABASE_PREFIX": prefix,
            "PYTHONPATH": ":".join(sys.path),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode, out.decode()
