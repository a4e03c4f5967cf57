"""The deadlines of 2022 as the documents have them, and what the deadline graph says of them."""

from services.registration.campaigns.model.deadlines import warnings
from shared.contracts.campaigns import Campaign
from tests.unit.registration.campaigns.asked import asked, period, quarterly
from tests.unit.registration.examples import campaign, form

DISTRICT_PLAN = campaign(
    id="124-kh-ubnd-2022",
    number="124/KH-UBND",
    dates=[
        {"date": "2022-04-21", "place": "Đầu văn bản"},
        {"date": "2022-04-28", "place": "Biểu mẫu"},
    ],
    forms=[
        form("registration", "trước ngày 07/5/2022"),
        form("interim", "trước ngày 10/6/2022"),
        form("completion", "trước ngày 10/11/2022"),
    ],
)
DEPARTMENT_PLAN = campaign(
    id="2958-kh-syt-2022",
    number="2958/KH-SYT",
    dates=[{"date": "2022-05-06", "place": "Đầu văn bản"}],
    forms=[
        form("registration", "trước ngày 12/5/2022"),
        form("completion", "trước ngày 10/11/2022"),
    ],
)
PARENTS = [DISTRICT_PLAN, DEPARTMENT_PLAN]


def centre(due: str, dated: str) -> Campaign:
    return campaign(
        dates=[{"date": dated, "place": "Đầu văn bản"}],
        parents=["124-kh-ubnd-2022", "2958-kh-syt-2022"],
        forms=[form("registration", due), form("completion", "trước ngày 05/11/2022")],
    )


def reasons(plan: Campaign) -> dict[str, tuple[str, ...]]:
    return {warning.parent_number: warning.reasons for warning in warnings(plan, PARENTS)}


def test_the_centres_plan_of_2022_gives_exactly_two_warnings() -> None:
    found = warnings(centre("10 giờ 13/5/2022", "2022-05-11"), PARENTS)
    assert [(w.parent, w.form, w.reasons) for w in found] == [
        ("124-kh-ubnd-2022", "registration", ("due_after_parent", "announced_after_parent_due")),
        ("2958-kh-syt-2022", "registration", ("due_after_parent",)),
    ]
    assert found[0].due.wording == "10 giờ 13/5/2022"
    assert found[0].parent_due.wording == "trước ngày 07/5/2022"


def test_a_plan_in_good_time_gives_none() -> None:
    assert reasons(centre("trước ngày 06/5/2022", "2022-05-02")) == {}


def test_the_same_deadline_as_the_parent_is_no_fault() -> None:
    assert reasons(centre("trước ngày 07/5/2022", "2022-05-02")) == {}


def test_before_the_seventh_has_passed_when_the_seventh_begins() -> None:
    assert "announced_after_parent_due" not in reasons(centre("10 giờ 13/5/2022", "2022-05-06"))["124/KH-UBND"]
    assert "announced_after_parent_due" in reasons(centre("10 giờ 13/5/2022", "2022-05-07"))["124/KH-UBND"]


def test_a_clock_time_passes_within_its_day() -> None:
    early = campaign(id="child", parents=["centre"], dates=[{"date": "2022-05-13", "place": "Đầu văn bản"}])
    late = campaign(id="child", parents=["centre"], dates=[{"date": "2022-05-14", "place": "Đầu văn bản"}])
    parent = campaign(id="centre", forms=[form("registration", "10 giờ 13/5/2022")])
    assert warnings(early, [parent]) == ()
    assert [w.reasons for w in warnings(late, [parent])] == [("announced_after_parent_due",)]


def test_the_newest_of_several_dates_counts() -> None:
    plan = campaign(
        dates=[{"date": "2022-05-11", "place": "Đầu văn bản"}, {"date": "2022-05-02", "place": "Biểu mẫu"}],
        parents=["124-kh-ubnd-2022"],
    )
    assert reasons(plan)["124/KH-UBND"] == ("due_after_parent", "announced_after_parent_due")


def test_a_form_that_the_parent_does_not_ask_gives_none() -> None:
    parent = campaign(id="centre", forms=[form("completion", "trước ngày 10/11/2022")])
    plan = campaign(parents=["centre"], forms=[form("registration", "31/12/2022")])
    assert warnings(plan, [parent]) == ()


def test_each_period_of_a_repeated_form_is_measured_by_the_parents_own() -> None:
    parent = campaign(id="centre", number="1/KH", forms=[quarterly("tinh-hinh")])
    late = [period("30/3/2022", "2022-Q1"), period("1/7/2022", "2022-Q2"), period("30/9/2022", "2022-Q3")]
    plan = campaign(parents=["centre"], dates=[], forms=[asked("tinh-hinh", "initiatives", *late, repeat="quarter")])
    assert [(w.form, w.period, w.reasons) for w in warnings(plan, [parent])] == [
        ("tinh-hinh", "2022-Q2", ("due_after_parent",))
    ]


def test_a_look_at_progress_is_not_measured_by_the_final_report() -> None:
    forms = [form("registration", "01/5/2022"), form("interim", "31/12/2022")]
    assert warnings(campaign(parents=["124-kh-ubnd-2022"], forms=forms, dates=[]), [DEPARTMENT_PLAN]) == ()
