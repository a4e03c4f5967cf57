"""The figures of reports and of what was consolidated upward: they reconcile whatever was sent."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.figures.model.summary import Summary
from services.reporting.rows.model.answers import row_of
from services.reporting.rows.model.figures import Standing, UpwardFigure
from services.reporting.rows.model.row import ItemStatus
from shared.contracts.content import Content
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Outcome, Submission, UpwardStatus, WithdrawnItem
from shared.forms.initiatives.model import Registration
from shared.forms.results.model import Report as ResultsOfItems
from shared.forms.results.model import Result, ResultOutcome
from shared.language.vietnamese import format_number
from tests.reporting_oracle import Report, check
from tests.reporting_samples import CENTRE, DEPARTMENT, DISTRICT, MAU_1, START, decision, item, submission, version
from tests.reporting_year import CLERK, COMPLETION, FIGURE, FORMS, OWN, OWN_PLAN, carried, done, not_done
from tests.unit.reporting.figures.test_summary import compare, groups_of

UNITS = [f"tyt-{number}" for number in range(1, 6)]
IDENTS = [f"i{number}" for number in range(5)]
PLACES = st.tuples(st.sampled_from([DEPARTMENT, DISTRICT]), st.sampled_from([CENTRE, "khac"]))


def summary_of(asked: FormPeriod, *sent: Submission) -> Summary:
    """What the rows add up to, held against the figures counted the plain way."""
    plan = OWN_PLAN.model_copy(update={"obliged": tuple(UNITS)})
    report = Report(plan, asked, CENTRE, sent)
    check(report)
    rows = {one.organisation: row_of(one, CENTRE) for one in sent}
    summary = Summary(plan, asked, CENTRE, groups_of(rows, UNITS))
    compare(report, summary)
    return summary


def report(*results: Result, items: Sequence[str] = IDENTS[:3], withdrawn: Sequence[str] = ()) -> Submission:
    content = ResultsOfItems(items=tuple(item(ident, "steering") for ident in items), results=results)
    gone = tuple(WithdrawnItem(item=one, reason="Rút", withdrawn_at=START, withdrawn_by=CLERK) for one in withdrawn)
    sent = version(content, recipients=[CENTRE])
    return submission(UNITS[0], sent, ident=OWN, asked=COMPLETION, withdrawn_items=gone)


class TestReports:
    def test_a_forecast_is_not_an_achievement(self) -> None:
        total = summary_of(COMPLETION, report(not_done("i0", forecast="Sẽ đạt 100%"))).total

        assert (total["registered"], total["completed"], total["uncompleted"]) == (3, 0, 3)

    def test_what_a_report_says_nothing_of_is_not_done(self) -> None:
        total = summary_of(COMPLETION, report(done("i0", FIGURE))).total

        assert (total["registered"], total["completed"], total["uncompleted"], total["given_up"]) == (3, 1, 2, 0)

    def test_done_without_figures_is_flagged_and_counted_as_done(self) -> None:
        total = summary_of(COMPLETION, report(done("i0"), done("i1", FIGURE))).total

        assert (total["completed"], total["without_figures"]) == (2, 1)

    def test_what_was_withdrawn_is_in_no_other_figure(self) -> None:
        total = summary_of(COMPLETION, report(done("i0"), withdrawn=["i0"])).total

        assert (total["registered"], total["completed"], total["without_figures"], total["withdrawn"]) == (2, 0, 0, 1)

    def test_a_report_asks_nobody_for_an_answer_by_field(self) -> None:
        assert summary_of(COMPLETION, report()).total["unanswered"] == 0


class TestUpward:
    def standings(self, *upward: tuple[str, UpwardStatus, str]) -> dict[Standing, int]:
        entries = tuple(carried("i0", place, status, via=via) for place, status, via in upward)
        content = Registration(items=(item("i0", "steering"),))
        sent = submission(UNITS[0], version(content, recipients=[CENTRE]), ident=OWN, upward=entries)
        found = summary_of(MAU_1, sent).upward
        return next(iter(found.values()), dict.fromkeys(Standing, 0))

    @pytest.mark.parametrize("status", UpwardStatus)
    def test_each_standing_has_its_figure(self, status: UpwardStatus) -> None:
        found = self.standings((DEPARTMENT, status, CENTRE))

        stands = status not in {UpwardStatus.LEFT_OUT, UpwardStatus.WITHDRAWN}
        assert (found[Standing(status.value)], found[Standing.CARRIED]) == (1, int(stands))

    def test_an_item_that_came_by_two_ways_is_counted_once(self) -> None:
        found = self.standings((DEPARTMENT, UpwardStatus.SENT, CENTRE), (DEPARTMENT, UpwardStatus.APPROVED, CENTRE))

        assert (found[Standing.CARRIED], found[Standing.SENT], found[Standing.APPROVED]) == (1, 1, 1)

    def test_what_another_recipient_consolidated_is_not_shown_here(self) -> None:
        assert self.standings((DEPARTMENT, UpwardStatus.SENT, "khac"))[Standing.CARRIED] == 0

    def test_a_figure_is_read_from_its_name(self) -> None:
        figure = UpwardFigure("124-kh-ubnd-2022", DISTRICT, Standing.LEFT_OUT)

        assert UpwardFigure.read(figure.name) == figure
        assert UpwardFigure.read(ItemStatus.APPROVED.value) is None


@pytest.mark.parametrize(("value", "text"), [("1234.5", "1.234,5"), ("30", "30"), ("0.250000", "0,25"), ("-7", "-7")])
def test_numbers_are_written_as_in_vietnam(value: str, text: str) -> None:
    assert format_number(FIGURE.model_validate({"name": "Số", "value": value}).value) == text


FIELD = st.sampled_from(["steering", "organisation", "removed"])
RESULTS = st.builds(
    lambda ident, outcome, figured: Result(item=ident, outcome=outcome, figures=(FIGURE,) if figured else ()),
    st.sampled_from(IDENTS),
    st.sampled_from(ResultOutcome),
    st.booleans(),
)


@st.composite
def contents(draw: st.DrawFn, asked: FormPeriod) -> Content:
    items = tuple(item(ident, draw(FIELD)) for ident in draw(st.lists(st.sampled_from(IDENTS))))
    if asked == MAU_1:
        return Registration(items=items, nil_fields=tuple(draw(st.sets(FIELD))))
    return ResultsOfItems(items=items, results=tuple(draw(st.lists(RESULTS, max_size=4))))


@st.composite
def sent_by(draw: st.DrawFn, unit: str, asked: FormPeriod) -> Submission:
    """Anything that the contract allows: results of unknown items, two of one, none; versions approved or not."""
    versions = [
        version(
            draw(contents(asked)),
            number,
            late=draw(st.booleans()),
            recipients=[CENTRE],
        )
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    outcomes = st.sampled_from(Outcome)
    decisions = [decision(draw(st.integers(1, len(versions))), draw(outcomes), "Lý do")] if draw(st.booleans()) else []
    upward = [
        carried(draw(st.sampled_from(IDENTS)), place, draw(st.sampled_from(UpwardStatus)), via=via)
        for place, via in draw(st.lists(PLACES, max_size=4))
    ]
    gone = tuple(
        WithdrawnItem(item=ident, reason="Rút", withdrawn_at=START, withdrawn_by=CLERK)
        for ident in draw(st.sets(st.sampled_from(IDENTS), max_size=2))
    )
    return submission(
        unit,
        *versions,
        decisions={CENTRE: decisions},
        ident=OWN,
        asked=asked,
        upward=tuple(upward),
        withdrawn_items=gone,
    )


@given(st.data(), st.sampled_from(FORMS))
def test_whatever_was_sent_the_figures_reconcile(data: st.DataObject, asked: FormPeriod) -> None:
    units = data.draw(st.lists(st.sampled_from([*UNITS, "doanh-nghiep"]), unique=True, max_size=4))
    summary = summary_of(asked, *(data.draw(sent_by(unit, asked)) for unit in units))

    for row in (*summary.figures.values(), summary.total):
        assert row["registered"] == row["approved"] + row["returned"] + row["rejected"] + row["awaiting"]
        assert asked is MAU_1 or row["registered"] == row["completed"] + row["uncompleted"] + row["given_up"]
    for counts in summary.upward.values():
        assert counts[Standing.CARRIED] <= summary.total["registered"]
        stands = [counts[one] for one in (Standing.SENT, Standing.APPROVED, Standing.RETURNED, Standing.REJECTED)]
        assert max(stands) <= counts[Standing.CARRIED] <= sum(stands)
