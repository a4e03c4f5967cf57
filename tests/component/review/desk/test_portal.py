"""A desk's queue, bulk approval, reusable reasons, substitution and its own clock, without JavaScript."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest_asyncio

from shared.clock import system_clock
from shared.contracts.campaigns import Campaign
from shared.contracts.events import Event
from shared.identity import Role
from shared.language.vietnamese import VIETNAM
from shared.rules.ids import case_id
from tests.component.review.cases.test_pages import opened, status, text_of
from tests.review_examples import CAMPAIGN, CENTRE, DISTRICT, LEADER, REVIEWER, START, Life, item, person
from tests.review_world import World, eventually, organisation_event, running_world
from tests.unit.review.cases.test_timing import campaign

QUEUE = f"/tham-dinh/{CENTRE}"
OFFICE = "phong-ke-hoach"
SUBSTITUTE = person("ke-hoach", "Phòng Kế hoạch", OFFICE, (Role.CLERK, OFFICE))
TODAY = system_clock().astimezone(VIETNAM).date()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(amqp_url, mongo_url) as running:
        yield running


def case_of(life: Life) -> str:
    return case_id(CENTRE, life.submission.id)


async def tabs(world: World, actor: Any = REVIEWER) -> dict[str, int]:
    """The numbers of the queue's tabs, each checked against its list."""
    page = await world.browse(actor, QUEUE)
    return {view: int(count) for view, count in re.findall(r'\?view=(\w+)"[^>]*>[^<(]+\((\d+)\)', page.text)}


def named(plan: Campaign, kind: str, sequence: int = 1) -> Event:
    return Event(
        id=f"{plan.id}-{kind}-{sequence}",
        source="registration",
        type=kind,
        subject=f"campaign/{plan.id}",
        time=START,
        sequence=sequence,
        correlationid="test",
        recipient=plan.recipients[0],
        headhash=f"{sequence}" * 64,
        data=plan.model_dump(mode="json"),
    )


async def test_every_tab_counts_what_its_list_holds(world: World) -> None:
    lives = [await opened(world, f"Việc {n}") for n in range(3)]
    await world.post(REVIEWER, f"{world.address(lives[0])}/decide", {"version": 1, "outcome": "approve"})
    await world.fill_in(REVIEWER, f"{world.page(lives[1])}/phan-cong", {"oneself": "1"})
    counts = await tabs(world)
    assert counts["overdue"] >= 2, "2022 is long past"
    assert counts["mine"] == 1
    for view, count in counts.items():
        listed = await world.browse(REVIEWER, f"{QUEUE}?view={view}&size=100")
        assert len(re.findall(r'<a class="fw-semibold" data-row', listed.text)) == count, view
    assert "trễ" in text_of((await world.browse(REVIEWER, f"{QUEUE}?view=overdue")).text)


async def test_the_desks_clock_follows_the_plans_of_the_superior_bodies(world: World) -> None:
    life = await opened(world, "Theo hạn cấp trên")
    cases = world.database(CENTRE)["cases"]

    async def due() -> str:
        found = await cases.find_one({"_id": case_of(life)})
        return str(found["private"]["due_at"])

    assert await due() == "2022-05-19T17:00:00.000Z", "five working days"
    above = campaign("2958-kh-syt", "17 giờ ngày 17/5/2022", recipients=("so-y-te",))
    own = campaign(CAMPAIGN, "10 giờ 13/5/2022", parents=(above.id,))
    await world.tell(named(above, "campaign.announced"), named(own, "campaign.announced"))

    async def follows() -> bool:
        return await due() == "2022-05-17T10:00:00.000Z"

    await eventually(follows, "the deadline of the department's plan")
    later = campaign("2958-kh-syt", "17 giờ ngày 18/5/2022", recipients=("so-y-te",))
    await world.tell(named(later, "campaign.amended", 2))

    async def amended() -> bool:
        return await due() == "2022-05-18T10:00:00.000Z"

    await eventually(amended, "the amended deadline")
    history = (await world.get(REVIEWER, f"{world.address(life)}/history")).json()["items"]
    assert [entry["action"] for entry in history] == ["opened"], "a clock leaves no mark in the history"
    fresh = await opened(world, "Đến sau")
    assert (await cases.find_one({"_id": case_of(fresh)}))["private"]["due_at"] == "2022-05-18T10:00:00.000Z"


