"""Files of evidence on real servers: uploaded at a report's page, read by those who may, and by nobody else."""

import hashlib
import uuid
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import httpx2
import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.registration.submissions.evidence.commands import forget_unnamed
from shared.contracts.events import Event
from shared.contracts.substitutions import Substitution
from shared.errors import DomainError, Kind
from shared.identity import Actor, Role
from shared.record.record import Change, Entry
from shared.runtime.member import keeping
from tests.component.registration.pages import CENTRE
from tests.component.registration.reports.world import Reporter, approved
from tests.component.registration.world import API, World, running, settings
from tests.unit.registration.examples import person
from tests.unit.registration.reports.file_examples import HTML, PDF, bomb, docx, png

UNITS = iter([*(f"tyt-phuong-{number}" for number in range(1, 16)), *(f"khoa-{number}" for number in range(2, 9))])
AUTUMN = datetime.fromisoformat("2022-11-01T08:00:00+07:00")
PREFIX = f"test{uuid.uuid4().hex[:10]}"
MB = 1_048_576
PLACES = ("attachments.0.", "result.attachments.0.", "results.0.attachments.0.")
"""Where a hostile form might name a file."""


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, PREFIX, AUTUMN)) as found:
        yield found


@pytest.fixture(scope="module")
async def database(mongo_url: str) -> AsyncIterator[Any]:
    client: Any = AsyncIOMotorClient(mongo_url)
    yield client[f"{PREFIX}_registration"]
    client.close()


class Evidence:
    """A clerk with a report of one item, and the ways to bring files to it."""

    def __init__(self, clerk: Reporter, item: str) -> None:
        self.clerk, self.item = clerk, item
        self.world, self.actor, self.ident = clerk.world, clerk.actor, clerk.ident
        self.page = f"/soan/ket-qua/{item}"

    async def put(self, name: str, content: bytes, actor: Actor | None = None, **query: str) -> httpx2.Response:
        return await self.world.client.post(
            f"{API}/submissions/{self.ident}/attachments",
            headers=self.world.headers(actor or self.actor, {}),
            params={"item": self.item} | query,
            files={"file": (name, BytesIO(content), "text/html")},
        )

    async def press(self, name: str, content: bytes, **typed: str) -> httpx2.Response:
        """The page's button beside the file's input, with all of its form."""
        fields = await self.clerk.shown(self.page)
        del fields["file"]
        return await self.world.client.post(
            f"{self.clerk.base}{self.page}/tep",
            headers=self.world.headers(self.actor, {"Accept": "text/html"}),
            data=fields | typed,
            files={"file": (name, BytesIO(content), "application/octet-stream")},
        )

    async def remove(self, ident: str) -> httpx2.Response:
        path = f"{API}/submissions/{self.ident}/attachments/{ident}"
        return await self.world.client.delete(path, headers=self.world.headers(self.actor, {}))

    async def get(self, ident: str, actor: Actor | None = None) -> httpx2.Response:
        return await self.world.get(actor or self.actor, f"/attachments/{ident}")

    async def files(self) -> list[dict[str, Any]]:
        results = (await self.clerk.found())["draft"]["results"]
        return [file for result in results for file in result["attachments"]]

    async def deliver(self) -> None:
        saved = await self.clerk.answer(self.item, outcome="done", done_on="Quý III/2022", result="Mỗi tuần một bài")
        assert saved.status_code == 303, saved.text
        await self.clerk.write()
        sent = await self.clerk.send()
        assert sent.status_code == 303, sent.text


@pytest.fixture
async def evidence(world: World) -> Evidence:
    unit = next(UNITS)
    (item,) = await approved(world, unit, "Tuyên truyền")
    clerk = Reporter(world, unit)
    assert (await clerk.begin()).status_code == 303
    return Evidence(clerk, item)


