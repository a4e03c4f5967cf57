"""What a report's second version says differently: outcomes, columns, words of the outline."""

from shared.forms.results.differences import differences
from shared.forms.results.model import DraftResult, Report
from shared.language.differences import Mark
from tests.unit.registration.reports.examples import DONE, NOT_DONE, answered, said


def content(*results: DraftResult) -> Report:
    return said(answered(*results))


def test_the_same_report_has_no_difference() -> None:
    assert not differences(content(), content())


def test_an_outcome_its_columns_and_the_words_made_of_it_are_told() -> None:
    other = DraftResult.model_validate({"item": "b", "outcome": "done", "done_on": "10/2022", "result": "Đã xong"})
    found = differences(content(DONE, NOT_DONE), content(DONE, other))
    (result,) = found.results
    assert (result.item, result.before, result.outcome) == ("b", "not_done", "done")
    assert sorted(result.pieces) == ["done_on", "new_expected", "reason", "result"]
    assert [piece.mark for piece in result.pieces["reason"]] == [Mark.REMOVED]
    assert [(passage.section, passage.item) for passage in found.passages] == [("IV", "b")]


def test_figures_and_a_first_result_are_told() -> None:
    fewer = DONE.model_copy(update={"figures": ()})
    (result,) = differences(content(fewer, NOT_DONE), content(DONE, NOT_DONE)).results
    assert list(result.pieces) == ["figures"]
    first = differences(Report(), content(DONE, NOT_DONE))
    assert [(one.item, one.before) for one in first.results] == [("a", None), ("b", None)]
