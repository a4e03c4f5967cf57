"""A report's draft: two people in different items never disturb each other, and nothing typed is prefilled over."""

import pytest

from services.registration.reports.model.entries import (
    ItemEntry,
    SectionEntry,
    entry_of,
    put_entry,
    put_section,
)
from services.registration.reports.model.prefill import EarlierReport, UnitResult, composed_result, prefilled
from services.registration.submissions.model.draft import SubmissionRecord, mark
from services.registration.submissions.model.edits import Baseline, Edit, stamp_of
from shared.contracts.files import Attachment
from shared.contracts.items import ItemSource
from shared.contracts.types import Person
from shared.errors import DomainError
from shared.forms.results.model import DraftResult, ReportDraft, Result, drafted, section_key
from shared.language.periods import CompletionPeriod
from tests.unit.registration.examples import CENTRE, CLERK, LATER, STATION, then
from tests.unit.registration.reports.examples import DONE, NOT_DONE, answered, basis, form_of, report

FORM = form_of()
A, B = basis()
EMPTY = report(ReportDraft())
ONE = CLERK.acting_for(STATION)
OTHER = ONE.model_copy(update={"account": "khac", "name": "Đồng nghiệp"})


def entry(result: DraftResult = DONE, name: str = A.content, texts: tuple[str, ...] = ("", "")) -> ItemEntry:
    return ItemEntry(name=name, note="", result=result, texts=texts)


def seen(record: SubmissionRecord, page: str = "") -> Baseline:
    return Baseline(mark(entry_of(typed_in(record), FORM, A)), page)


def typed_in(record: SubmissionRecord) -> ReportDraft:
    return drafted(record.private.draft)


def put(record: SubmissionRecord, said: ItemEntry, before: Baseline, person: Person = ONE) -> SubmissionRecord:
    return then(record, put_entry(record, FORM, A, said, Edit(person, LATER, before)))


class TestEntries:
    def test_an_item_is_answered_and_renamed(self) -> None:
        before = report(ReportDraft())
        after = typed_in(put(before, entry(name="Tuyên truyền mới"), seen(before)))
        assert [(row.id, row.field, row.content, row.parts) for row in after.items] == [
            ("a", "steering", "Tuyên truyền mới", ("Một", "Hai"))
        ]
        assert after.results == (DONE,)

    def test_its_registered_name_needs_no_row(self) -> None:
        before = report(ReportDraft())
        renamed = put(before, entry(name="Khác"), seen(before))
        again = put(renamed, entry(), seen(renamed))
        assert typed_in(again).items == ()
        assert put_entry(again, FORM, A, entry(), Edit(ONE, LATER, Baseline(""))) is None

    def test_words_that_the_result_gives_anyway_are_not_kept(self) -> None:
        before = report(ReportDraft())
        made = "Tuyên truyền\n1. Một\n2. Hai"
        after = typed_in(put(before, entry(texts=(made, "Lời riêng")), seen(before)))
        assert [(p.section, p.item, p.text) for p in after.passages] == [("IV", "a", "Lời riêng")]

    def test_files_stay_whatever_is_typed(self) -> None:
        before = report(ReportDraft(results=(with_files(DONE, 1),)))
        after = typed_in(put(before, entry(DraftResult(item="a")), seen(before)))
        assert after.results == (DraftResult(item="a", attachments=files(1)),)

    def test_nobody_types_a_file(self) -> None:
        """Who names a file's id may read it."""
        foreign = with_files(DONE, 7)
        empty = report(ReportDraft())
        assert typed_in(put(empty, entry(foreign), seen(empty))).results == (DONE,)
        before = report(ReportDraft(results=(with_files(DraftResult(item="a"), 1),)))
        after = typed_in(put(before, entry(foreign), seen(before)))
        assert after.results == (with_files(DONE, 1),)

    def test_two_people_in_one_item_are_told_of_each_other(self) -> None:
        before = report(ReportDraft())
        theirs = put(before, entry(), seen(before), OTHER)
        with pytest.raises(DomainError) as caught:
            put(theirs, entry(DraftResult(item="a", result="Của tôi")), seen(before))
        assert caught.value.code == "item_changed"
        stamp = stamp_of(theirs, "a")
        assert stamp is not None
        assert stamp.by.name == "Đồng nghiệp"

    def test_what_the_same_page_saved_is_no_conflict(self) -> None:
        before = report(ReportDraft())
        first = put(before, entry(), seen(before, "trang"))
        again = put(first, entry(name="Sau"), Baseline("", "trang"))
        assert typed_in(again).items[0].content == "Sau"

    def test_two_people_in_different_places_are_both_kept(self) -> None:
        before = report(ReportDraft())
        first = put(before, entry(), seen(before))
        said = SectionEntry(section="V.1", text="Ưu điểm")
        empty = Baseline(mark(SectionEntry(section="V.1", text="")))
        second = then(first, put_section(first, FORM, said, Edit(OTHER, LATER, empty)))
        assert typed_in(second).results == (DONE,)
        assert [p.text for p in typed_in(second).passages] == ["Ưu điểm"]
        assert stamp_of(second, section_key("V.1")) is not None
        with pytest.raises(DomainError) as caught:
            put_section(second, FORM, SectionEntry(section="V.1", text="Khác"), Edit(ONE, LATER, empty))
        assert caught.value.code == "item_changed"

    @pytest.mark.parametrize("number", ["V", "III", "VI"])
    def test_headings_and_sections_of_items_have_no_text_of_their_own(self, number: str) -> None:
        with pytest.raises(DomainError) as caught:
            put_section(EMPTY, FORM, SectionEntry(section=number, text="x"), Edit(ONE, LATER, Baseline("")))
        assert caught.value.code == "section_not_found"