async def test_a_file_is_kept_and_comes_back_as_it_was(evidence: Evidence, database: Any) -> None:
    content = png(padding=3 * MB)
    answer = await evidence.put("C:\\ảnh\u202e chụp.html", content)
    assert answer.status_code == 201, answer.text
    file = answer.json()
    digest = hashlib.sha256(content).hexdigest()
    assert file == {
        "id": file["id"], "name": "ảnh chụp.png", "media_type": "image/png", "size": len(content), "sha256": digest
    }  # fmt: skip
    assert await evidence.files() == [file]

    found = await evidence.get(file["id"])
    assert (found.status_code, found.content == content) == (200, True)
    assert found.headers["content-type"] == "image/png"
    disposition = found.headers["content-disposition"]
    assert disposition == "attachment; filename=\"_nh ch_p.png\"; filename*=UTF-8''%E1%BA%A3nh%20ch%E1%BB%A5p.png"
    assert found.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["cache-control"] == "private, no-store"

    stored = await database["attachments.files"].find_one({"_id": file["id"]})
    assert stored["metadata"] == {
        "submission": evidence.ident,
        "organisation": evidence.actor.organisation,
        "uploaded_by": evidence.actor.account,
        "sha256": digest,
        "media_type": "image/png",
    }


async def test_the_page_keeps_what_was_typed_beside_the_file(evidence: Evidence) -> None:
    pressed = await evidence.press("Báo cáo.pdf", PDF, outcome="done", result="Mỗi tuần một bài")
    assert pressed.status_code == 303, pressed.text
    page = (await evidence.world.browse(evidence.actor, pressed.headers["location"])).text
    assert "Đã tải tệp lên" in page
    assert "Mỗi tuần một bài" in page
    (file,) = await evidence.files()
    assert f'href="/tep/{file["id"]}"' in page

    fields = await evidence.clerk.shown(evidence.page)
    removed = await evidence.clerk.post(f"{evidence.page}/tep/{file['id']}/bo", fields | {"evidence": "Trang tin"})
    assert removed.status_code == 303, removed.text
    assert await evidence.files() == []
    assert (await evidence.clerk.shown(evidence.page))["evidence"] == "Trang tin"
    assert (await evidence.get(file["id"])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("anh.png", HTML, "Tệp “anh.png” không phải PDF"),
        ("bom.docx", bomb(), "Tệp “bom.docx” giải nén ra quá lớn"),
        ("macro.docx", docx(word__vbaProject_bin=b"x"), "Tệp “macro.docx” chứa macro"),
        ("dài.png", png(padding=10 * MB), "Tệp “dài.png” lớn hơn 10 MB"),
        ("phim.png", png(padding=15 * MB), "Tệp “phim.png” lớn hơn 10 MB"),
        ("trống.pdf", b"", "Tệp “trống.pdf” không có nội dung"),
        ("", b"", "Chưa chọn tệp nào"),
    ],
)
async def test_a_refused_file_is_named_and_loses_nothing(
    evidence: Evidence, name: str, content: bytes, words: str
) -> None:
    pressed = await evidence.press(name, content, outcome="done", result="Mỗi tuần một bài")
    assert pressed.status_code in {413, 422}, pressed.text
    assert words in pressed.text
    assert 'href="#file"' in pressed.text
    assert "Mỗi tuần một bài" in pressed.text
    assert (await evidence.clerk.shown(evidence.page))["result"] == "Mỗi tuần một bài"
    assert await evidence.files() == []


async def test_a_chosen_file_that_was_not_uploaded_is_told(evidence: Evidence) -> None:
    fields = await evidence.clerk.shown(evidence.page)
    saved = await evidence.clerk.post(evidence.page, fields | {"action": "save", "result": "Đã xong", "file": "a.pdf"})
    assert saved.status_code == 422
    assert "tệp “a.pdf” chưa được tải lên" in saved.text


async def test_the_api_names_the_fault(evidence: Evidence, world: World) -> None:
    refused = await evidence.put("anh.png", HTML)
    assert (refused.status_code, refused.json()["code"]) == (422, "file_type_unknown")
    assert (await evidence.put("a.pdf", PDF, item="khong-co")).status_code == 404
    plain = await world.post(evidence.actor, f"/submissions/{evidence.ident}/attachments?item={evidence.item}", {})
    assert (plain.status_code, plain.json()["code"]) == (422, "file_missing")
    headers = world.headers(evidence.actor, {"Content-Type": "multipart/form-data; boundary=x"})
    path = f"{API}/submissions/{evidence.ident}/attachments?item={evidence.item}"
    broken = await world.client.post(path, headers=headers, content=b"--x\r\nno header at all")
    assert broken.status_code == 422, broken.text
    large = await world.client.post(path, headers={**headers, "Content-Length": str(65 * MB)}, content=b"")
    assert (large.status_code, large.json()["code"]) == (413, "body_too_large")


