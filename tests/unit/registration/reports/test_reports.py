"""A report answers every registered item once, tells all that it lacks at once, and takes no forecast for a deed."""

from decimal import Decimal
from typing import Any

import pytest

from services.registration.submissions.delivery.model import life as submissions
from shared.contracts.campaigns import Transfer
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Decision, ItemDecision, Outcome, RecipientStatus, WithdrawnItem
from shared.errors import DomainError, RefusalsError
from shared.forms.results.model import DraftResult, Report, ReportDraft
from shared.forms.results.report import answers, faults_of, report_of, strays
from shared.forms.results.written import check
from shared.language.numbers import read_number
from shared.language.vietnamese import format_number
from shared.rules.force import basis_of
from shared.rules.obligations import predecessors
from tests.unit.registration.examples import CENTRE, CLERK, NOW, REVIEWER, STATION, person
from tests.unit.registration.reports.examples import (
    AUTUMN,
    DONE,
    NOT_DONE,
    answered,
    basis,
    filling,
    form_of,
    plan,
    registered,
    report,
    said,
)

COMPLETION, INTERIM = "completion", "interim"


def faults(draft: ReportDraft, code: str = COMPLETION) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in faults_of(draft, filling(code))]


def with_done(**changes: Any) -> ReportDraft:
    return answered(DraftResult.model_validate({**DONE.model_dump(mode="json"), **changes}), NOT_DONE)


def with_not_done(**changes: Any) -> ReportDraft:
    return answered(DONE, DraftResult.model_validate({"item": "b", "outcome": "not_done", **changes}))


class TestBasis:
    def test_the_items_in_force_in_the_order_of_the_fields(self) -> None:
        assert [item.id for item in basis()] == ["a", "b"]

    def test_a_rejected_and_a_withdrawn_item_are_not_to_be_reported(self) -> None:
        sent = registered()
        rejected = Decision(
            version=1,
            outcome=Outcome.APPROVE,
            items=(ItemDecision(item="a", outcome=Outcome.REJECT, reason="Trùng"),),
            decided_at=NOW,
            decided_by=REVIEWER.acting_for(CENTRE),
        )
        (recipient,) = sent.recipients
        decided = recipient.model_copy(update={"status": RecipientStatus.APPROVED, "decisions": (rejected,)})
        after = sent.model_copy(update={"recipients": (decided,)})
        assert [item.id for item in basis_of([after], plan())] == ["b"]
        gone = WithdrawnItem(item="b", reason="Bỏ", withdrawn_at=NOW, withdrawn_by=CLERK.acting_for(STATION))
        assert basis_of([after.model_copy(update={"withdrawn_items": (gone,)})], plan()) == ()

    def test_a_successor_reports_what_its_predecessors_registered(self) -> None:
        moved = Transfer(
            organisation=STATION,
            form=COMPLETION,
            successor="khoa-1",
            on=NOW.date(),
            restructuring="r",
            reason="Sáp nhập",
        )
        after = plan().model_copy(update={"transfers": (moved,)})
        assert predecessors(after, FormPeriod(COMPLETION), "khoa-1") == (STATION,)
        assert predecessors(after, FormPeriod(INTERIM), "khoa-1") == ()
        assert predecessors(after, FormPeriod(COMPLETION), STATION) == ()


