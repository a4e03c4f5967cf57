"""April and May: plans announced, units registered, the centre's consolidation sent to two authorities by two forms."""

from deploy.demo.client import Person, must
from deploy.demo.stage import API, CENTRE, DEPARTMENT, DISTRICT, RETURN_REASON, REVIEWERS, seed
from deploy.demo.story import NO_COUNTERPART
from deploy.demo.year.calendar import AUTHORITIES, EXPECTED, Calendar

# Assumption: the documents do not show the centre's Mẫu 1 for the district, but its interim report (280/BC-TTYT) tells
# of all three items, so steering stood there as well; web pages and fan pages are nearest to this field.
CHOSEN_FIELD = "e-government"
WHY = {
    "announced_after_parent_due": "kế hoạch 70/KH-TTYT ban hành sau thời hạn này",
    "due_after_parent": "hạn của 70/KH-TTYT cho các đơn vị sau thời hạn này",
}


async def announce(year: Calendar) -> None:
    """Three plans on their own days. The centre's wants Mẫu 1 after both of its parents do."""
    year.day("29/04/2022 08:30", "UBND quận phát động")
    await year.announce_plan(DISTRICT)
    year.day("06/05/2022 08:00", "Sở Y tế phát động")
    await year.announce_plan(DEPARTMENT)
    year.day("11/05/2022 08:00", "Trung tâm Y tế phát động")
    warnings = await year.announce_plan(CENTRE)
    must("deadline warnings", {w["parent_number"]: sorted(w["reasons"]) for w in warnings}, EXPECTED["warned"])


async def register(year: Calendar) -> None:
    """Two units in time, one of them returned, one late by the plan's "10 giờ ngày 13/5/2022"."""
    steering, organisation, finance = seed("items")["items"]
    year.day("12/05/2022 09:00", "Đơn vị đăng ký đúng hạn")
    await year.unit_registers(organisation)
    year.day("13/05/2022 09:30", "Đơn vị đăng ký trước 10 giờ")
    await year.unit_registers(finance)
    await year.decide(CENTRE, finance["proposed_by"], "return", RETURN_REASON)
    year.day("13/05/2022 10:01", "Sau 10 giờ: trễ hạn")
    await year.unit_registers(steering)
    await year.resubmit(finance["proposed_by"])
    year.day("13/05/2022 14:00", "Trung tâm thẩm định; không ai duyệt hồ sơ của đơn vị mình")
    own = year.case_path(CENTRE, organisation["proposed_by"])
    verdict = {"version": 1, "outcome": "approve"}
    await year.refused(await year.person(REVIEWERS[CENTRE]), f"{own}/decide", verdict, "own_submission")
    for item in (steering, organisation):
        await year.decide(CENTRE, item["proposed_by"], "approve")
    await year.decide(CENTRE, finance["proposed_by"], "approve", version=2)


async def consolidate(year: Calendar) -> None:
    """The centre takes over what it approved. Nothing goes to the district until a person answers the crosswalk."""
    year.day("13/05/2022 15:00", "Trung tâm tổng hợp và gửi lên trên")
    clerk = await year.clerk_of(CENTRE)
    path = f"{API}/consolidations/{year.campaign(CENTRE)}.{CENTRE}"
    async with year.screen.step(clerk.name, "tổng hợp nội dung đã duyệt của các đơn vị") as step:
        body = {"campaign": year.campaign(CENTRE), "organisation": CENTRE}
        await clerk.post(f"{API}/consolidations", body, allow=(409,))
        taken = await clerk.post(f"{path}/take")
        year.items = {line["field"]: line["id"] for line in taken["consolidation"]["lines"]}
        must("items taken over", sorted(year.items), sorted(item["field"] for item in seed("items")["items"]))
        step.notes.append(f"{len(year.items)} nội dung, mỗi nội dung giữ đơn vị đã đăng ký")
    target = year.campaign(DISTRICT)
    await _ask(year, clerk, path, target)
    async with year.screen.step(clerk.name, "chọn lĩnh vực tương ứng ở kế hoạch của UBND quận (giả định)") as step:
        choice = {"line": year.items[NO_COUNTERPART], "field": CHOSEN_FIELD}
        await clerk.put(f"{path}/crosswalk/{target}", {"choices": [choice]})
        step.notes.append(f"{NO_COUNTERPART} → {CHOSEN_FIELD}")
    async with year.screen.step(clerk.name, "gửi cả hai nơi, mỗi nơi theo mẫu và lĩnh vực của nơi ấy") as step:
        campaigns = [year.campaign(authority) for authority in AUTHORITIES]
        sent = await clerk.post(f"{path}/send", {"campaigns": campaigns})
        must("sent", {one["campaign"] for one in sent["sent"]}, set(campaigns))
        step.events.append("submission.submitted")
        for authority in AUTHORITIES:
            await year.arrived(authority, CENTRE)
        step.events.append("case.opened")
    for authority in AUTHORITIES:
        await _late(year, clerk, authority)
        await year.notified(await year.person(REVIEWERS[authority]), authority, authority, "case-opened")
    await year.after("sent upward")


async def _ask(year: Calendar, clerk: Person, path: str, target: str) -> None:
    """Sent as it stands, the district's part is refused with the question."""
    async with year.screen.step(clerk.name, "gửi UBND quận khi chưa chọn lĩnh vực: bị từ chối") as step:
        answer = await clerk.post(f"{path}/send", {"campaigns": [target]})
        must("sent without a choice", answer["sent"], [])
        (refused,) = answer["refused"]
        causes = refused["problem"]["errors"]
        must("why it was refused", [cause["code"] for cause in causes], ["crosswalk_open"])
        step.notes.append(f"⛔ {causes[0]['message']}")
    found = {one["campaign"]: one["unsettled"] for one in (await clerk.get(path))["targets"]}
    must("open questions", found, {target: [year.items[NO_COUNTERPART]], year.campaign(DEPARTMENT): []})


async def _late(year: Calendar, clerk: Person, authority: str) -> None:
    """Both are late, and why: the real deadlines had passed before the units' own."""
    campaign = await clerk.get(f"{API}/campaigns/{year.campaign(authority)}")
    own = await clerk.get(f"{API}/campaigns/{year.campaign(CENTRE)}")
    seen = await clerk.get(year.form_path(authority, CENTRE))
    due = next(form["periods"][0]["due"]["wording"] for form in campaign["forms"] if form["code"] == "registration")
    reasons = next(w["reasons"] for w in own["warnings"] if w["parent"] == campaign["id"])
    must(f"lateness toward {authority}", seen["submission"]["versions"][-1]["late"], EXPECTED["late"][authority])
    why = "; ".join(WHY[reason] for reason in sorted(reasons))
    year.screen.line(f"      ⚠ {year.name(authority)}: trễ hạn ({due}): {why}")


async def decisions(year: Calendar) -> None:
    """Both authorities approve; every unit behind an item hears of both."""
    for moment, authority in (("17/05/2022 09:00", DEPARTMENT), ("18/05/2022 09:00", DISTRICT)):
        year.day(moment, f"{year.name(authority)} thẩm định")
        await year.approved_above(authority, "registration")