async def test_the_same_file_twice_is_one(evidence: Evidence, database: Any) -> None:
    first, second = await evidence.put("a.pdf", PDF), await evidence.put("b.pdf", PDF)
    assert first.json() == second.json()
    assert await database["attachments.files"].count_documents({"metadata.submission": evidence.ident}) == 1


async def test_twenty_files_and_no_more(evidence: Evidence, database: Any) -> None:
    for number in range(20):
        assert (await evidence.put(f"{number}.pdf", PDF + b"\n" * number)).status_code == 201
    refused = await evidence.put("21.pdf", PDF + b"\n" * 21)
    assert (refused.status_code, refused.json()["code"]) == (409, "attachments_too_many")
    assert await database["attachments.files"].count_documents({"metadata.submission": evidence.ident}) == 20


async def test_who_may_read_a_file(evidence: Evidence, world: World) -> None:
    file = (await evidence.put("a.pdf", PDF)).json()["id"]
    reviewer, stranger = person(CENTRE, Role.REVIEWER), person("khoa-9", Role.CLERK)
    leader = person(CENTRE, Role.LEADER)
    for actor in (reviewer, leader, stranger):
        assert (await evidence.get(file, actor)).status_code == 404, "a draft is nobody else's matter"
        assert (await world.browse(actor, f"/tep/{file}")).status_code == 404
    await evidence.deliver()
    for actor in (evidence.actor, reviewer, leader):
        found = await world.browse(actor, f"/tep/{file}")
        assert (found.status_code, found.content) == (200, PDF)
    later = (await evidence.put("c.pdf", PDF + b"\n\n")).json()["id"]
    assert (await evidence.get(later)).status_code == 200
    assert (await evidence.get(later, reviewer)).status_code == 404, "the next version is still a draft"
    assert (await evidence.get(file, stranger)).status_code == 404
    assert (await evidence.put("b.pdf", PDF + b"\n", stranger)).status_code == 404
    assert (await evidence.put("b.pdf", PDF + b"\n", reviewer)).status_code in {403, 404}
    assert (await world.client.get(f"/tep/{file}")).status_code == 401


async def test_a_substitute_reads_it_on_his_days(evidence: Evidence, world: World) -> None:
    file = (await evidence.put("a.pdf", PDF)).json()["id"]
    await evidence.deliver()
    substitute = person("khoa-9", Role.CLERK)
    keep = keeping(world.stores.substitutions)
    days = [(date(2022, 10, 1), date(2022, 10, 31), 404), (date(2022, 11, 1), date(2022, 11, 1), 200)]
    for number, (since, until, expected) in enumerate([*days, (date(2022, 11, 2), date(2022, 11, 30), 404)]):
        found = substitution(f"thay-{number}", substitute, since, until)
        await keep(found, told(found, 1))
        assert (await evidence.get(file, substitute)).status_code == expected
        ended = found.model_copy(update={"ended_at": AUTUMN, "ended_by": found.named_by})
        await keep(ended, told(ended, 2))
        await keep(found, told(found, 1))
        assert (await evidence.get(file, substitute)).status_code == 404


def substitution(ident: str, substitute: Actor, since: date, until: date) -> Substitution:
    """Who reviews at the centre in the place of its reviewer."""
    reviewer = person(CENTRE, Role.REVIEWER).acting_for(CENTRE)
    return Substitution(
        id=ident,
        replaced=reviewer,
        replaced_own=(),
        substitute=substitute.acting_for(substitute.organisation),
        since=since,
        until=until,
        reason="Nghỉ phép",
        named_by=reviewer,
    )


def told(found: Substitution, sequence: int) -> Event:
    return Event(
        id=str(uuid.uuid4()),
        source=f"review.{CENTRE}",
        type="substitution.changed",
        subject=f"substitution/{found.id}",
        time=AUTUMN,
        sequence=sequence,
        correlationid="test",
        recipient=CENTRE,
        headhash="0" * 64,
        data=found.model_dump(mode="json"),
    )


