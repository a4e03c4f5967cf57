"""The closing tables of the year: read from the API, printed, and held against those derived by hand."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from difflib import ndiff
from functools import partial

from deploy.demo.client import POLL_SECONDS, DemoError, Json
from deploy.demo.stage import API, CENTRE, DEPARTMENT, DISTRICT, FORMS, REVIEWERS, seed
from deploy.demo.year import survey
from deploy.demo.year.calendar import EXPECTED, Calendar

Row = tuple[str, ...]
Table = tuple[Row, ...]
"""The headings, then the rows."""
PATIENCE_SECONDS = 30.0
"""The figures follow within a second or so; after this they are wrong."""
STANDINGS = {
    "approved": "duyệt",
    "returned": "trả lại",
    "rejected": "không duyệt",
    "sent": "chờ",
    "left_out": "không gửi",
}

Read = Callable[[], Awaitable[Table]]


async def check(year: Calendar) -> None:
    """Every table printed as it is. Raises DemoError with what differs from the expected ones."""
    faults: list[str] = []
    for title, read in _tables(year).items():
        wanted = as_table(EXPECTED["tables"][title])
        table = await _settled(read, wanted)
        year.screen.line()
        year.screen.line(title)
        for line in _lines(table):
            year.screen.line(f"  {line}")
        if table != wanted:
            faults.append(f"{title}:\n" + "\n".join(ndiff(_lines(wanted), _lines(table))))
    if faults:
        raise DemoError("\n".join(["tables that are not the expected ones", *faults]))


def as_table(text: str) -> Table:
    """A table as the file has it: a line a row, bars between cells."""
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in text.splitlines())


def _lines(table: Table) -> list[str]:
    return [" | ".join(row) for row in table]


async def _settled(read: Read, wanted: Table) -> Table:
    """The table as soon as it is the expected one, or as it stays."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (table := await read()) != wanted and time.monotonic() < deadline:
        await asyncio.sleep(POLL_SECONDS)
    return table


def _tables(year: Calendar) -> dict[str, Read]:
    return {
        **{f"Mẫu 1, {year.name(a)}": partial(registered, year, a) for a in (CENTRE, DEPARTMENT, DISTRICT)},
        f"Báo cáo sơ kết, {year.name(DISTRICT)}": partial(interim, year),
        **{f"Mẫu 2, {year.name(a)}": partial(completed, year, a) for a in (DISTRICT, DEPARTMENT, CENTRE)},
        "Ai phải gửi, ai đã gửi": partial(obligations, year),
        "Từng nội dung ở cấp trên": partial(standings, year),
        "Số nội dung của Trung tâm ở cấp trên": partial(carried, year),
        f"Khảo sát sự hài lòng, {year.name(CENTRE)}": partial(survey.weeks, year),
    }


async def _ask(year: Calendar, authority: str, form: str, listing: str) -> Json:
    """Figures or a list, as the authority's reviewer sees them."""
    reader = await year.person(REVIEWERS[authority])
    path = f"/api/reporting/campaigns/{year.campaign(authority)}/{listing}"
    return await reader.get(f"{path}?recipient={authority}&form={form}&size=100")


async def registered(year: Calendar, authority: str) -> Table:
    """Mẫu 1 as figures, in the recipient's own fields and numbers."""
    summary = await _ask(year, authority, "registration", "summary")
    named = [(_field(field), field) for field in summary["fields"]] + [("Cộng", summary["totals"])]
    rows = [(name, str(figures["registered"]), str(figures["approved"])) for name, figures in named]
    return (("Lĩnh vực", "Số lượng đăng ký", "Được duyệt"), *rows)


async def interim(year: Calendar) -> Table:
    """The interim report item by item; the sums are the figures, and not added up here."""
    totals = (await _ask(year, DISTRICT, "interim", "summary"))["totals"]
    found = (await _ask(year, DISTRICT, "interim", "results"))["items"]
    facts = [(row["outcome"] == "done", bool(row["result"]["forecast"]), row["without_figures"]) for row in found]
    rows = [(row["content"], "1", *(str(int(fact)) for fact in its)) for row, its in zip(found, facts, strict=True)]
    sums = [str(totals[name]) for name in ("registered", "completed", "uncompleted", "without_figures")]
    return (("Nội dung", "Đăng ký", "Hoàn thành", "Chỉ mới dự kiến", "Chưa có số liệu"), *rows, ("Cộng", *sums))