class TestPrefill:
    def test_what_was_typed_stays(self) -> None:
        typed = ReportDraft(results=(DraftResult(item="a", reason="Đang gõ"),))
        after = prefilled(FORM, typed, basis(), own=[EarlierReport(interim=False, draft=answered())])
        assert after.results == (typed.results[0], NOT_DONE)

    def test_the_own_report_of_another_plan_is_taken_over_with_its_names_and_texts(self) -> None:
        row = {"id": "b", "field": "public-finance", "content": "Tên mới", "expected": "Quý IV/2022"}
        other = answered(items=[row])
        after = prefilled(FORM, ReportDraft(), basis(), own=[EarlierReport(interim=False, draft=other)])
        assert after.results == (DONE, NOT_DONE)
        assert [(item.id, item.content) for item in after.items] == [("b", "Tên mới")]
        assert [p.section for p in after.passages] == ["I", "II", "V.1", "V.2", "V.3"]

    def test_a_forecast_of_the_interim_report_is_asked_anew_and_the_new_name_stays(self) -> None:
        row = {"id": "b", "field": "public-finance", "content": "Tên mới", "expected": "Quý IV/2022"}
        forecast = DraftResult.model_validate({"item": "b", "outcome": "not_done", "forecast": "Sẽ đạt"})
        told = EarlierReport(interim=True, draft=answered(DONE, forecast, items=[row]))
        after = prefilled(FORM, ReportDraft(), basis(), own=[told])
        assert after.results == (DONE,)
        assert [item.content for item in after.items] == ["Tên mới"]

    @pytest.mark.parametrize("interim", [True, False])
    def test_a_result_that_is_taken_over_brings_its_files(self, *, interim: bool) -> None:
        told = EarlierReport(interim=interim, draft=answered(with_files(DONE, 1, 2)))
        assert prefilled(FORM, ReportDraft(), basis(), own=[told]).results == (with_files(DONE, 1, 2),)

    def test_files_of_a_forecast_stay_with_it(self) -> None:
        told = EarlierReport(interim=True, draft=answered(with_files(NOT_DONE, 1)))
        assert prefilled(FORM, ReportDraft(), basis(), own=[told]).results == ()

    def test_what_was_uploaded_before_stays_in_front(self) -> None:
        draft = ReportDraft(results=(with_files(DraftResult(item="a"), 3), with_files(DraftResult(item="b"), 4)))
        told = EarlierReport(interim=False, draft=answered(with_files(DONE, 1, 3)))
        after = prefilled(FORM, draft, basis(), own=[told])
        assert after.results == (with_files(DONE, 3, 1), with_files(DraftResult(item="b"), 4))

    def test_files_that_find_no_room_are_told_of(self) -> None:
        draft = ReportDraft(results=(with_files(DraftResult(item="a"), *range(18)),))
        told = EarlierReport(interim=False, draft=answered(with_files(DONE, 20, 21, 22)))
        (result,) = prefilled(FORM, draft, basis(), own=[told]).results
        assert result.attachments == files(*range(18), 20, 21)
        assert result.evidence == f"{DONE.evidence}\n(Còn 1 tệp nữa, xem báo cáo trước của đơn vị.)"

    def test_a_consolidated_item_is_composed_of_its_units(self) -> None:
        source = ItemSource(submission="s", organisation=STATION, version=1, item="x", field="steering")
        items = (A.model_copy(update={"sources": (source,)}), B)
        told = [UnitResult("Trạm 13", done("x", "Quý III/2022", "Tốt", 1, 2))]
        after = prefilled(FORM, ReportDraft(), items, sources=lambda item: told if item.id == "a" else ())
        (result,) = after.results
        assert result.attachments == files(1, 2)
        assert (result.item, result.outcome, result.done_on, result.result) == ("a", "done", "Quý III/2022", "Tốt")


def files(*numbers: int) -> tuple[Attachment, ...]:
    """Files of different contents."""
    return tuple(
        Attachment(id=f"tep-{n}", name=f"anh-{n}.png", media_type="image/png", size=3, sha256=f"{n:064x}")
        for n in numbers
    )


