"""What a plan demanded, before the reviewer: files sent along, reasons where there is nothing, files in columns."""

from collections.abc import AsyncIterator

import pytest_asyncio

from shared.contracts.columns import Answer, Column, ColumnType
from shared.contracts.files import Attachment, DemandedFile
from shared.contracts.forms import FileDemand
from shared.forms.initiatives.model import Registration
from tests.component.review.cases.test_pages import text_of
from tests.component.review.desk.test_portal import named
from tests.review_examples import CAMPAIGN, REVIEWER, Life, item
from tests.review_world import World, eventually, running_world
from tests.unit.review.cases.test_timing import campaign, registration
from tests.unit.shared.forms.columns.examples import file

COLUMN = Column(code="tep", title="Tệp minh họa", type=ColumnType.FILE)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    demands = {"files": (FileDemand(code="ke-hoach", title="Kế hoạch của đơn vị"),), "columns": (COLUMN,)}
    form = registration("10 giờ 13/5/2022").model_copy(update=demands)
    async with running_world(amqp_url, mongo_url) as running:
        await running.tell(named(campaign(CAMPAIGN, "", forms=(form,)), "campaign.announced"))
        yield running


def said(plan: Attachment, evidence: Attachment, reason: str) -> Registration:
    answers = (Answer(column="tep", attachments=(evidence,)),)
    return Registration(
        items=(item("i-1", "AppSheet", answers=answers),),
        nil_fields=("institutions",),
        nil_reasons={"institutions": reason},
        demanded=(DemandedFile(demand="ke-hoach", attachment=plan),),
    )


async def page_of(world: World, life: Life, words: str) -> str:
    async def look() -> str | None:
        found = (await world.browse(REVIEWER, world.page(life))).text
        return found if words in text_of(found) else None

    return str(await eventually(look, words))


async def test_files_and_reasons_are_before_the_reviewer_and_beside_the_version_before(world: World) -> None:
    life = Life(submitter="tyt-phuong-81")
    await world.tell(life.event(life.deliver(said(file(1), file(2), "Chưa có nhân lực"))))
    await world.case(REVIEWER, life)
    page = await page_of(world, life, "Kế hoạch của đơn vị : tep-1.pdf")
    words = text_of(page)
    for expected in ("Tệp gửi kèm", "Tệp minh họa : tep-2.pdf", "Lý do: Chưa có nhân lực"):
        assert expected in words, expected
    for ident in ("t1", "t2"):
        assert f'href="/tep/{ident}"' in page

    await world.tell(life.event(life.deliver(said(file(3), file(2), "Chưa có kinh phí"))))
    await world.case(REVIEWER, life, rounds=2)
    page = await page_of(world, life, "tep-3.pdf")
    words = text_of(page)
    for expected in (
        "thêm Kế hoạch của đơn vị : tep-3.pdf",
        "bỏ Kế hoạch của đơn vị : tep-1.pdf",
        "Lý do: Chưa có kinh phí",
        "Lý do: Chưa có nhân lực",
    ):
        assert expected in words, expected
    assert "[thêm] tep-2.pdf" not in words, "the same file is nothing new"
