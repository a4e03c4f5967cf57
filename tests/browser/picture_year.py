"""What the pictures of the year show: a consolidation with an open question, reports being written, a merger."""

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Json, Person, Suite
from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT, PLANS, copy_of, seed

API = "/api/registration"
CONSOLIDATION = f"{PLANS[CENTRE]}.{CENTRE}"
REPORT = f"{PLANS[DEPARTMENT]}.completion.{CENTRE}"
UNIT = "phong-tai-chinh-ke-toan"
UNIT_REPORT = f"{PLANS[CENTRE]}.completion.{UNIT}"
CLOSED = "58-kh-ttyt-2021"
MERGED = ("tyt-phuong-14", "tyt-phuong-15")
OFFERED = {
    "khoa-3": "Trả kết quả khám sức khỏe qua thư điện tử, người dân không phải đến lấy.",
    "khoa-4": "Lịch trực của khoa được công khai hằng tuần trên trang thông tin điện tử của Trung tâm.",
}
LEFT_OUT = "Kế hoạch 124/KH-UBND không có lĩnh vực chỉ đạo, điều hành; nội dung đã gửi Sở Y tế."


async def send_up(clerk: Person) -> None:
    """The centre's items of 2022 by its consolidation; one of them has no place in the district's plan."""
    path = f"{API}/consolidations/{CONSOLIDATION}"
    await clerk.post(f"{API}/consolidations", {"campaign": PLANS[CENTRE], "organisation": CENTRE})
    taken = await clerk.post(f"{path}/take")
    steering = next(line["id"] for line in taken["consolidation"]["lines"] if line["field"] == "steering")
    choice = {"line": steering, "field": None, "reason": LEFT_OUT}
    await clerk.put(f"{path}/crosswalk/{PLANS[DISTRICT]}", {"choices": [choice]})
    await clerk.post(f"{path}/send", {"campaigns": [PLANS[DEPARTMENT], PLANS[DISTRICT]]})


async def go_on(suite: Suite) -> None:
    """What the year brings after both have decided. The items of `OFFERED` are approved already."""
    centre = await suite.person("tchc", PRACTICE_PASSWORD)
    await _own_line(centre)
    await _centre_reports(centre)
    await _unit_reports(await suite.person(UNIT, PRACTICE_PASSWORD))
    administrator = await suite.person("quan-tri", PRACTICE_PASSWORD)
    await _closed_campaign(administrator)
    await administrator.post(f"{API}/restructurings", merger("2022-07-01"))


def merger(day: str) -> Json:
    """Two stations become one new station, which takes over what they have not sent."""
    new = {
        "id": "tyt-lien-phuong-14-15",
        "name": "Trạm Y tế liên phường 14 và 15, quận Tân Bình",
        "short_name": "TYT liên phường 14-15",
        "kind": "health-station",
        "parents": [CENTRE],
    }
    return {
        "kind": "merge",
        "on": day,
        "basis": "Quyết định số 812/QĐ-UBND",
        "predecessors": list(MERGED),
        "new": [new],
        "heirs": [{"organisation": place, "successor": new["id"]} for place in MERGED],
    }


async def _own_line(centre: Person) -> None:
    """A line in a field that the district's plan does not know: somebody must choose."""
    line = {
        "field": "steering",
        "content": "Họp giao ban trực tuyến hằng tuần giữa Ban Giám đốc và 15 trạm y tế.",
        "parts": [],
        "expected": "Quý III/2022",
        "note": "",
    }
    await centre.post(f"{API}/consolidations/{CONSOLIDATION}/lines", line)


async def _centre_reports(centre: Person) -> None:
    """The first of three items is answered."""
    body = {"campaign": PLANS[DEPARTMENT], "form": "completion", "organisation": CENTRE}
    await centre.post(f"{API}/submissions", body)
    basis = (await centre.get(f"{API}/submissions/{REPORT}/report"))["basis"]
    result = {
        "item": basis[0]["id"],
        "outcome": "done",
        "done_on": "Quý I/2022",
        "result": "Trang thông tin điện tử và fanpage của Trung tâm trả lời câu hỏi của người dân trong ngày.",
        "figures": [{"name": "Số câu hỏi đã trả lời", "value": "1.240", "unit": "câu"}],
    }
    await centre.put(f"{API}/submissions/{REPORT}/draft", {"results": [result], "passages": []})


async def _unit_reports(clerk: Person) -> None:
    """Everything is written, nothing is sent."""
    body = {"campaign": PLANS[CENTRE], "form": "completion", "organisation": UNIT}
    await clerk.post(f"{API}/submissions", body)
    path = f"{API}/submissions/{UNIT_REPORT}"
    basis = (await clerk.get(f"{path}/report"))["basis"]
    result = {
        "item": basis[0]["id"],
        "outcome": "not_done",
        "reason": "Ngân hàng lắp máy quẹt thẻ chậm hơn hợp đồng một quý.",
        "new_expected": "Quý I/2023",
        "figures": [{"name": "Phòng khám đã thu tiền điện tử", "value": "2", "unit": "phòng khám"}],
    }
    passages = {
        "I": "Phòng Tài chính - Kế toán có 7 viên chức, phụ trách thu viện phí tại ba cơ sở.",
        "II": "Trước đây người dân xếp hàng nộp tiền mặt, giờ cao điểm chờ đến 40 phút.",
        "V.1": "Ban Giám đốc chỉ đạo sát; ngân hàng hỗ trợ máy quẹt thẻ không thu phí.",
        "V.2": "Người cao tuổi ít dùng thẻ và điện thoại thông minh.",
        "V.3": "Đề nghị thống nhất một ngân hàng cho tất cả các cơ sở.",
    }
    said = [{"section": section, "text": text} for section, text in passages.items()]
    await clerk.put(f"{path}/draft", {"results": [result], "passages": said})


async def _closed_campaign(administrator: Person) -> None:
    """Last year's plan of the centre, announced for two units and closed."""
    definition = next(plan for plan in seed("campaigns")["campaigns"] if plan["id"] == PLANS[CENTRE])
    body = copy_of(definition, CLOSED, "")
    body |= {"title": definition["title"], "number": "58/KH-TTYT", "parents": [], "obliged": ["khoa-5", "khoa-6"]}
    await administrator.post(f"{API}/campaigns", body)
    for step in ("announce", "close"):
        await administrator.post(f"{API}/campaigns/{CLOSED}/{step}")