async def completed(year: Calendar, authority: str) -> Table:
    """Mẫu 2 by the columns of the recipient's own form, with names where it asks for them."""
    reader = await year.person(REVIEWERS[authority])
    campaign = await reader.get(f"{API}/campaigns/{year.campaign(authority)}")
    columns = next(form["columns"] for form in campaign["forms"] if form["code"] == "completion")
    summary = await _ask(year, authority, "completion", "summary")
    results = (await _ask(year, authority, "completion", "results"))["items"]
    codes = [column["code"] for column in columns]
    named = "uncompleted" in codes
    rows = [_row(f, [r for r in results if r["field"] == f["code"]], codes, named=named) for f in summary["fields"]]
    totals = summary["totals"]
    sums = {"field": "Cộng", "note": "", **{name: str(totals[name]) for name in codes if name in totals}}
    return (tuple(column["title"] for column in columns), *rows, tuple(sums[code] for code in codes))


def _row(field: Json, results: list[Json], codes: list[str], *, named: bool) -> Row:
    done = [row["content"] for row in results if row["outcome"] == "done"]
    others = [f"{r['content']} ({r['result']['new_expected']['text']})" for r in results if r["outcome"] == "not_done"]
    cells = {
        "field": _field(field),
        "registered": str(field["registered"]),
        "completed": _named(field["completed"], done if named else []),
        "uncompleted": _named(field["uncompleted"], others) if field["uncompleted"] else "-",
        "note": "; ".join(row["note"] for row in results if row["note"]),
    }
    return tuple(cells[code] for code in codes)


def _named(number: int, names: list[str]) -> str:
    return f"{number}: {'; '.join(names)}" if names else str(number)


def _field(field: Json) -> str:
    return f"{field['number']}. {field['name']}"


async def obligations(year: Calendar) -> Table:
    """Every form of every plan: who owes it, and in which of three buckets each of them is."""
    rows: list[Row] = []
    for authority in (DISTRICT, DEPARTMENT, CENTRE):
        reader = await year.person(REVIEWERS[authority])
        campaign = await reader.get(f"{API}/campaigns/{year.campaign(authority)}")
        for form in (form["code"] for form in campaign["forms"]):
            found = (await _ask(year, authority, form, "summary"))["organisations"]
            figures = [str(found[bucket]) for bucket in ("expected", "on_time", "late", "missing")]
            rows.append((f"{campaign['number']}: {FORMS[form]}", *figures))
    return (("Kế hoạch và biểu", "Phải gửi", "Đúng hạn", "Trễ hạn", "Chưa gửi"), *rows)


async def standings(year: Calendar) -> Table:
    """Where each item stands with each authority, as the unit that proposed it sees it."""
    rows: list[Row] = []
    for item in seed("items")["items"]:
        clerk = await year.clerk_of(item["proposed_by"])
        seen = await clerk.get(year.form_path(CENTRE, item["proposed_by"]))
        for authority in (DEPARTMENT, DISTRICT):
            told = {e["form"]: e["status"] for e in seen["submission"]["upward"] if e["organisation"] == authority}
            cells = [STANDINGS[told[form]] if form in told else "-" for form in FORMS]
            rows.append((item["content"], year.name(authority), *cells))
    return (("Nội dung", "Nơi nhận", *FORMS.values()), *rows)


async def carried(year: Calendar) -> Table:
    """The same as figures of the centre."""
    higher = (await _ask(year, CENTRE, "registration", "summary"))["higher"]
    found = {one["recipient"]["id"]: one for one in higher}
    figures = ("carried", "approved", "returned", "left_out")
    rows = [
        (year.name(authority), *(str(found[authority][figure]) for figure in figures))
        for authority in (DEPARTMENT, DISTRICT)
        if authority in found
    ]
    return (("Nơi nhận", "Đã chuyển", "Được duyệt", "Trả lại", "Không gửi"), *rows)
