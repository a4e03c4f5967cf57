"""The đề cương: the plan's sections with what was written."""

from shared.contracts.forms import Form
from shared.forms.registry import kind_of
from shared.forms.results.model import Passage, Report, Result, ResultOutcome
from shared.sheets.model import Gap, Part, Text
from tests.unit.registration.examples import STATION
from tests.unit.registration.reports.examples import answered, form_of, plan, said
from tests.unit.shared.sheets.examples import HEAD, INTERIM, items


def parts_of(form: Form, report: Report) -> list[Part]:
    *_, sheet = kind_of(form).sheets(form, plan(), HEAD, report)
    return [block for block in sheet.blocks if isinstance(block, Part)]


def test_its_sections_follow_the_plan() -> None:
    parts = parts_of(form_of(), said(answered()))
    assert [f"{part.number}. {part.title}" for part in parts] == [
        "I. ĐẶC ĐIỂM TÌNH HÌNH",
        "II. THỰC TRẠNG TẠI CƠ QUAN, ĐƠN VỊ",
        "III. TÓM TẮT VỀ MÔ HÌNH, GIẢI PHÁP",
        "IV. KẾT QUẢ ĐẠT ĐƯỢC SAU KHI ÁP DỤNG MÔ HÌNH, GIẢI PHÁP",
        "V. ĐÁNH GIÁ CHUNG",
        "1. Ưu điểm",
        "2. Hạn chế",
        "3. Bài học kinh nghiệm",
    ]
    assert parts[0].blocks == (Text("Mục I"),)
    assert parts[4].blocks == ()
    assert [part.anchor.key for part in parts if part.anchor] == [
        f"passages.{number}" for number in ("I", "II", "V.1", "V.2", "V.3")
    ]


def test_an_entry_is_headed_by_the_item_and_does_not_repeat_it() -> None:
    entry = parts_of(form_of(), said(answered()))[2].blocks[0]
    assert isinstance(entry, Part)
    assert (entry.number, entry.title, entry.minor) == ("1", "Tuyên truyền", True)
    assert entry.blocks == (Text("1. Một\n2. Hai"),)


def test_what_is_not_written_is_said() -> None:
    parts = parts_of(form_of(INTERIM), Report())
    assert parts[0].blocks == (Gap("passage"),)
    assert parts[2].blocks == (Text("-"),)


def test_an_interim_report_is_its_outline() -> None:
    report = Report(
        items=tuple(items("steering", "x")),
        results=(Result(item="x", outcome=ResultOutcome.NOT_DONE),),
        passages=(Passage(section="I", text="Nơi đây"),),
    )
    (sheet,) = kind_of(report).sheets(form_of(INTERIM), plan(), HEAD, report)
    assert (sheet.title, sheet.form, sheet.letterhead) == ("BÁO CÁO SƠ KẾT", "", HEAD)
    assert STATION not in repr(sheet)