async def test_nobody_reads_a_file_by_naming_it_in_a_draft(evidence: Evidence, world: World) -> None:
    """The API and the page take the words of a result; its files are those that were uploaded to it."""
    foreign = (await evidence.put("a.pdf", PDF)).json()
    unit = next(UNITS)
    (item,) = await approved(world, unit, "Tuyên truyền")
    thief = Evidence(Reporter(world, unit), item)
    await thief.clerk.begin()
    for attempt in ({"attachments": [foreign]}, {"attachments": [foreign], "outcome": "done", "result": "Xong"}):
        body = {"results": [{"item": item} | attempt]}
        assert (await world.put(thief.actor, f"/submissions/{thief.ident}/draft", body)).status_code == 200
        assert await thief.files() == []
    named = {f"{start}{name}": str(value) for name, value in foreign.items() for start in PLACES}
    saved = await thief.clerk.answer(item, **named, attachments=foreign["id"], outcome="given_up", reason="Trùng")
    assert saved.status_code == 303, saved.text
    pressed = await thief.press("b.pdf", PDF + b"\n", **named, attachments=foreign["id"])
    assert pressed.status_code == 303, pressed.text
    assert [file["name"] for file in await thief.files()] == ["b.pdf"]
    assert (await thief.get(foreign["id"])).status_code == 404
    assert (await thief.remove(foreign["id"])).status_code == 404
    assert (await evidence.get(foreign["id"])).content == PDF


async def test_a_delivered_file_is_hashed_into_the_history_and_stays(evidence: Evidence, database: Any) -> None:
    file = (await evidence.put("a.pdf", PDF)).json()
    await evidence.deliver()
    version = (await evidence.clerk.found())["submission"]["versions"][-1]
    assert version["content"]["results"][0]["attachments"] == [file]
    assert (await evidence.remove(file["id"])).status_code == 200
    assert await evidence.files() == []
    assert (await evidence.get(file["id"])).content == PDF
    assert await database["attachments.chunks"].count_documents({"files_id": file["id"]}) == 1


async def test_what_nobody_names_is_forgotten(evidence: Evidence, world: World, database: Any) -> None:
    kept = (await evidence.put("a.pdf", PDF)).json()["id"]
    stores = world.stores
    about = {"submission": evidence.ident}
    await stores.attachments.put("bo-lai", "b.pdf", BytesIO(PDF), about)
    await database["attachments.chunks"].insert_one({"files_id": "do-dang", "n": 0, "data": b"x"})
    assert await forget_unnamed(stores, timedelta(hours=1)) == 0
    assert await forget_unnamed(stores, timedelta(seconds=-5)) == 2
    left = await database["attachments.files"].distinct("_id", {"metadata.submission": evidence.ident})
    assert left == [kept]
    assert (await evidence.get(kept)).content == PDF
    assert await database["attachments.chunks"].count_documents({"files_id": {"$in": ["do-dang", "bo-lai"]}}) == 0


async def test_a_file_that_an_heirs_draft_names_too_is_read_there_and_outlives_its_removal(
    evidence: Evidence, world: World
) -> None:
    file = (await evidence.put("a.pdf", PDF)).json()
    before = await world.stores.submissions.load(evidence.ident)
    heir = f"{evidence.clerk.ident.rpartition('.')[0]}.khoa-9"
    started = before.public.model_copy(update={"id": heir, "organisation": "khoa-9"})
    handed_over = Change(started, before.private, Entry("inherited"))
    await world.stores.submissions.create(heir, handed_over, cause="test:handed-over")

    of_the_heir = person("khoa-9", Role.CLERK)
    assert (await evidence.get(file["id"], of_the_heir)).content == PDF
    assert (await evidence.remove(file["id"])).status_code == 200
    assert (await evidence.get(file["id"])).status_code == 404
    assert await forget_unnamed(world.stores, timedelta(seconds=-5)) == 0
    assert (await evidence.get(file["id"], of_the_heir)).content == PDF


async def test_a_file_stays_when_nobody_knows_whether_the_draft_names_it(
    evidence: Evidence, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer of the database was lost after the write: the draft names the file, though the upload seems failed."""
    update = world.stores.submissions.update

    async def answer_lost(*given: Any, **named: Any) -> Any:
        await update(*given, **named)
        raise DomainError("database_unavailable", Kind.UNAVAILABLE)

    monkeypatch.setattr(world.stores.submissions, "update", answer_lost)
    assert (await evidence.put("a.pdf", PDF)).status_code == 503
    monkeypatch.undo()
    (file,) = await evidence.files()
    assert (await evidence.get(file["id"])).content == PDF