class TestCompleteness:
    def test_a_complete_report_has_no_fault(self) -> None:
        assert faults(answered()) == []

    def test_all_faults_are_told_at_once_with_their_places(self) -> None:
        assert faults(ReportDraft()) == [
            ("result_unanswered", "results.a.outcome"),
            ("result_unanswered", "results.b.outcome"),
            ("passage_missing", "passages.I"),
            ("passage_missing", "passages.II"),
            ("passage_missing", "passages.V.1"),
            ("passage_missing", "passages.V.2"),
            ("passage_missing", "passages.V.3"),
        ]
        with pytest.raises(RefusalsError) as caught:
            said(ReportDraft())
        assert caught.value.code == "submission_incomplete"
        assert len(caught.value.causes) == 7

    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({"done_on": ""}, [("done_on_missing", "done_on")]),
            ({"done_on": "31/02/2022"}, [("period_impossible_date", "done_on")]),
            ({"done_on": "lúc nào xong thì xong"}, [("done_on_unreadable", "done_on")]),
            ({"done_on": "Quý I/2023"}, [("done_on_future", "done_on")]),
            ({"done_on": "02/11/2022"}, [("done_on_future", "done_on")]),
            ({"done_on": "01/11/2022"}, []),
            ({"done_on": "Quý IV/2022"}, []),  # it has begun: not wholly in the future
            ({"result": "", "forecast": "Sẽ đạt"}, [("result_missing", "result")]),
            ({"figures": [{"value": "3"}]}, [("figure_name_missing", "figures.0.name")]),
            ({"figures": [{}, {"name": "Số bài"}]}, [("figure_value_missing", "figures.1.value")]),
            ({"figures": [{"name": "Số bài", "value": "nhiều"}]}, [("figure_value_unreadable", "figures.0.value")]),
            (
                {"figures": [{"name": "Số bài", "value": "3%", "unit": "bài"}]},
                [("figure_value_unreadable", "figures.0.value")],
            ),
            (
                {"figures": [{"name": "Số bài", "value": "3", "unit": "x" * 61}]},
                [("figure_unit_too_long", "figures.0.unit")],
            ),
            ({"figures": []}, []),
        ],
    )
    def test_what_done_needs(self, changes: dict[str, Any], found: list[tuple[str, str]]) -> None:
        assert faults(with_done(**changes)) == [(code, f"results.a.{column}") for code, column in found]

    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({}, ["reason_missing", "new_expected_missing"]),
            ({"reason": "Chờ kinh phí"}, ["new_expected_missing"]),
            ({"forecast": "Sẽ đạt"}, ["reason_missing", "new_expected_missing"]),
            ({"reason": "Chờ kinh phí", "new_expected": "31/02/2023"}, ["period_impossible_date"]),
            ({"outcome": "given_up"}, ["reason_missing"]),
            ({"outcome": "given_up", "reason": "Trùng"}, []),
        ],
    )
    def test_what_not_done_and_given_up_need(self, changes: dict[str, Any], found: list[str]) -> None:
        assert [code for code, _ in faults(with_not_done(**changes))] == found

    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({"forecast": "Dự kiến thực hiện từ ngày 01/7/2022"}, []),
            ({"forecast": "Sẽ đạt", "new_expected": "31/02/2023"}, ["period_impossible_date"]),
            ({}, ["forecast_or_reason_missing"]),
            ({"reason": "Chờ kinh phí"}, ["new_expected_missing"]),
            ({"reason": "Chờ kinh phí", "new_expected": "Quý I/2023"}, []),
        ],
    )
    def test_at_the_interim_report_a_forecast_will_do(self, changes: dict[str, Any], found: list[str]) -> None:
        assert [code for code, _ in faults(with_not_done(**changes), INTERIM)] == found

    def test_a_passage_too_long_for_the_document_is_named(self) -> None:
        long = with_done(result="x" * 6_000, evidence="y" * 6_000)
        assert faults(long) == [("passage_too_long", "results.a.passages.IV")]

    def test_a_done_item_without_figures_is_flagged_and_may_be_sent(self) -> None:
        draft = with_done(figures=[])
        assert [a.without_figures for a in answers(draft, filling())] == [True, False]
        assert said(draft).results[0].without_figures


