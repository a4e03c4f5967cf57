"""How often one request asks the database: each record is loaded once, however many rules look at it."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

import httpx2
import pytest
from pymongo import monitoring

from tests.component.registration.consolidation.world import Consolidating, item
from tests.component.registration.pages import CENTRE, CODES, Clerk, clerk_of
from tests.component.registration.reports.world import Reporter, approved
from tests.component.registration.world import World, running, settings

AUTUMN = datetime.fromisoformat("2022-11-01T08:00:00+07:00")
SAVES, SHOWS = 5, 8
"""How many database requests a request may make that saves a row, or that shows a form."""

_asked: ContextVar[list[str] | None] = ContextVar("asked", default=None)


class Listener(monitoring.CommandListener):
    """Notes what the driver sends for a request of the test's.

    The variable goes with the request through every call that it waits for. The relay and the jobs run in tasks that
    began before it, and are not noted.
    """

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        asked = _asked.get()
        if asked is not None:
            asked.append(f"{event.command_name} {event.command.get(event.command_name)}")

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


@contextmanager
def noted() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


@dataclass(frozen=True)
class Desk:
    """A clerk with a row in his draft of Mẫu 1, and one who reports on an item that was approved."""

    clerk: Clerk
    row: str
    reporter: Reporter
    item: str

    async def typed(self, path: str, **values: str) -> dict[str, str]:
        return {**await self.clerk.shown(path), "action": "save", **values}

    async def written(self, path: str, **values: str) -> dict[str, str]:
        return {**await self.reporter.shown(path), "action": "save", **values}


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    monitoring.register(Listener())  # before the service connects
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}", AUTUMN)) as found:
        yield found


@pytest.fixture(scope="module")
async def desk(world: World) -> Desk:
    clerk = await clerk_of(world, "tyt-phuong-1")
    row = await clerk.add()
    (item,) = await approved(world, "tyt-phuong-2", "Tuyên truyền")
    reporter = Reporter(world, "tyt-phuong-2")
    await reporter.begin()
    return Desk(clerk, row, reporter, item)


Wanted = Callable[[], Awaitable[httpx2.Response]]
"""A request with everything ready, to be counted."""


async def new_row(desk: Desk) -> Wanted:
    fields = await desk.typed("/soan/linh-vuc/steering/them", content=uuid.uuid4().hex, expected="Năm 2022")
    return lambda: desk.clerk.save(fields)


async def changed_row(desk: Desk) -> Wanted:
    fields = await desk.typed(f"/soan/noi-dung/{desk.row}", content=uuid.uuid4().hex)
    return lambda: desk.clerk.save(fields)


async def incomplete_row(desk: Desk) -> Wanted:
    fields = await desk.typed("/soan/linh-vuc/steering/them", content=uuid.uuid4().hex, expected="")
    return lambda: desk.clerk.save(fields)


async def new_row_by_itself(desk: Desk) -> Wanted:
    fields = await desk.typed("/soan/linh-vuc/steering/them", content=uuid.uuid4().hex)
    return lambda: desk.clerk.post("/tu-luu", fields)


async def changed_row_by_itself(desk: Desk) -> Wanted:
    fields = await desk.typed(f"/soan/noi-dung/{desk.row}", content=uuid.uuid4().hex)
    return lambda: desk.clerk.post("/tu-luu", fields)


async def row_by_api(desk: Desk) -> Wanted:
    draft = (await desk.clerk.draft())["draft"]
    row = {"id": uuid.uuid4().hex, "field": CODES[0], "content": uuid.uuid4().hex, "expected": "Năm 2022"}
    body = {"items": [*draft["items"], row], "nil_fields": draft["nil_fields"]}
    path = f"/submissions/{desk.clerk.ident}/draft"
    return lambda: desk.clerk.world.put(desk.clerk.actor, path, body)


async def row_removed(desk: Desk) -> Wanted:
    row = await desk.clerk.add(content=uuid.uuid4().hex)
    fields = await desk.clerk.shown(f"/soan/noi-dung/{row}/xoa")
    return lambda: desk.clerk.post(f"/soan/noi-dung/{row}/xoa", fields)


async def nil(desk: Desk) -> Wanted:
    return lambda: desk.clerk.post("/soan", {"nil": CODES[1]})


async def rest_nil(desk: Desk) -> Wanted:
    fields = await desk.clerk.shown("/soan/con-lai")
    return lambda: desk.clerk.post("/soan/con-lai", fields)


async def result(desk: Desk) -> Wanted:
    path = f"/soan/ket-qua/{desk.item}"
    fields = await desk.written(path, outcome="done", done_on="Quý III/2022", result=uuid.uuid4().hex)
    return lambda: desk.reporter.post(path, fields)


async def result_by_itself(desk: Desk) -> Wanted:
    fields = await desk.written(f"/soan/ket-qua/{desk.item}", outcome="done", result=uuid.uuid4().hex)
    return lambda: desk.reporter.post(f"/tu-luu-bao-cao?ket-qua={desk.item}", fields)


async def section(desk: Desk) -> Wanted:
    fields = await desk.written("/soan/de-cuong/1", text=uuid.uuid4().hex)
    return lambda: desk.reporter.post("/soan/de-cuong/1", fields)


async def section_by_itself(desk: Desk) -> Wanted:
    fields = await desk.written("/soan/de-cuong/1", text=uuid.uuid4().hex)
    return lambda: desk.reporter.post("/tu-luu-bao-cao?muc=1", fields)


SAVING = (
    new_row,
    changed_row,
    incomplete_row,
    new_row_by_itself,
    changed_row_by_itself,
    row_by_api,
    row_removed,
    nil,
    rest_nil,
    result,
    result_by_itself,
    section,
    section_by_itself,
)


@pytest.mark.parametrize("prepare", SAVING)
async def test_a_request_that_saves(desk: Desk, prepare: Callable[[Desk], Awaitable[Wanted]]) -> None:
    wanted = await prepare(desk)
    with noted() as asked:
        answer = await wanted()
    assert answer.status_code in {200, 303} or prepare is incomplete_row, answer.text
    assert asked.count("update submissions") == 1, asked
    assert len(asked) <= SAVES, asked


@pytest.mark.parametrize("prepare", [changed_row, result, section])
async def test_a_page_that_shows_both_texts(desk: Desk, prepare: Callable[[Desk], Awaitable[Wanted]]) -> None:
    mine, theirs = await prepare(desk), await prepare(desk)
    assert (await theirs()).status_code == 303
    with noted() as asked:
        answer = await mine()
    assert answer.status_code == 409, answer.text
    assert 0 < len(asked) <= SHOWS, asked


@pytest.mark.parametrize(
    "path",
    [
        "/soan",
        "/soan/linh-vuc/steering",
        "/soan/linh-vuc/steering/them",
        "/soan/noi-dung/{row}",
        "/soan/noi-dung/{row}/xoa",
        "/kiem-tra",
        "",
    ],
)
async def test_a_page_of_a_registration(desk: Desk, path: str) -> None:
    with noted() as asked:
        answer = await desk.clerk.see(path.format(row=desk.row))
    assert answer.status_code == 200, answer.text
    assert 0 < len(asked) <= SHOWS, asked


@pytest.mark.parametrize("path", ["/soan", "/soan/ket-qua/{item}", "/soan/de-cuong/1", "/kiem-tra", ""])
async def test_a_page_of_a_report(desk: Desk, path: str) -> None:
    with noted() as asked:
        answer = await desk.reporter.see(path.format(item=desk.item))
    assert answer.status_code == 200, answer.text
    assert 0 < len(asked) <= SHOWS, asked


@pytest.mark.parametrize("path", ["", "/ban/1", "/bien-nhan", "/dinh-chinh", "/noi-dung/{item}/rut", "/kiem-tra"])
async def test_a_page_of_what_was_approved(desk: Desk, path: str) -> None:
    base = desk.reporter.base.replace(".completion.", ".registration.")
    with noted() as asked:
        answer = await desk.clerk.world.browse(desk.reporter.actor, base + path.format(item=desk.item))
    assert answer.status_code == 200, answer.text
    assert 0 < len(asked) <= SHOWS, asked


async def test_a_section_beside_what_the_units_wrote(world: World) -> None:
    """What was registered, the units' registrations and their reports lie between the page and its answer."""
    desk = Consolidating(world)
    await desk.announce()
    await desk.approve("khoa-4", item("a", "organisation", "AppSheet"))
    unit = Reporter(world, "khoa-4", plan=desk.plans["own"])
    await unit.begin()
    await unit.answer(desk.id("a"), outcome="done", done_on="9/2022", result="Tốt")
    await unit.write()
    assert (await unit.send()).status_code == 303
    await desk.begin()
    await desk.done("take", {"items": []})
    await desk.done("send", {"campaigns": [desk.district]})
    centre = Reporter(world, CENTRE, plan=desk.district)
    await centre.begin()
    with noted() as asked:
        answer = await centre.see("/soan/de-cuong/6")
    assert "Các đơn vị viết gì ở mục này (1)" in answer.text
    assert 0 < len(asked) <= SHOWS, asked