def with_files(result: DraftResult, *numbers: int) -> DraftResult:
    return result.model_copy(update={"attachments": files(*numbers)})


def done(item: str, when: str, text: str, *numbers: int) -> Result:
    figure = {"name": "Số bài", "value": "2.5", "unit": "bài"}
    said = {"item": item, "outcome": "done", "done_on": period(when), "result": text, "figures": [figure]}
    return Result.model_validate(said).model_copy(update={"attachments": files(*numbers)})


def period(text: str) -> dict[str, object]:
    return CompletionPeriod.parse(text).model_dump(mode="json")


NOT = Result.model_validate(
    {"item": "y", "outcome": "not_done", "reason": "Chờ", "new_expected": period("Quý I/2023"), "forecast": "Sẽ"}
)
UP = Result.model_validate({"item": "z", "outcome": "given_up", "reason": "Trùng"})


class TestComposed:
    def test_done_only_when_all_are_done(self) -> None:
        first, second = UnitResult("A", done("x", "Quý III/2022", "Một")), UnitResult("B", done("y", "9/2022", "Hai"))
        both = composed_result("a", [first, second])
        assert (both.outcome, both.done_on, both.result) == ("done", "Quý III/2022", "A: Một\nB: Hai")
        assert [(row.name, row.value, row.unit) for row in both.figures] == [
            ("A: Số bài", "2,5", "bài"),
            ("B: Số bài", "2,5", "bài"),
        ]
        assert composed_result("a", [first, UnitResult("B", None)]).outcome is None
        assert composed_result("a", [first, UnitResult("B", UP)]).outcome is None
        mixed = composed_result("a", [first, UnitResult("B", NOT), UnitResult("C", None)])
        assert (mixed.outcome, mixed.reason, mixed.new_expected) == ("not_done", "B: Chờ", "Quý I/2023")
        assert mixed.forecast == "B: Sẽ"

    def test_one_unit_needs_no_name_before_its_words(self) -> None:
        alone = composed_result("a", [UnitResult("A", UP)])
        assert (alone.outcome, alone.reason) == ("given_up", "Trùng")

    def test_nothing_is_lost_without_a_word_where_three_hundred_units_reported(self) -> None:
        many = [UnitResult(f"Đơn vị {n}", done("x", "Quý III/2022", "x" * 90)) for n in range(300)]
        made = composed_result("a", many)
        assert len(made.figures) == 50
        assert "Đơn vị 50: Số bài: 2,5 bài" in made.evidence
        assert made.result.endswith("mục nữa, xem báo cáo của các đơn vị.)")
        assert len(made.result) <= 10_000
        kept = made.result.count("\n")
        assert f"(Còn {300 - kept} mục nữa" in made.result

    def test_each_content_is_there_once_whoever_uploaded_it(self) -> None:
        same = tuple(file.model_copy(update={"id": "khac", "name": "khac.png"}) for file in files(1))
        again = done("y", "9/2022", "Hai").model_copy(update={"attachments": (*same, *files(2))})
        told = [UnitResult("A", done("x", "9/2022", "Một", 1)), UnitResult("B", again), UnitResult("C", None)]
        made = composed_result("a", told)
        assert made.attachments == files(1, 2)
        assert made.evidence == ""

    def test_files_beyond_the_limit_are_told_of_beside_all_other_words(self) -> None:
        many = [UnitResult(f"Đơn vị {n}", done("x", "9/2022", "x", *range(3 * n, 3 * n + 3))) for n in range(8)]
        made = composed_result("a", many)
        assert made.attachments == files(*range(20))
        assert made.evidence == "(Còn 4 tệp nữa, xem báo cáo của các đơn vị.)"
        wordy = [
            UnitResult(one.unit, one.result and one.result.model_copy(update={"evidence": "x" * 1_800})) for one in many
        ]
        made = composed_result("a", wordy)
        assert [line[:8] for line in made.evidence.splitlines()] == [
            *(f"Đơn vị {n}" for n in range(5)),
            *["(Còn 3 m", "(Còn 4 t"],
        ]
        assert len(made.evidence) <= 10_000

    def test_evidence_beyond_its_room_is_counted_by_the_line(self) -> None:
        """Also where figures follow: what fits stays."""
        wordy = done("x", "9/2022", "x").model_copy(update={"evidence": "x" * 150})
        made = composed_result("a", [UnitResult(f"Đơn vị {n}", wordy) for n in range(70)])
        lines = made.evidence.splitlines()
        assert len(lines) > 50
        assert lines[-1] == f"(Còn {70 + 20 - (len(lines) - 1)} mục nữa, xem báo cáo của các đơn vị.)"

    def test_without_any_report_nothing_is_said(self) -> None:
        assert composed_result("a", [UnitResult(CENTRE, None)]) == DraftResult(item="a")