async def test_several_clean_cases_are_named_and_then_approved_one_by_one(world: World) -> None:
    clean, changed, own = await opened(world, "Sạch"), await opened(world, "Đổi"), await opened(world, "Nhà")
    both = person("ca-hai", "Kiêm nhiệm", CENTRE, (Role.REVIEWER, CENTRE), (Role.CLERK, own.submission.organisation))
    chosen = "&".join(f"chon={case_of(life)}" for life in (clean, changed, own))
    page = await world.browse(both, f"{QUEUE}/duyet-nhieu?{chosen}")
    assert "Duyệt 2 hồ sơ này" in page.text
    assert "Không được quyết định cho đơn vị này" in page.text
    assert await status(world, clean) == "unseen", "nothing has happened yet"
    await world.tell(changed.event(changed.submit(item("i-0", "Bản mới"))))
    await world.case(REVIEWER, changed, rounds=2)
    fields: dict[str, Any] = {"key": "k1", "case": [case_of(life) for life in (clean, changed, own)]}
    fields |= {f"version.{case_of(life)}": "1" for life in (clean, changed, own)}
    for _ in range(2):
        done = text_of((await world.fill_in(both, f"{QUEUE}/duyet-nhieu", fields)).text)
        assert "Đã duyệt 1 hồ sơ" in done
        assert "Chưa duyệt: 2 hồ sơ" in done
        assert "đơn vị đã gửi lần thứ 2" in done
        assert "bản đăng ký của chính đơn vị bạn" in done
    assert [await status(world, life) for life in (clean, changed, own)] == ["approved", "unseen", "unseen"]
    history = (await world.get(REVIEWER, f"{world.address(clean)}/history")).json()["items"]
    assert [entry["action"] for entry in history] == ["opened", "approved"]
    late = text_of((await world.browse(both, f"{QUEUE}/duyet-nhieu?chon={case_of(changed)}")).text)
    assert "Phải mở từng hồ sơ" in late
    assert (await world.browse(LEADER, f"{QUEUE}/duyet-nhieu?chon={case_of(own)}")).status_code == 403


async def test_a_reason_is_kept_chosen_and_removed(world: World) -> None:
    first, second = await opened(world, "Một"), await opened(world, "Hai")
    fields = {"version": "1", "key": "a", "outcome": "return", "reason": "Cần nêu rõ tiến độ", "keep": "1"}
    await world.fill_in(REVIEWER, f"{world.page(first)}/quyet-dinh", fields)
    page = await world.browse(REVIEWER, world.page(second))
    found = re.search(r'<option value="(\w+)" data-text="Cần nêu rõ tiến độ">', page.text)
    assert found is not None
    fields = {"version": "1", "key": "b", "outcome": "return", "reason": "Xem mục 2.", "text": found[1]}
    await world.fill_in(REVIEWER, f"{world.page(second)}/quyet-dinh", fields)
    case = (await world.get(REVIEWER, world.address(second))).json()["case"]
    assert case["rounds"][0]["decision"]["reason"] == "Xem mục 2.\nCần nêu rõ tiến độ"
    assert "Cần nêu rõ tiến độ" in (await world.browse(LEADER, f"{QUEUE}/mau-ly-do")).text
    assert (await world.fill_in(LEADER, f"{QUEUE}/mau-ly-do/{found[1]}/xoa", {})).status_code == 403
    assert (await world.fill_in(REVIEWER, f"{QUEUE}/mau-ly-do/{found[1]}/xoa", {})).status_code == 303
    assert "Cần nêu rõ tiến độ" not in (await world.browse(REVIEWER, f"{QUEUE}/mau-ly-do")).text
    empty = await world.fill_in(REVIEWER, f"{QUEUE}/mau-ly-do", {"text": "  "})
    assert empty.status_code == 422
    assert 'href="#text"' in empty.text
    added = await world.fill_in(REVIEWER, f"{QUEUE}/mau-ly-do", {"text": "Thiếu <b>chữ ký</b>"})
    assert added.status_code == 303
    assert "Thiếu &lt;b&gt;chữ ký&lt;/b&gt;" in (await world.browse(REVIEWER, f"{QUEUE}/mau-ly-do")).text


