"""A new campaign from an earlier one: what moves to the new year, what stays, what is left out."""

from datetime import date
from typing import Any

import pytest

from services.registration.campaigns.model.definition import CampaignSurroundings, faults
from services.registration.campaigns.model.template import NewPlan, Words, derived, moved
from shared.contracts.campaigns import CampaignDefinition
from shared.contracts.forms import FormKind
from shared.language.vietnamese import proposed_code
from tests.unit.registration.examples import CENTRE, DISTRICT, STATION, definition, form

SOURCE = definition(
    title="Phát động phong trào năm 2022, tham gia Giải thưởng năm 2023 theo Nghị định 2015",
    recipients=[CENTRE, DISTRICT],
    signed_at="2022-05-11T08:00:00+07:00",
    dates=[{"date": "2022-05-11", "place": "Đầu văn bản"}, {"date": "2022-04-28", "place": "Chú thích"}],
    basis=[{"number": "1018/KH-UBND", "date": "2022-04-05"}],
    parents=["124-kh-ubnd-2022", "2958-kh-syt-2022"],
    forms=[
        form(FormKind.REGISTRATION, "10 giờ 13/5/2022", "2022-05-11T07:30:00+07:00")
        | {
            "caption": "(Ban hành kèm theo Kế hoạch số 70/KH-TTYT)",
            "columns": [{"code": "field", "title": "Lĩnh vực"}],
        },
        form(FormKind.COMPLETION, "trước ngày 05/11/2022"),
    ],
    rounds=[{"name": "Đợt 1", "ends": "2022-05-31", "wording": "đến ngày 31 tháng 5 năm 2022"}],
)
EVERYBODY = {CENTRE, DISTRICT, STATION, "khoa-1"}


def made(**changes: Any) -> CampaignDefinition:
    wanted: dict[str, Any] = {"number": "71/KH-TTYT", "year": 2024, "issuer": CENTRE, "shift": True}
    around: dict[str, Any] = {"organisations": EVERYBODY, "below": (), "campaigns": ()}
    around |= {name: changes.pop(name) for name in list(changes) if name in around}
    return derived(SOURCE, NewPlan(**(wanted | changes)), **around)


def test_dates_deadlines_and_words_move_by_the_years_between() -> None:
    plan = made()
    assert (plan.id, plan.year) == ("71-kh-ttyt-2024", 2024)
    assert plan.title == "Phát động phong trào năm 2024, tham gia Giải thưởng năm 2025 theo Nghị định 2015"
    registration, completion = plan.forms
    assert (registration.period.due.wording, registration.period.due.date) == ("10 giờ 13/5/2024", date(2024, 5, 13))
    assert registration.period.opens_at is not None
    assert registration.period.opens_at.isoformat() == "2024-05-11T00:30:00+00:00"
    assert (completion.period.due.inclusive, completion.period.due.date) == (False, date(2024, 11, 5))
    assert [(t.starts, t.ends, t.wording) for t in plan.rounds] == [
        (None, date(2024, 5, 31), "đến ngày 31 tháng 5 năm 2024")
    ]


def test_what_names_the_source_as_a_document_is_not_taken_over() -> None:
    plan = made()
    assert plan.signed_at is None
    assert [(dated.date, dated.place) for dated in plan.dates] == [(date(2024, 5, 11), "Đầu văn bản")]
    assert plan.basis == SOURCE.basis
    assert [form.caption for form in plan.forms] == ["", ""]
    assert plan.forms[0].columns == SOURCE.forms[0].columns


def test_without_shift_only_number_and_year_are_new() -> None:
    plan = made(shift=False)
    assert plan.title == SOURCE.title
    assert [form.period for form in plan.forms] == [form.period for form in SOURCE.forms]
    assert plan.rounds == SOURCE.rounds


@pytest.mark.parametrize(
    ("changes", "recipients", "obliged"),
    [
        ({}, (CENTRE, DISTRICT), (STATION, "khoa-1")),
        ({"organisations": {CENTRE, "khoa-1"}}, (CENTRE,), ("khoa-1",)),
        ({"organisations": {CENTRE}, "below": ("khoa-9",)}, (CENTRE,), ("khoa-9",)),
        ({"issuer": DISTRICT, "below": (CENTRE,)}, (DISTRICT,), (CENTRE,)),
        ({"issuer": DISTRICT}, (DISTRICT,), (STATION, "khoa-1")),
    ],
)
def test_who_answers_to_whom(changes: dict[str, Any], recipients: tuple[str, ...], obliged: tuple[str, ...]) -> None:
    plan = made(**changes)
    assert (plan.recipients, plan.obliged) == (recipients, obliged)


def test_a_plan_feeds_those_of_the_new_year_that_exist() -> None:
    assert made(campaigns={"124-kh-ubnd-2024", "2958-kh-syt-2022"}).parents == ("124-kh-ubnd-2024",)


def test_a_plan_that_was_made_is_without_fault() -> None:
    assert list(faults(made(), CampaignSurroundings(frozenset(EVERYBODY)))) == []


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
    assert (
        derived(SOURCE, NewPlan("///", 2023, CENTRE, shift=True), organisations=EVERYBODY, below=(), campaigns=()).id
        == "2023"
    )


def test_only_the_sources_own_years_move_and_only_as_whole_numbers() -> None:
    words = Words(2022, 1)
    assert words.moved("năm 2022-2023, số 12022, 20223, 2021") == "năm 2023-2024, số 12022, 20223, 2021"


def test_a_leap_day_moves_to_the_last_of_february() -> None:
    assert moved(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert moved(date(2024, 2, 29), 4) == date(2028, 2, 29)
