"""A new campaign: blank, from a template, from an earlier one; what moves, what stays, what is left out."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from services.registration.campaigns.model.definition import CampaignSurroundings, faults
from services.registration.campaigns.model.deviations import deviations
from services.registration.campaigns.model.schedule import Wordings, periods_of, schedule_of
from services.registration.campaigns.model.template import NewPlan, blank, from_plan, made_anew
from shared.contracts.campaigns import CampaignDefinition
from shared.contracts.columns import Column
from shared.contracts.forms import Form, Quota
from shared.language.deadlines import Deadline
from shared.language.recurrence import Repeat
from shared.language.vietnamese import proposed_code
from tests.unit.registration.campaigns.plans import ids, seeded

CENTRE, DISTRICT, DEPARTMENT = "ttyt-tan-binh", "ubnd-tan-binh", "so-y-te"
PLANS = seeded()
WANTED = {issuer: NewPlan("9/KH", 2024, issuer, shift=True) for issuer in PLANS}


def begun(
    source: CampaignDefinition,
    wanted: NewPlan,
    *,
    organisations: set[str] | None = None,
    below: tuple[str, ...] = (),
    campaigns: frozenset[str] = frozenset(),
) -> CampaignDefinition:
    there = ids(source) if organisations is None else organisations
    return from_plan(source, wanted, organisations=there, below=below, campaigns=campaigns)


def test_a_blank_plan_has_what_was_typed_and_nothing_else() -> None:
    plan = blank(NewPlan("9/KH-TTYT", 2027, CENTRE, "Kế hoạch  khảo sát"))
    assert (plan.id, plan.number, plan.title, plan.year) == ("9-kh-ttyt-2027", "9/KH-TTYT", "Kế hoạch  khảo sát", 2027)
    assert (plan.issuer, plan.recipients) == (CENTRE, (CENTRE,))
    assert not any((plan.forms, plan.fields, plan.obliged, plan.basis, plan.dates, plan.rounds, plan.criteria))
    assert list(faults(plan, CampaignSurroundings(frozenset({CENTRE})))) == []


def test_a_title_that_cannot_be_is_refused_as_the_contract_does() -> None:
    with pytest.raises(ValidationError) as caught:
        blank(NewPlan("9/KH", 2027, CENTRE, "x" * 301))
    assert [fault["loc"] for fault in caught.value.errors()] == [("title",)]


def test_dates_and_the_plans_own_year_move_and_no_quoted_one() -> None:
    plan = begun(PLANS[DISTRICT], WANTED[DISTRICT])
    assert "quận Tân Bình năm 2024, tiến tới" in plan.title
    assert "lần thứ 3 - năm 2023, Lĩnh vực 3" in plan.title
    assert [form.periods[0].due.wording for form in plan.forms] == [
        "trước ngày 07 tháng 5 năm 2024",
        "Trước ngày 10 tháng 6 năm 2024",
        "trước ngày 10 tháng 11 năm 2024",
    ]
    assert [turn.wording for turn in plan.rounds] == [
        "Từ ngày ban hành kế hoạch đến ngày 31 tháng 5 năm 2024",
        "Từ ngày 01 tháng 6 năm 2024 đến ngày 25 tháng 11 năm 2024",
    ]
    assert plan.forms[0].title.endswith("cải cách hành chính năm 2024 theo từng lĩnh vực")


@pytest.mark.parametrize("issuer", PLANS)
def test_what_is_no_date_of_the_plan_stays_letter_for_letter(issuer: str) -> None:
    source, plan = PLANS[issuer], begun(PLANS[issuer], WANTED[issuer])
    for name in ("basis", "criteria", "obliged_wording", "fields", "recipients", "obliged"):
        assert getattr(plan, name) == getattr(source, name), name
    assert [(f.code, f.kind, f.columns, f.outline) for f in plan.forms] == [
        (f.code, f.kind, f.columns, f.outline) for f in source.forms
    ]


@pytest.mark.parametrize("issuer", PLANS)
def test_a_plan_begun_from_one_of_2022_is_without_fault(issuer: str) -> None:
    plan = begun(PLANS[issuer], WANTED[issuer])
    assert CampaignDefinition.model_validate(plan.model_dump()) == plan
    assert list(faults(plan, CampaignSurroundings(frozenset(ids(plan))))) == []


def test_what_names_the_source_as_a_document_is_not_taken_over() -> None:
    plan = begun(PLANS[DISTRICT], WANTED[DISTRICT])
    assert (plan.dates, plan.signed_at) == ((), None)
    assert [form.caption for form in plan.forms] == ["", "", ""]


def test_a_caption_that_names_no_document_is_taken_over() -> None:
    source = PLANS[CENTRE]
    forms = (source.forms[0].model_copy(update={"caption": "(Gửi kèm bản in có chữ ký)"}), *source.forms[1:])
    plan = begun(source.model_copy(update={"forms": forms}), WANTED[CENTRE])
    assert plan.forms[0].caption == "(Gửi kèm bản in có chữ ký)"


def test_without_shift_every_date_and_word_stays() -> None:
    source = PLANS[CENTRE]
    plan = begun(source, replace(WANTED[CENTRE], shift=False))
    assert (plan.title, plan.rounds) == (source.title, source.rounds)
    assert [form.periods for form in plan.forms] == [form.periods for form in source.forms]


def test_a_title_that_was_typed_is_the_title() -> None:
    assert begun(PLANS[CENTRE], replace(WANTED[CENTRE], title="Tên mới năm 2022")).title == "Tên mới năm 2022"


def test_of_another_bodys_plan_only_what_it_asks_for_is_taken_over() -> None:
    source = PLANS[DISTRICT]
    plan = begun(source, WANTED[CENTRE], below=("khoa-1",), campaigns=frozenset({"124-kh-ubnd-2024"}))
    assert (plan.issuer, plan.recipients, plan.obliged) == (CENTRE, (CENTRE,), ("khoa-1",))
    assert (plan.basis, plan.criteria, plan.obliged_wording, plan.parents) == ((), (), "", ())
    assert [form.code for form in plan.forms] == [form.code for form in source.forms]
    assert begun(source, WANTED[CENTRE]).obliged == ()


@pytest.mark.parametrize(
    ("organisations", "below", "recipients", "obliged"),
    [
        ({CENTRE, DISTRICT, "khoa-1"}, (), (CENTRE, DISTRICT), ("khoa-1",)),
        ({CENTRE, "khoa-1"}, ("khoa-9",), (CENTRE,), ("khoa-1",)),
        ({DISTRICT}, ("khoa-9",), (DISTRICT,), ("khoa-9",)),
        (set(), (), (CENTRE,), ()),
    ],
)
def test_who_answers_to_whom(
    organisations: set[str], below: tuple[str, ...], recipients: tuple[str, ...], obliged: tuple[str, ...]
) -> None:
    source = PLANS[CENTRE].model_copy(update={"recipients": (CENTRE, DISTRICT)})
    plan = begun(source, WANTED[CENTRE], organisations=organisations, below=below)
    assert (plan.recipients, plan.obliged) == (recipients, obliged)


def test_a_plan_feeds_those_of_the_new_year_that_exist() -> None:
    there = frozenset({"124-kh-ubnd-2024", "2958-kh-syt-2022"})
    assert begun(PLANS[CENTRE], WANTED[CENTRE], campaigns=there).parents == ("124-kh-ubnd-2024",)


def survey(*columns: Column, former: tuple[tuple[Column, ...], ...] = ()) -> CampaignDefinition:
    due = {"date": "2022-01-10", "inclusive": True, "wording": "ngày 10/01/2022"}
    form = Form.model_validate(
        {"code": "weekly", "kind": "figures", "name": "Tuần", "title": "Khảo sát", "repeat": "week"}
        | {"periods": [{"code": "2022-W01", "due": due}], "columns": columns, "former_columns": former}
    )
    return PLANS[CENTRE].model_copy(update={"forms": (form,)})


def scheduled(*, by_hand: bool = False) -> CampaignDefinition:
    """Every week of 2025; one of them due by hand on another day."""
    said = Wordings("thứ Sáu hằng tuần", "từ thứ Hai của tuần báo cáo")
    schedule = schedule_of(Repeat.WEEK, date(2025, 1, 1), date(2025, 12, 31), said)
    periods = list(periods_of(schedule))
    if by_hand:
        periods[4] = periods[4].model_copy(update={"due": Deadline.parse("hết ngày 03/02/2025")})
    form = survey().forms[0].model_copy(update={"schedule": schedule, "periods": tuple(periods)})
    return PLANS[CENTRE].model_copy(update={"year": 2025, "forms": (form,)})


def test_the_schedule_of_a_repeated_form_moves_and_makes_the_periods_of_the_new_year() -> None:
    source, wanted = scheduled(), replace(WANTED[CENTRE], year=2026)
    (form,) = begun(source, wanted).forms
    assert form.schedule is not None
    assert (form.schedule.first, form.schedule.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert form.schedule.due.wording == "thứ Sáu hằng tuần"
    assert [period.code for period in form.periods][::52] == ["2026-W01", "2026-W53"]
    assert form.periods[0].due.date == date(2026, 1, 2)
    assert made_anew(source, wanted) == {}


def test_periods_that_were_changed_by_hand_are_made_anew_and_named() -> None:
    source, wanted = scheduled(by_hand=True), replace(WANTED[CENTRE], year=2026)
    (form,) = begun(source, wanted).forms
    assert not deviations(form).codes
    assert made_anew(source, wanted) == {"weekly": ("2025-W05",)}
    stays = replace(wanted, shift=False)
    assert made_anew(source, stays) == {}
    assert begun(source, stays).forms[0].periods == source.forms[0].periods


def test_a_repeated_form_without_schedule_moves_period_by_period() -> None:
    (form,) = begun(survey(), replace(WANTED[CENTRE], year=2026)).forms
    assert form.repeat is Repeat.WEEK
    assert [(period.code, period.due.date) for period in form.periods] == [("2026-W01", date(2026, 1, 5))]


def test_who_need_not_answer_is_no_exception_from_a_quota() -> None:
    quota = Quota(at_least=1, exceptions=("khoa-1", "khoa-2"))
    forms = (PLANS[CENTRE].forms[0].model_copy(update={"quotas": (quota,)}),)
    source = PLANS[CENTRE].model_copy(update={"forms": forms, "obliged": ("khoa-1", "khoa-2", "khoa-3")})
    plan = begun(source, WANTED[CENTRE], organisations={CENTRE, "khoa-2", "khoa-3"})
    assert plan.forms[0].quotas[0].exceptions == ("khoa-2",)
    other = begun(source, replace(WANTED[CENTRE], issuer=DISTRICT), below=("khoa-9",))
    assert other.forms[0].quotas[0] == Quota(at_least=1)


def test_a_new_plan_has_no_retired_columns_but_those_that_others_are_computed_from() -> None:
    old, base = Column(code="old", title="Cũ", retired=True), Column(code="base", title="Nền", retired=True)
    share = Column.model_validate(
        {"code": "share", "title": "Tỷ lệ", "type": "calculate", "formula": {"calculation": "sum", "of": ["base"]}}
    )
    (form,) = begun(survey(old, base, share, former=((old,),)), WANTED[CENTRE]).forms
    assert (form.columns, form.former_columns) == ((base, share), ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cải cách tài chính công", "cai-cach-tai-chinh-cong"),
        (" 71/KH-TTYT 2024 ", "71-kh-ttyt-2024"),
        ("Đổi mới -- số 1!", "doi-moi-so-1"),
        ("x" * 59 + " y", "x" * 59),
        ("???", ""),
    ],
)
def test_a_code_is_made_of_words(text: str, code: str) -> None:
    assert proposed_code(text) == code


def test_a_number_of_signs_only_still_gives_an_id() -> None:
    assert blank(NewPlan("///", 2023, CENTRE)).id == "2023"