async def test_a_second_delivery_is_shown_beside_the_first(world: World) -> None:
    life = await opened(world, "Quản lý bằng AppSheet", "Bị bỏ đi")
    verdict = {"version": 1, "outcome": "return", "reason": "Nêu rõ phần mềm"}
    await world.post(REVIEWER, f"{world.address(life)}/decide", verdict)
    await world.tell(life.event(life.submit(item("i-0", "Quản lý bằng Google Studio"), item("moi", "Thêm mới"))))
    await world.case(REVIEWER, life, rounds=2)
    page = await world.browse(REVIEWER, world.page(life))
    assert re.search(r"<del[^>]*><span[^>]*>\[bỏ\] </span>AppSheet", page.text)
    assert re.search(r"<ins[^>]*><span[^>]*>\[thêm\] </span>Google Studio", page.text)
    shown = text_of(page.text)
    for words in ("Có sửa", "Nội dung mới", "Đã bỏ", "Nêu rõ phần mềm"):
        assert words in shown


async def test_the_next_case_and_the_one_that_is_left_for_later(world: World) -> None:
    await opened(world, "Một")
    await opened(world, "Hai")
    waiting = [
        record["_id"]
        async for record in world.database(CENTRE)["cases"].find(
            {"public.status": {"$in": ["unseen", "viewed"]}, "public.assigned_to.account": {"$in": [None, "tchc"]}},
            sort=[("private.due_at", 1), ("private.delivered_at", 1), ("_id", 1)],
        )
    ]
    place, seen = waiting[0], []
    for _ in waiting:
        place = (await world.browse(REVIEWER, f"{QUEUE}/tiep?sau={place}")).headers["location"].rpartition("/")[2]
        seen.append(place)
    assert seen == [*waiting[1:], waiting[0]], "each waiting case once, then from the beginning"


async def test_a_substitute_works_in_anothers_place_until_it_ends(world: World) -> None:
    life = await opened(world, "Việc của người vắng")
    await world.tell(organisation_event(OFFICE, "Phòng Kế hoạch - Nghiệp vụ"))
    assert (await world.browse(SUBSTITUTE, QUEUE)).status_code == 403
    assert "chưa được giao thẩm định" in text_of((await world.browse(SUBSTITUTE, "/tham-dinh")).text)
    await world.browse(REVIEWER, QUEUE)
    fields = {
        "key": "s1",
        "replaced": REVIEWER.account,
        "account": SUBSTITUTE.account,
        "name": SUBSTITUTE.name,
        "organisation": OFFICE,
        "since": TODAY.isoformat(),
        "until": (TODAY - timedelta(days=1)).isoformat(),
        "reason": "Đi công tác",
    }
    refused = await world.fill_in(REVIEWER, f"{QUEUE}/thay-the", fields)
    assert refused.status_code == 422
    assert 'href="#until"' in refused.text
    assert "Đi công tác</textarea>" in refused.text
    fields |= {"until": (TODAY + timedelta(days=1)).isoformat()}
    for _ in range(2):
        assert (await world.fill_in(REVIEWER, f"{QUEUE}/thay-the", fields)).status_code == 303
    assert "Bạn thay Phòng Tổ chức - Hành chính" in text_of((await world.browse(SUBSTITUTE, "/tham-dinh")).text)
    page = await world.browse(SUBSTITUTE, world.page(life))
    assert "Bạn đang thay Phòng Tổ chức - Hành chính" in text_of(page.text)
    verdict = {"version": "1", "key": "d", "outcome": "approve"}
    assert (await world.fill_in(SUBSTITUTE, f"{world.page(life)}/quyet-dinh", verdict)).status_code == 303
    case = (await world.get(LEADER, world.address(life))).json()["case"]
    assert case["rounds"][0]["decision"]["decided_by"]["name"] == "Phòng Kế hoạch (thay Phòng Tổ chức - Hành chính)"
    kept = (await world.browse(LEADER, f"{QUEUE}/thay-the")).text
    found = re.findall(r"/thay-the/(\w+)/ket-thuc", kept)
    assert len(found) == 1, "the second press changed nothing"
    told = await world.heard("substitution.changed", f"substitution/{found[0]}")
    assert (told.recipient, told.data["substitute"]["account"], told.data["ended_at"]) == (
        CENTRE,
        SUBSTITUTE.account,
        None,
    )
    assert (await world.fill_in(SUBSTITUTE, f"{QUEUE}/thay-the/{found[0]}/ket-thuc", {})).status_code == 403
    assert (await world.fill_in(LEADER, f"{QUEUE}/thay-the/{found[0]}/ket-thuc", {})).status_code == 303
    assert (await world.browse(SUBSTITUTE, QUEUE)).status_code == 403
    await eventually(lambda: ended(world, found[0]), "the end is told")
    assert "Kết thúc sớm" in text_of((await world.browse(LEADER, f"{QUEUE}/thay-the")).text)