class TestContent:
    def test_each_item_has_one_result_under_its_present_name(self) -> None:
        rows = [{"id": "b", "field": "public-finance", "content": "Ứng dụng thu tiền điện tử", "note": "Đổi tên"}]
        found = said(answered(items=rows))
        assert [(item.id, item.content, item.note) for item in found.items] == [
            ("a", "Tuyên truyền", ""),
            ("b", "Ứng dụng thu tiền điện tử", "Đổi tên"),
        ]
        assert found.items[0] == basis()[0]
        assert found.items[1].expected == basis()[1].expected
        assert [result.item for result in found.results] == ["a", "b"]

    def test_iii_and_iv_are_made_of_the_registration_and_the_result(self) -> None:
        texts = {(p.section, p.item): p.text for p in said(answered()).passages}
        assert texts["III", "a"] == "Tuyên truyền\n1. Một\n2. Hai"
        assert texts["IV", "a"] == (
            "Hoàn thành: Quý III/2022\nMỗi tuần một bài\nSố liệu: Số bài: 1.234,5 bài\n"
            "Dẫn chứng: Trang thông tin điện tử"
        )
        assert texts["IV", "b"] == "Chưa hoàn thành. Lý do: Chờ kinh phí\nThời hạn hoàn thành mới: Quý I/2023"
        assert texts["V.1", None] == "Mục V.1"
        assert ("V", None) not in texts, "a mere heading"

    def test_own_words_stand_in_place_of_those_made(self) -> None:
        own = answered()
        passages = [*own.model_dump(mode="json")["passages"], {"section": "IV", "item": "a", "text": "Lời của đơn vị"}]
        found = said(ReportDraft.model_validate({**own.model_dump(mode="json"), "passages": passages}))
        assert next(p.text for p in found.passages if p.section == "IV") == "Lời của đơn vị"

    def test_what_was_typed_for_another_outcome_is_not_delivered(self) -> None:
        found = said(with_done(forecast="Sẽ đạt", reason="Chờ", new_expected="Quý I/2023"))
        result = found.results[0]
        assert (result.forecast, result.reason, result.new_expected) == ("", "", None)
        other = said(with_not_done(reason="Chờ", new_expected="Quý I/2023", result="Đã đạt", done_on="Quý I/2022"))
        assert (other.results[1].result, other.results[1].done_on) == ("", None)

    def test_a_result_of_an_item_no_longer_in_force_stays_behind(self) -> None:
        stray = DraftResult.model_validate({"item": "z", "outcome": "given_up", "reason": "Cũ"})
        draft = answered(DONE, NOT_DONE, stray)
        assert strays(draft, basis()) == [stray]
        assert [result.item for result in said(draft).results] == ["a", "b"]

    def test_with_nothing_registered_a_report_is_an_explicit_nil(self) -> None:
        assert report_of(ReportDraft(), filling(items=())) == Report()

    def test_it_is_delivered_like_a_registration(self) -> None:
        before = report(answered())
        change = submissions.submit(before, plan(), CLERK, AUTUMN, basis=basis())
        (version,) = change.public.versions
        assert (version.recipients, version.late) == ((CENTRE,), False)
        assert version.content == said(answered())
        with pytest.raises(RefusalsError):
            submissions.submit(report(ReportDraft()), plan(), CLERK, AUTUMN, basis=basis())

    def test_every_form_of_the_plan_can_be_begun(self) -> None:
        for code in (INTERIM, COMPLETION):
            assert submissions.start(plan(), FormPeriod(code), STATION, CLERK).public.form == code


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("1.234", "1234"),
            ("1.234.567,89", "1234567.89"),
            ("1 234", "1234"),
            ("12,5", "12.5"),
            ("12.5", "12.5"),
            ("0.125", "0.125"),
            ("95 %", "95"),
            ("−3", "-3"),
            ("100", "100"),
            ("007", "7"),
            ("999999999999,999999", "999999999999.999999"),
        ],
    )
    def test_a_number_as_vietnam_writes_it(self, text: str, value: str) -> None:
        assert read_number(text) == Decimal(value)

    @pytest.mark.parametrize("text", ["", "nhiều", "1.23.4", "1,2,3", "1e5", "1234567890123", "0,1234567", "%", "½"])
    def test_what_is_no_number(self, text: str) -> None:
        assert read_number(text) is None

    def test_it_is_written_as_it_is_read(self) -> None:
        for text in ("1.234,5", "100", "0,125", "-3", "999.999.999.999,999999"):
            value = read_number(text)
            assert value is not None
            assert format_number(value) == text


class TestCheck:
    @pytest.mark.parametrize(
        ("draft", "code", "field"),
        [
            ({"items": [{"id": "z", "field": "steering"}]}, "report_item_unknown", "items.0.id"),
            ({"items": [{"id": "a", "field": "organisation"}]}, "report_field_fixed", "items.0.field"),
            ({"results": [{"item": "z"}]}, "report_item_unknown", "results.0.item"),
            ({"results": [{"item": "a"}, {"item": "a"}]}, "result_twice", "results.1.item"),
            ({"passages": [{"section": "VI"}]}, "section_unknown", "passages.0.section"),
            ({"passages": [{"section": "IV"}]}, "section_per_item", "passages.0.item"),
            ({"passages": [{"section": "I", "item": "a"}]}, "section_not_per_item", "passages.0.item"),
            ({"passages": [{"section": "III", "item": "z"}]}, "report_item_unknown", "passages.0.item"),
            ({"passages": [{"section": "I"}, {"section": "I"}]}, "passage_twice", "passages.1.section"),
        ],
    )
    def test_what_a_report_may_not_say(self, draft: dict[str, Any], code: str, field: str) -> None:
        (fault,) = check(ReportDraft.model_validate(draft), ReportDraft(), form_of(), basis())
        assert (fault.code, fault.field) == (code, field)

    def test_an_item_that_was_withdrawn_meanwhile_may_stay_in_the_draft(self) -> None:
        draft = answered(DONE, NOT_DONE)
        assert not list(check(draft, draft, form_of(), basis()[:1]))


def test_only_the_organisation_reports() -> None:
    with pytest.raises(DomainError) as caught:
        submissions.submit(report(answered()), plan(), person("khoa-1"), AUTUMN, basis=basis())
    assert caught.value.code == "organisation_foreign"
