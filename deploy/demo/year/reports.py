"""June and November: the interim report to the district alone, then Mẫu 2 and its đề cương of units and centre."""

from pathlib import Path

from deploy.demo.client import Json, must
from deploy.demo.stage import API, CENTRE, DEPARTMENT, DISTRICT, FORMS, REVIEWERS, read_yaml, seed
from deploy.demo.year.calendar import AUTHORITIES, EXPECTED, Calendar

TEXTS = read_yaml(Path(__file__).with_name("texts.yaml"))
"""The words of the reports."""
OUTLINED, PER_ITEM = ("I", "II", "V.1", "V.2", "V.3"), ("III", "IV")
"""The sections of every plan's đề cương: those written as a whole, and those with an entry an item."""


async def interim(year: Calendar) -> None:
    """Báo cáo 280/BC-TTYT: two items renamed, and their results still expected. The department asks for none."""
    year.day("09/06/2022 09:00", "Báo cáo sơ kết 280/BC-TTYT, chỉ gửi UBND quận")
    clerk = await year.clerk_of(CENTRE)
    wanted = {"campaign": year.campaign(DEPARTMENT), "form": "interim", "organisation": CENTRE}
    await year.refused(clerk, f"{API}/submissions", wanted, "form_not_asked")
    path = await year.begin(DISTRICT, CENTRE, "interim")
    said = TEXTS["interim"]
    typed = {year.items[field]: words for field, words in said["items"].items()}
    basis = (await clerk.get(f"{path}/report"))["basis"]
    summaries = [{"section": "III", "item": i, "text": w["summary"]} for i, w in typed.items() if "summary" in w]
    body = {
        "items": [_named(item, typed[item["id"]].get("name")) for item in basis],
        "results": [_result(ident, words) for ident, words in typed.items()],
        "passages": [*_passages(said, clerk.name), *summaries],
    }
    await clerk.put(f"{path}/draft", body)
    await _send(year, DISTRICT, CENTRE, "interim")
    year.day("13/06/2022 09:00", "UBND quận xem báo cáo sơ kết")
    await year.approved_above(DISTRICT, "interim")


async def units_report(year: Calendar) -> None:
    """Mẫu 2 of the three units, before 05/11. Two completed, one not (assumption)."""
    year.day("03/11/2022 08:00", "Đơn vị báo cáo kết quả (Mẫu 2), giả định hoàn thành hai trên ba")
    items, said = seed("items")["items"], TEXTS["completion"]
    for item in items:
        unit, field = item["proposed_by"], item["field"]
        clerk = await year.clerk_of(unit)
        path = await year.begin(CENTRE, unit, "completion")
        result = _result(year.items[field], said["items"][field])
        await clerk.put(f"{path}/draft", {"results": [result], "passages": _passages(said, clerk.name)})
        await _send(year, CENTRE, unit, "completion")
    year.day("04/11/2022 09:00", "Trung tâm xem báo cáo của đơn vị")
    for item in items:
        await year.decide(CENTRE, item["proposed_by"], "approve", form="completion")


async def centre_reports(year: Calendar) -> None:
    """The centre's Mẫu 2 and đề cương to both, made of its interim report and of what its units reported."""
    year.day("08/11/2022 09:00", "Mẫu 2 và đề cương của Trung tâm, trước 10/11")
    clerk = await year.clerk_of(CENTRE)
    for authority in AUTHORITIES:
        path = await year.begin(authority, CENTRE, "completion")
        async with year.screen.step(clerk.name, f"điền sẵn Mẫu 2 gửi {year.name(authority)}") as step:
            draft = (await clerk.post(f"{path}/prefill"))["draft"]
            must(f"prefilled for {authority}", _prefilled(year, draft), EXPECTED["prefilled"])
            must("sections", {p["section"] for p in draft["passages"] if not p["item"]}, set(OUTLINED))
            must("lacking", (await clerk.get(f"{path}/report"))["lacking"], [])
            step.notes.append(f"{len(draft['results'])} nội dung, {len(OUTLINED)} mục đề cương")
        await _send(year, authority, CENTRE, "completion")
    for moment, authority in (("14/11/2022 09:00", DEPARTMENT), ("15/11/2022 09:00", DISTRICT)):
        year.day(moment, f"{year.name(authority)} duyệt Mẫu 2")
        await year.approved_above(authority, "completion")


async def _send(year: Calendar, authority: str, organisation: str, form: str) -> None:
    """Sent in time, every registered item answered once and told of in III and IV."""
    version = (await year.submit(authority, organisation, form, FORMS[form]))["versions"][-1]
    must("late", version["late"], False)
    content = version["content"]
    items = [item["id"] for item in content["items"]]
    must("items answered", sorted(result["item"] for result in content["results"]), sorted(items))
    entries = sorted((p["section"], p["item"]) for p in content["passages"] if p["item"])
    must("entries of the outline", entries, sorted((section, item) for section in PER_ITEM for item in items))
    reviewer = await year.person(REVIEWERS[authority])
    await year.notified(reviewer, authority, authority, "case-opened", form=form, submitter=organisation)
    await year.after(f"{form} sent to {authority}")


def _named(item: Json, name: str | None) -> Json:
    """A registered item as the report calls it."""
    kept = {key: item[key] for key in ("id", "field", "parts", "note")}
    return kept | {"content": name or item["content"], "expected": item["expected"]["text"]}


def _result(ident: str, words: Json) -> Json:
    return {"item": ident, **{name: text for name, text in words.items() if name not in {"name", "summary"}}}


def _passages(said: Json, author: str) -> list[Json]:
    return [{"section": section, "text": text.format(name=author)} for section, text in said["passages"].items()]


def _prefilled(year: Calendar, draft: Json) -> dict[str, list[str]]:
    """What was filled in, by field: the name where it is another than the registered one, outcome, when, figures."""
    names = {item["id"]: item["content"] for item in draft["items"]}
    results = {result["item"]: result for result in draft["results"]}
    return {
        field: [
            names.get(ident, ""),
            results[ident]["outcome"] or "",
            results[ident]["done_on"] or results[ident]["new_expected"],
            "; ".join(f"{f['name']}: {f['value']} {f['unit']}" for f in results[ident]["figures"]),
        ]
        for field, ident in year.items.items()
        if ident in results
    }