async def ended(world: World, ident: str) -> bool:
    return (await world.heard("substitution.changed", ident)).data["ended_at"] is not None


async def test_a_case_is_handed_to_a_colleague_who_has_worked_here(world: World) -> None:
    life = await opened(world, "Giao cho đồng nghiệp")
    other = person("tchc-2", "Chuyên viên 2", CENTRE, (Role.REVIEWER, CENTRE))
    await world.browse(other, QUEUE)
    page = await world.browse(REVIEWER, world.page(life))
    assert '<option value="tchc-2">Chuyên viên 2 (tchc-2)</option>' in page.text
    await world.fill_in(REVIEWER, f"{world.page(life)}/phan-cong", {"colleague": "tchc-2", "account": "", "name": ""})
    shown = text_of((await world.browse(REVIEWER, world.page(life))).text)
    assert "Chuyên viên 2 đang phụ trách hồ sơ này." in shown
    assert "Tôi nhận lại hồ sơ này" in shown


async def test_what_was_typed_for_single_items_is_kept_when_somebody_was_first(world: World) -> None:
    life = await opened(world, "Việc chung")
    await world.post(REVIEWER, f"{world.address(life)}/decide", {"version": 1, "outcome": "approve"})
    fields = {"version": "1", "key": "k", "outcome": "approve", "item.i-0.reason": "Ý kiến riêng"}
    page = await world.fill_in(REVIEWER, f"{world.page(life)}/quyet-dinh", fields)
    assert page.status_code == 409
    assert "Điều bạn vừa nhập (chưa được ghi)" in page.text
    assert "Ý kiến riêng" in page.text


async def test_the_desks_list_leads_to_the_desks_of_a_person(world: World) -> None:
    reader = person("ca-hai-noi", "Hai nơi", CENTRE, (Role.REVIEWER, CENTRE), (Role.LEADER, DISTRICT))
    page = await world.browse(reader, "/tham-dinh")
    assert f'href="{QUEUE}"' in page.text
    assert f'href="/tham-dinh/{DISTRICT}"' in page.text


async def test_a_desk_that_another_instance_serves_is_offered_without_a_promise(world: World) -> None:
    department = "so-y-te"
    await world.tell(
        organisation_event(department, "Sở Y tế", office="Phòng Tổ chức Cán bộ"),
        organisation_event(CENTRE, "Trung tâm Y tế", office="Phòng Tổ chức - Hành chính"),
        organisation_event("chi-cuc", "Chi cục", office="Văn phòng"),
    )
    nobody = person("khoa-1", "Khoa 1", "khoa-1", (Role.CLERK, "khoa-1"))

    async def offered() -> str | None:
        page = (await world.browse(nobody, "/tham-dinh")).text
        return page if f'href="/tham-dinh/{department}"' in page else None

    page = await eventually(offered, "the department among the other desks")
    assert "Nếu hôm nay bạn thay cho ai, hãy mở nơi của người đó" in text_of(page)
    assert f'href="{QUEUE}"' not in page, "this instance knows that the person stands in for nobody there"
    assert 'href="/tham-dinh/chi-cuc"' not in page, "where no instance reviews, whatever its office"
    leader = person("lanh-dao-so", "Lãnh đạo Sở", department, (Role.LEADER, department))
    own = (await world.browse(leader, "/tham-dinh")).text
    assert f'href="/tham-dinh/{department}"' in own
    assert "Khi bạn được cử thay" not in own, "every other desk is this instance's own"
    unserved = person("chi-cuc-truong", "Chi cục trưởng", "chi-cuc", (Role.REVIEWER, "chi-cuc"))
    told = (await world.browse(unserved, "/tham-dinh")).text
    assert "chưa thẩm định trên hệ thống" in text_of(told)
    assert 'class="fw-semibold" href="/tham-dinh/chi-cuc"' not in told
    missed = await world.browse(unserved, "/tham-dinh/chi-cuc")
    assert (missed.status_code, "hãy hỏi người vận hành" in text_of(missed.text)) == (404, True)
