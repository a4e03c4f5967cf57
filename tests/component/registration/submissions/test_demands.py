"""What a plan demands of who fills in its Mẫu 1, in a browser without JavaScript: quotas, reasons, files, columns."""

import re
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx2
import pytest

from services.registration.submissions.evidence.commands import forget_unnamed
from shared.identity import Role
from tests.component.registration.pages import CENTRE, CODES, PLAN, Clerk, inputs
from tests.component.registration.world import API, EVERYTHING, World, definition_of, running, settings
from tests.unit.registration.examples import person
from tests.unit.registration.reports.file_examples import HTML, PDF, png

UNITS = iter([f"tyt-phuong-{number}" for number in range(1, 16)])
QUOTA = {"kinds": ["station"], "at_least": 2, "demanded": True, "wording": "ít nhất 02 nội dung"}
FILES = [{"code": "ke-hoach", "title": "Kế hoạch của đơn vị"}, {"code": "anh", "title": "Ảnh", "required": False}]
COLUMN = {"code": "minh-chung", "title": "Tệp minh họa", "type": "file"}
OTHER = {"code": "de-an", "title": "Đề án", "type": "file"}


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


async def announced(world: World, **changes: Any) -> str:
    """The centre's plan under an id of its own, with its first form only and these settings of it."""
    plan = definition_of((await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json())
    ident = f"plan-{uuid.uuid4().hex[:8]}"
    forms = [plan["forms"][0] | changes]
    created = await world.post(EVERYTHING, "/campaigns", {**plan, "id": ident, "forms": forms, "parents": []})
    assert created.status_code == 201, created.text
    assert (await world.post(EVERYTHING, f"/campaigns/{ident}/announce")).status_code == 200
    return ident


class Demanded(Clerk):
    """A clerk at a plan that demands something."""

    def __init__(self, world: World, plan: str, unit: str) -> None:
        super().__init__(world, person(unit, Role.CLERK))
        self.ident = f"{plan}.registration.{unit}"
        self.base = f"/dang-ky/{self.ident}"

    async def upload(self, path: str, fields: dict[str, str], **files: tuple[str, bytes]) -> httpx2.Response:
        """A page's form sent with files, those not chosen empty; `demanded_x` is the input ``demanded.x``."""
        named = {name.replace("_", "."): (file, BytesIO(body), "text/html") for name, (file, body) in files.items()}
        headers = self.world.headers(self.actor, {"Accept": "text/html"})
        return await self.world.client.post(self.base + path, headers=headers, data=fields, files=named)

    async def put(self, place: str, body: bytes = PDF, clerk: Clerk | None = None) -> httpx2.Response:
        headers = self.world.headers((clerk or self).actor, {})
        path, files = f"{API}/submissions/{self.ident}/attachments", {"file": ("a.pdf", BytesIO(body), "text/html")}
        return await self.world.client.post(path, headers=headers, params={"place": place}, files=files)


async def clerk_at(world: World, **form: Any) -> Demanded:
    plan, unit = await announced(world, **form), next(UNITS)
    clerk = Demanded(world, plan, unit)
    fields = {"campaign": plan, "form": "registration", "organisation": unit}
    assert (await world.fill_in(clerk.actor, "/dang-ky", fields)).status_code == 303
    return clerk


async def test_a_demanded_quota_is_told_and_keeps_the_form_from_being_sent(world: World) -> None:
    clerk = await clerk_at(world, quotas=[QUOTA, {"at_least": 5, "wording": "phấn đấu 05 nội dung"}])
    await clerk.fill()
    check = (await clerk.see("/kiem-tra")).text
    assert "Kế hoạch yêu cầu “ít nhất 02 nội dung”, hiện có 1 nội dung. Hãy đăng ký thêm 1 nội dung." in check
    assert "Kế hoạch khuyến khích “phấn đấu 05 nội dung”, hiện có 1 nội dung." in check
    assert "Gửi đăng ký</button>" not in check
    assert "phấn đấu 05 nội dung" in (await clerk.see("/soan")).text
    told = (await world.get(clerk.actor, f"/submissions/{clerk.ident}/check")).json()
    assert told == {
        "lacking": [{"code": "quota_demanded_few", "field": "quotas"}],
        "advice": [{"code": "quota_encouraged_few", "wording": "phấn đấu 05 nội dung", "count": 1}],
    }
    refused = await world.post(clerk.actor, f"/submissions/{clerk.ident}/submit")
    assert (refused.status_code, refused.json()["code"]) == (422, "submission_incomplete")
    assert [error["code"] for error in refused.json()["errors"]] == ["quota_demanded_few"]
    await clerk.add(content="Ý thứ hai")
    assert (await clerk.send()).status_code == 303, "what is encouraged keeps nobody from sending"


async def test_nil_everywhere_is_no_item_and_other_kinds_owe_none(world: World) -> None:
    clerk = await clerk_at(world, quotas=[QUOTA])
    await world.put(clerk.actor, f"/submissions/{clerk.ident}/draft", {"nil_fields": CODES})
    refused = await world.post(clerk.actor, f"/submissions/{clerk.ident}/submit")
    assert [error["code"] for error in refused.json()["errors"]] == ["quota_demanded_few"]
    excepted = await clerk_at(world, quotas=[QUOTA | {"kinds": ["faculty"]}])
    await world.put(excepted.actor, f"/submissions/{excepted.ident}/draft", {"nil_fields": CODES})
    assert (await world.post(excepted.actor, f"/submissions/{excepted.ident}/submit")).status_code == 200


async def test_a_nil_is_explained_in_the_list_and_once_for_all_others(world: World) -> None:
    clerk = await clerk_at(world, explain_nil=True)
    await clerk.add()
    listed = await clerk.shown("/soan")
    assert "reason.procedures" in listed
    answered = await clerk.post("/soan", {**listed, "nil": "procedures", "reason.institutions": "Chưa có văn bản"})
    assert answered.headers["location"] == f"{clerk.base}/soan?xong=nil#field-procedures"
    page = (await clerk.see("/soan")).text
    assert "không có nội dung, chưa ghi lý do" in page
    assert inputs(page)["reason.institutions"] == "Chưa có văn bản", "what was typed elsewhere on the page stays"
    check = (await clerk.see("/kiem-tra")).text
    assert f'href="{clerk.base}/soan#reason-procedures"' in check
    assert "Kế hoạch yêu cầu nêu lý do khi trả lời “không có”." in check
    saved = await clerk.post(
        "/soan", {**inputs(page), "reasoned": "procedures", "reason.procedures": "Đã làm năm 2021"}
    )
    assert saved.headers["location"] == f"{clerk.base}/soan?xong=saved#field-procedures"

    rest = await clerk.shown("/soan/con-lai")
    refused = await clerk.post("/soan/con-lai", rest)
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    too_long = await clerk.post("/soan/con-lai", {**rest, "reason": "x" * 10_001})
    assert (too_long.status_code, inputs(too_long.text)["reason"]) == (422, "x" * 10_001)
    done = await clerk.post("/soan/con-lai", {**rest, "reason": "Không có nhân lực"})
    assert done.headers["location"] == f"{clerk.base}/kiem-tra"
    sent = await clerk.send()
    assert sent.status_code == 303, sent.text
    content = (await clerk.draft())["submission"]["versions"][0]["content"]
    assert content["nil_reasons"] == {
        "institutions": "Chưa có văn bản",
        "procedures": "Đã làm năm 2021",
        "organisation": "Không có nhân lực",
        "civil-service": "Không có nhân lực",
        "public-finance": "Không có nhân lực",
    }
    paper = (await clerk.see("/ban/1")).text
    assert "Đã làm năm 2021" in paper

    again = await clerk.shown("/soan")
    await clerk.post("/soan", {**again, "reasoned": "procedures", "reason.procedures": "Đã làm năm 2020"})
    assert (await clerk.send()).status_code == 303
    assert "2020" in (await clerk.see("/ban/2")).text.partition("Khác với lần gửi")[2]


async def test_a_reason_that_cannot_be_kept_stays_on_the_page(world: World) -> None:
    clerk = await clerk_at(world, explain_nil=True)
    listed = await clerk.shown("/soan")
    refused = await clerk.post("/soan", {**listed, "nil": "steering", "reason.steering": "x" * 10_001})
    assert refused.status_code == 422
    assert inputs(refused.text)["reason.steering"] == "x" * 10_001
    assert 'href="#reason-steering"' in refused.text


async def test_demanded_files_from_the_list_to_the_receipt(world: World) -> None:
    clerk = await clerk_at(world, files=FILES)
    await clerk.fill()
    check = (await clerk.see("/kiem-tra")).text
    assert "Chưa có tệp “Kế hoạch của đơn vị” mà kế hoạch yêu cầu gửi kèm." in check
    assert f'href="{clerk.base}/soan#demanded-ke-hoach"' in check
    assert "Gửi đăng ký</button>" not in check

    fields = await clerk.shown("/soan")
    chosen = {"demanded_ke-hoach": ("KH.pdf", PDF), "demanded_anh": ("anh.png", png())}
    put = await clerk.upload("/soan/tep/demanded.ke-hoach", fields, **chosen)
    assert put.headers["location"] == f"{clerk.base}/soan?xong=file_added#demanded-ke-hoach", put.text
    named = (await clerk.draft())["draft"]["demanded"]
    assert [(one["demand"], one["attachment"]["name"]) for one in named] == [("ke-hoach", "KH.pdf"), ("anh", "anh.png")]
    photo = named[1]["attachment"]["id"]
    gone = await clerk.post(f"/soan/tep/demanded.anh/{photo}/bo", {"origin": "check"})
    assert gone.headers["location"] == f"{clerk.base}/kiem-tra?xong=file_removed#demanded-anh"
    assert (await world.get(clerk.actor, f"/attachments/{photo}")).status_code == 404

    assert (await clerk.send()).status_code == 303
    plan, reviewer = named[0]["attachment"]["id"], person(CENTRE, Role.REVIEWER)
    for page in ("/ban/1", "/bien-nhan?ban=1"):
        assert f'href="/tep/{plan}"' in (await clerk.see(page)).text
    assert (await world.get(reviewer, f"/attachments/{plan}")).content == PDF
    assert (await world.get(person("khoa-9", Role.CLERK), f"/attachments/{plan}")).status_code == 404
    version = (await clerk.draft())["submission"]["versions"][0]["content"]
    assert [one["attachment"]["id"] for one in version["demanded"]] == [plan]

    exchanged = await clerk.put("demanded.ke-hoach", PDF + b"\n")
    assert exchanged.status_code == 201
    assert (await clerk.send()).status_code == 303, "another file is something new"
    told = (await clerk.see("/ban/2")).text.partition("Khác với lần gửi")[2]
    assert f'href="/tep/{exchanged.json()["id"]}"' in told
    assert await forget_unnamed(world.stores, age=timedelta(0)) == 0


@pytest.mark.parametrize("origin", ["", "check"])
async def test_a_refused_file_is_named_beside_its_input(world: World, origin: str) -> None:
    clerk = await clerk_at(world, files=FILES, explain_nil=True)
    await clerk.add()
    fields = {"origin": origin} if origin else {**(await clerk.shown("/soan")), "reason.procedures": "Vì sao"}
    for name, body, words in [("a.png", HTML, "không phải PDF"), ("b.png", png(padding=11_000_000), "lớn hơn 10 MB")]:
        refused = await clerk.upload("/soan/tep/demanded.anh", fields, demanded_anh=(name, body))
        assert refused.status_code in {413, 422}, refused.text
        assert f"Tệp “{name}” " in refused.text
        assert words in refused.text
        assert 'href="#demanded-anh"' in refused.text
        assert "demanded" not in (await clerk.draft())["draft"]
    nothing = await clerk.upload("/soan/tep/demanded.anh", fields, demanded_anh=("", b""))
    assert "Chưa chọn tệp nào" in nothing.text
    reasons = (await clerk.draft())["draft"].get("nil_reasons", {})
    assert reasons == ({} if origin else {"procedures": "Vì sao"})
    assert (await clerk.put("demanded.khac")).json()["code"] == "file_place_not_found"


async def test_a_chosen_file_that_was_not_uploaded_is_told(world: World) -> None:
    clerk = await clerk_at(world, files=FILES)
    told = await clerk.post("/soan", {"nil": "steering", "demanded.ke-hoach": "KH.pdf", "typed": "1"})
    assert told.status_code == 422
    assert "tệp “KH.pdf” chưa được tải lên" in told.text
    assert (await clerk.draft())["draft"]["nil_fields"] == ["steering"]


async def test_a_column_of_files_in_a_row(world: World) -> None:
    clerk = await clerk_at(world, columns=[COLUMN | {"required": True}, OTHER])
    fields = await clerk.open_item()
    item = fields["item"]
    page = (await clerk.see("/soan/linh-vuc/steering/them")).text
    assert 'enctype="multipart/form-data"' in page.replace("formenctype", "enctype")
    path = f"/soan/noi-dung/{item}/tep/minh-chung"
    empty = {"answers_minh-chung": ("", b""), "answers_de-an": ("", b"")}
    missing = await clerk.upload(path, fields, **empty)
    assert missing.status_code == 422
    assert 'href="#answers-minh-chung"' in missing.text
    assert await clerk.contents() == ["Tuyên truyền"], "what was typed is saved all the same"

    shown = await clerk.shown(f"/soan/noi-dung/{item}")
    both = {"answers_minh-chung": ("a.pdf", PDF), "answers_de-an": ("b.png", png())}
    put = await clerk.upload(path, shown | {"note": "Kèm tệp"}, **both)
    assert put.headers["location"] == f"{clerk.base}/soan/noi-dung/{item}?xong=file_added#answers-minh-chung", put.text
    (row,) = (await clerk.draft())["draft"]["items"]
    files = {answer["column"]: [file["id"] for file in answer["attachments"]] for answer in row["answers"]}
    assert {column: len(found) for column, found in files.items()} == {"minh-chung": 1, "de-an": 1}
    assert row["note"] == "Kèm tệp"

    again = await clerk.shown(f"/soan/noi-dung/{item}")
    assert (await clerk.save({**again, "content": "Tuyên truyền, sửa", "action": "save"})).status_code == 303
    (kept,) = (await clerk.draft())["draft"]["items"]
    assert kept["answers"] == row["answers"], "files are kept when the row is saved"
    stolen = {
        **kept,
        "answers": [{"column": "minh-chung", "attachments": [{**kept["answers"][0]["attachments"][0], "id": "x"}]}],
    }
    await world.put(clerk.actor, f"/submissions/{clerk.ident}/draft", {"items": [stolen], "nil_fields": CODES[1:]})
    assert (await clerk.draft())["draft"]["items"][0]["answers"] == row["answers"], "and by no client named"

    assert (await clerk.send()).status_code == 303
    (evidence,) = files["minh-chung"]
    assert (await world.get(person(CENTRE, Role.REVIEWER), f"/attachments/{evidence}")).content == PDF
    assert f'href="/tep/{evidence}"' in (await clerk.see("/ban/1")).text

    fields = await clerk.shown(f"/soan/noi-dung/{item}")
    gone = await clerk.post(f"{path}/{evidence}/bo", fields)
    assert gone.headers["location"].endswith("?xong=file_removed#answers-minh-chung")
    assert "“Tệp minh họa” chưa có tệp" in (await clerk.see("/kiem-tra")).text
    assert (await world.get(clerk.actor, f"/attachments/{evidence}")).content == PDF, "the delivered version keeps it"
    told = await clerk.save({**(await clerk.shown(f"/soan/noi-dung/{item}")), "answers.minh-chung": "c.pdf"})
    assert "tệp “c.pdf” chưa được tải lên" in told.text


async def test_a_file_in_a_table_of_figures(world: World) -> None:
    table = {
        "kind": "figures",
        "rows": [{"code": "q1", "title": "Câu 1"}],
        "columns": [{"code": "n", "title": "Số phiếu", "type": "integer"}, COLUMN],
    }
    clerk = await clerk_at(world, **table)
    fields = await clerk.shown("/soan")
    name = "o-q1.answers.minh-chung"
    put = await clerk.upload(f"/soan/tep/{name}", fields | {"o-q1.answers.n": "5"}, **{name: ("a.pdf", PDF)})
    assert put.status_code == 303, put.text
    (row,) = (await clerk.draft())["draft"]["table"]
    typed = {answer["column"]: answer for answer in row["answers"]}
    assert typed["n"]["text"] == "5"
    (file,) = typed["minh-chung"]["attachments"]
    assert f'href="/tep/{file["id"]}"' in (await clerk.see("/soan")).text
    unsent = await clerk.post("/soan", {**(await clerk.shown("/soan")), name: "b.pdf"})
    assert unsent.status_code == 422
    assert f'href="#{name.replace(".", "-")}"' in unsent.text
    refused = await clerk.upload(f"/soan/tep/{name}", await clerk.shown("/soan"), **{name: ("a.html", HTML)})
    assert f'href="#{name.replace(".", "-")}"' in refused.text
    assert (await clerk.post("/soan", await clerk.shown("/soan"))).status_code == 303
    assert (await clerk.send()).status_code == 303
    assert (await world.get(person(CENTRE, Role.REVIEWER), f"/attachments/{file['id']}")).content == PDF


async def test_files_are_found_in_indexes(world: World) -> None:
    """Each of the places where a file may be named is looked up, and none of them by reading all submissions."""
    collection = world.stores.submissions.collection
    query = {"$or": [{place: {"$in": ["x"]}} for place in world.stores.file_places]}
    explained = await collection.find(query).explain()
    assert "COLLSCAN" not in re.sub(r"\s", "", str(explained["queryPlanner"]["winningPlan"]))
