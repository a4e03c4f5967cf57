"""Reports and consolidated registrations before their reviewers, on real servers."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest_asyncio

from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.forms import Form, FormPeriod, Period, Section
from shared.contracts.items import Attachment, Item, ItemSource, LeftOut
from shared.forms.initiatives.model import Registration
from shared.forms.results.model import Figure, Passage, Report, Result, ResultOutcome
from shared.language.deadlines import Deadline
from shared.language.periods import CompletionPeriod
from shared.rules.ids import submission_id
from tests.component.review.cases.test_pages import text_of
from tests.component.review.desk.test_portal import named
from tests.review_examples import CAMPAIGN, CENTRE, LEADER, REGISTRATION, REVIEWER, Life, item
from tests.review_world import World, eventually, organisation_event, running_world
from tests.unit.review.cases.test_timing import campaign, registration

OUTLINE = (
    Section(number="I", title="Đặc điểm tình hình"),
    Section(number="IV", title="Kết quả đạt được", per_item=True),
    Section(number="V", title="Đánh giá chung"),
    Section(number="V.1", title="Ưu điểm"),
)
COMPLETION = FormPeriod("completion")
FILE = Attachment(id="tep-1", name="Báo cáo <b>.pdf", media_type="application/pdf", size=7, sha256="a" * 64)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(amqp_url, mongo_url) as running:
        await running.tell(named(plan(), "campaign.announced"))
        yield running


def plan() -> Campaign:
    final = Form(
        code="completion",
        kind="results",
        name="Mẫu 2 - Báo cáo kết quả",
        title="Mẫu 2",
        periods=(Period(due=Deadline.parse("trước ngày 05/11/2022")),),
        outline=OUTLINE,
        answers="registration",
    )
    return campaign(CAMPAIGN, "", forms=(registration("10 giờ 13/5/2022"), final))


def report(*results: Result, items: tuple[Item, ...], good: str = "Tiết kiệm giấy") -> Report:
    passages = [Passage(section="I", text="Trạm có 12 người"), Passage(section="V.1", text=good)]
    passages += [Passage(section="IV", item=one.id, text=f"Kể về {one.id}") for one in items]
    return Report(items=items, results=results, passages=tuple(passages))


ITEMS = (item("i-1", "Tuyên truyền trực tuyến"), item("i-2", "AppSheet"), item("i-3", "Thu tiền"))
FIRST = (
    Result(
        item="i-1",
        outcome=ResultOutcome.DONE,
        done_on=CompletionPeriod.parse("Quý III/2022"),
        result="Mỗi tuần một bài",
        figures=(Figure(name="Số bài", value=Decimal("1234.5"), unit="bài"),),
        evidence="Trang tin",
        attachments=(FILE,),
    ),
    Result(item="i-2", outcome=ResultOutcome.DONE, done_on=CompletionPeriod.parse("Quý II/2022"), result="Đã dùng"),
    Result(
        item="i-3",
        outcome=ResultOutcome.NOT_DONE,
        reason="Chờ kinh phí",
        new_expected=CompletionPeriod.parse("Quý I/2023"),
        forecast="80% bệnh nhân",
    ),
)


async def reported(world: World, submitter: str, *contents: Content) -> Life:
    """A registration and a report of its items, version after version, each returned by the centre but the last."""
    mau = Life(submitter=submitter)
    registered = (item("i-1", "Tuyên truyền"), *ITEMS[1:])
    await world.tell(mau.event(mau.deliver(Registration(items=registered))))
    await world.case(REVIEWER, mau)
    life = Life(submitter=submitter, asked=COMPLETION)
    for number, content in enumerate(contents, start=1):
        await world.tell(life.event(life.deliver(content)))
        await world.case(REVIEWER, life, rounds=number)
        if number < len(contents):
            verdict = {"version": number, "outcome": "return", "reason": "Thiếu số liệu"}
            answer = await world.post(REVIEWER, f"{world.address(life)}/decide", verdict)
            assert answer.status_code == 200, answer.text
            await world.settle(REVIEWER, life)
    return life


async def test_a_report_is_read_item_by_item(world: World) -> None:
    life = await reported(world, "tyt-phuong-71", report(*FIRST, items=ITEMS))

    async def outlined() -> str | None:
        page = (await world.browse(LEADER, world.page(life))).text
        return page if "I. Đặc điểm tình hình" in text_of(page) else None

    page = await eventually(outlined, "the outline's titles")
    words = text_of(page)
    for expected in (
        "Mẫu 2 - Báo cáo kết quả",
        "Nội dung báo cáo, lần gửi thứ 1",
        "Đã đăng ký 3 nội dung = 2 hoàn thành + 1 chưa hoàn thành + 0 không tiếp tục.",
        "1 nội dung hoàn thành chưa có số liệu",
        "Tên khi đăng ký: Tuyên truyền ",
        "Thời điểm hoàn thành: Quý III/2022",
        "Kết quả đạt được: Mỗi tuần một bài",
        "Số liệu: Số bài: 1.234,5 bài",
        "Dẫn chứng: Trang tin",
        "Lý do: Chờ kinh phí",
        "Thời hạn hoàn thành mới: Quý I/2023",
        "Kết quả dự kiến (không tính là đã đạt): 80% bệnh nhân",
        "IV. Kết quả đạt được Tuyên truyền trực tuyến Kể về i-1",
        "V.1. Ưu điểm Tiết kiệm giấy",
    ):
        assert expected in words, expected
    assert '<a class="target text-break" href="/tep/tep-1"><span lang="vi">Báo cáo &lt;b&gt;.pdf</span></a>' in page
    assert page.count("Tên khi đăng ký:") == 1, "only what is called otherwise now"
    assert page.count("Chưa có số liệu") == 1

    answer = (await world.get(REVIEWER, world.address(life))).json()
    assert answer["registered_names"] == {"i-1": "Tuyên truyền", "i-2": "AppSheet", "i-3": "Thu tiền"}
    assert answer["case"]["rounds"][0]["content"]["results"][0]["attachments"][0]["sha256"] == "a" * 64
    queue = await world.browse(REVIEWER, f"/tham-dinh/{CENTRE}?view=all&q=tiet+kiem+giay")
    assert "Mẫu 2 - Báo cáo kết quả" in text_of(queue.text)


async def test_a_newer_report_stands_beside_the_returned_one(world: World) -> None:
    figures = (Figure(name="Số hồ sơ", value=Decimal(40), unit="%"),)
    mended = FIRST[1].model_copy(update={"figures": figures, "result": "Đã dùng ở mọi khoa"})
    lost = FIRST[0].model_copy(update={"attachments": ()})
    again = report(lost, mended, FIRST[2], items=ITEMS, good="Tiết kiệm thời gian")
    life = await reported(world, "tyt-phuong-72", report(*FIRST, items=ITEMS), again)
    page = (await world.browse(REVIEWER, world.page(life))).text
    words = text_of(page)
    assert "Đã dùng [thêm] ở mọi khoa" in words
    assert "[thêm] Số hồ sơ: 40%" in words
    assert "[bỏ] Báo cáo <b>.pdf" in words
    assert words.count("Có sửa") >= 3, "two items and a section"
    assert "[bỏ] giấy" in words
    assert "[thêm] thời gian" in words
    assert words.count("Trạm có 12 người") == 1, "what did not change stands once"

    fields = {"version": "2", "key": "k", "outcome": "approve", "item.i-3.outcome": "reject", "item.i-3.reason": "Sai"}
    decided = await world.fill_in(REVIEWER, f"{world.page(life)}/quyet-dinh", fields)
    assert decided.status_code == 303, decided.text
    found: dict[str, Any] = await world.case(REVIEWER, life, status="approved")
    assert found["case"]["rounds"][1]["decision"]["items"][0]["outcome"] == "reject"


async def test_a_consolidated_registration_names_the_units_behind_it(world: World) -> None:
    for number in (81, 82, 83):
        await world.tell(organisation_event(f"tyt-phuong-{number}", f"Trạm Y tế Phường {number}"))

    def source(unit: str, ident: str) -> ItemSource:
        submission = submission_id(CAMPAIGN, REGISTRATION, unit)
        return ItemSource(submission=submission, organisation=unit, version=1, item=ident, field="organisation")

    merged = item("i-1", "Gộp", sources=(source("tyt-phuong-81", "i-1"), source("tyt-phuong-82", "i-9")))
    gone = tuple(LeftOut(source=source("tyt-phuong-83", f"i-{n}"), reason="Chưa rõ <kết quả>") for n in (4, 5))
    life = Life(submitter="tyt-phuong-73")
    content = Registration(items=(merged, item("i-7", "Của riêng")), left_out=gone)
    await world.tell(life.event(life.deliver(content)))
    await world.case(REVIEWER, life)

    async def told() -> str | None:
        words = text_of((await world.browse(LEADER, world.page(life))).text)
        return words if "Trạm Y tế Phường 83" in words else None

    words = await eventually(told, "the units' names")
    assert "Tổng hợp từ 2 đơn vị: Trạm Y tế Phường 81; Trạm Y tế Phường 82" in words
    assert words.count("Tổng hợp từ") == 1
    assert "Trạm Y tế Phường 83 (2 nội dung): Chưa rõ <kết quả>" in words
    answer = (await world.get(REVIEWER, world.address(life))).json()
    assert answer["unit_names"]["tyt-phuong-82"] == "Trạm Y tế Phường 82"


async def test_a_plan_that_was_not_heard_of_hides_nothing(world: World) -> None:
    life = Life(submitter="tyt-phuong-74", campaign="khac", asked=COMPLETION)
    await world.tell(life.event(life.deliver(report(*FIRST, items=ITEMS))))
    await world.case(REVIEWER, life)
    words = text_of((await world.browse(REVIEWER, world.page(life))).text)
    for text in ("Trạm có 12 người", "Kể về i-2", "Mỗi tuần một bài", "Tiết kiệm giấy"):
        assert text in words
