from datetime import UTC, date, datetime, time, timedelta
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.language.deadlines import Deadline
from shared.language.periods import CompletionPeriod, PeriodError
from shared.language.vietnamese import VIETNAM, format_date, format_instant

YEAR = (date(2022, 1, 1), date(2022, 12, 31))
FOURTH = (date(2022, 10, 1), date(2022, 12, 31))
SECOND_HALF = (date(2022, 7, 1), date(2022, 12, 31))
JUNE = (date(2022, 6, 1), date(2022, 6, 30))
JUNE_JULY = (date(2022, 6, 1), date(2022, 7, 31))
SUMMER = (date(2022, 6, 1), date(2022, 9, 30))
DAY = (date(2022, 9, 30), date(2022, 9, 30))
UNKNOWN = (None, None)

UNDERSTOOD = [
    ("Năm 2022", YEAR),
    ("năm 2022", YEAR),
    ("Trong năm 2022.", YEAR),
    ("cả năm 2022", YEAR),
    ("Năm 2022 - 2023", (date(2022, 1, 1), date(2023, 12, 31))),
    ("Quý IV/2022", FOURTH),
    ("quý 4/2022", FOURTH),
    ("Quý IV năm 2022", FOURTH),
    ("Quý IV của năm 2022", FOURTH),
    ("Quý IV, năm 2022", FOURTH),
    ("Quí IV - 2022", FOURTH),
    ("QuýIV 2022", FOURTH),
    ("tháng 6/2022", JUNE),
    ("Tháng 06 năm 2022", JUNE),
    ("tháng 6-2022", JUNE),
    ("06/2022", JUNE),
    ("tháng 2/2024", (date(2024, 2, 1), date(2024, 2, 29))),
    ("30/9/2022", DAY),
    ("30-9-2022", DAY),
    ("30.09.2022.", DAY),
    ("30/9 năm 2022", DAY),
    ("ngày 30 tháng 9 năm 2022", DAY),
    ("30 tháng 9/2022", DAY),
    ("6 tháng đầu năm 2022", (date(2022, 1, 1), date(2022, 6, 30))),
    ("06 tháng cuối năm 2022", SECOND_HALF),
    ("9 tháng đầu năm 2022", (date(2022, 1, 1), date(2022, 9, 30))),
    ("từ 01/6/2022 đến 30/9/2022", SUMMER),
    ("Từ ngày 01/6/2022 đến hết ngày 30/9/2022", SUMMER),
    ("01/6/2022 đến 30/9/2022", SUMMER),
    ("01/6 - 30/9/2022", SUMMER),
    ("01/6–30/9/2022", SUMMER),
    ("01-6-2022 - 30-9-2022", SUMMER),
    ("từ tháng 6 đến tháng 9 năm 2022", SUMMER),
    ("tháng 6-9/2022", SUMMER),
    ("tháng 6 - 30/9/2022", SUMMER),
    ("6/2022 - 9/2022", SUMMER),
    ("từ 1 đến 15/9/2022", (date(2022, 9, 1), date(2022, 9, 15))),
    ("Quý IV/2022 - Quý I/2023", (date(2022, 10, 1), date(2023, 3, 31))),
    ("trước 30/9/2022", (None, date(2022, 9, 29))),
    ("trước ngày 01/01/2023", (None, date(2022, 12, 31))),
    ("trước quý IV/2022", (None, date(2022, 9, 30))),
    ("đến 30/9/2022", (None, date(2022, 9, 30))),
    ("đến hết tháng 9/2022", (None, date(2022, 9, 30))),
    ("Chậm nhất ngày 30/9/2022", (None, date(2022, 9, 30))),
    ("từ ngày 01/7/2022", (date(2022, 7, 1), None)),
    ("Tháng 6, 7/2022", JUNE_JULY),
    ("Tháng 6 và tháng 7 năm 2022", JUNE_JULY),
    ("Tháng 11, 12/2022, 01/2023", (date(2022, 11, 1), date(2023, 1, 31))),
    ("Quý III, IV/2022", SECOND_HALF),
    ("Quý III, Quý IV/2022", SECOND_HALF),
    ("Quý III - Quý IV/2022", SECOND_HALF),
    ("quý 3-4/2022", SECOND_HALF),
]

NOT_UNDERSTOOD = [
    "",
    "-",
    "Thường xuyên",
    "cuối năm 2022",
    "Năm nay",
    "Quý IV",
    "30/9",
    "30/9/22",
    "từ nay đến 30/9/2022",
    "từ 01/6/2022 đến 30/9",
    "1-9/2022",
    "6-9-10-2022",
    "tháng 11, 12, 1/2023",
    "sau khi có kế hoạch 31/02/2022",
    "theo kế hoạch - 31/02/2022",
    "Năm hai nghìn không trăm hai mươi hai",
    "tháng 6/2022 " * 20,
]


def interval(text: str) -> tuple[date | None, date | None]:
    period = CompletionPeriod.parse(text)
    return period.start, period.end


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD)
def test_a_wording_yields_its_days_however_it_was_typed(text: str, expected: tuple[date | None, date | None]) -> None:
    for form in ("NFC", "NFD"):
        typed = normalize(form, text)
        assert interval(typed) == expected
        assert interval(typed.upper()) == expected
        assert interval("\u00a0 " + typed.replace(" ", "  ") + "\t") == expected
        assert CompletionPeriod.parse(typed).text == text


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_unknown_wording_is_kept_and_not_guessed_at(text: str) -> None:
    period = CompletionPeriod.parse(text)
    assert (period.text, period.start, period.end) == (text.strip(), None, None)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2022",
        "29/02/2022",
        "0/5/2022",
        "ngày 31 tháng 6 năm 2022",
        "từ 01/6 đến 31/9/2022",
        "trước 31/9/2022",
        "Quý V/2022",
        "quý 0/2022",
        "quý iix/2022",
        "tháng 13/2022",
        "00/2022",
        "13 tháng đầu năm 2022",
        "0 tháng cuối năm 2022",
    ],
)
def test_an_impossible_date_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        CompletionPeriod.parse(text)
    assert caught.value.code == "period_impossible_date"
    assert caught.value.params["text"]


@pytest.mark.parametrize("text", ["từ 30/9/2022 đến 01/6/2022", "Quý IV - Quý I/2022", "15/9 - 1/9/2022"])
def test_a_period_that_ends_before_it_starts_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        CompletionPeriod.parse(text)
    assert caught.value.code == "period_ends_before_start"
    assert set(caught.value.params) == {"start", "end"}
    assert "2022" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "code"), [("Quý\x00 IV", "period_text_not_allowed"), ("á" * 301, "period_text_too_long")]
)
def test_text_that_cannot_be_kept_is_refused(text: str, code: str) -> None:
    with pytest.raises(PeriodError) as caught:
        CompletionPeriod.parse(text)
    assert caught.value.code == code


VOCABULARY = """
từ đến trước hết ngày tháng quý năm đầu cuối và giờ phút IV V 10 6 31 2022 30/9/2022 9/2022 2/2 / - , . : h
"""
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), max_size=9)
ANYTHING = st.text(st.characters()) | WORDS.map(" ".join) | WORDS.map("".join)


@given(ANYTHING)
def test_no_text_raises_anything_but_a_period_error(text: str) -> None:
    for parse in (CompletionPeriod.parse, Deadline.parse):
        try:
            result = parse(text)
        except PeriodError:
            continue
        assert type(result).model_validate_json(result.model_dump_json()) == result


@given(ANYTHING)
def test_a_period_is_read_the_same_from_its_kept_text(text: str) -> None:
    try:
        period = CompletionPeriod.parse(text)
    except PeriodError:
        return
    assert CompletionPeriod.parse(period.text) == period
    assert period.start is None or period.end is None or period.start <= period.end


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_every_written_date_is_read(day: date) -> None:
    assert interval(format_date(day)) == (day, day)
    assert interval(f"ngày {day.day} tháng {day.month} năm {day.year}") == (day, day)


SEVENTH, THIRTEENTH, LAST_OF_MAY = date(2022, 5, 7), date(2022, 5, 13), date(2022, 5, 31)


@pytest.mark.parametrize(
    ("wording", "day", "clock", "inclusive", "boundary"),
    [
        ("trước ngày 07/5/2022", SEVENTH, None, False, "2022-05-06T17:00Z"),
        ("Trước ngày 7 tháng 5 năm 2022", SEVENTH, None, False, "2022-05-06T17:00Z"),
        ("trước 07-05-2022.", SEVENTH, None, False, "2022-05-06T17:00Z"),
        ("10 giờ ngày 13/5/2022", THIRTEENTH, time(10), True, "2022-05-13T03:00Z"),
        ("10 giờ 13/5/2022", THIRTEENTH, time(10), True, "2022-05-13T03:00Z"),
        ("10 giờ 00, 13/5/2022", THIRTEENTH, time(10), True, "2022-05-13T03:00Z"),
        ("lúc 10g05 ngày 13 tháng 5 năm 2022", THIRTEENTH, time(10, 5), True, "2022-05-13T03:05Z"),
        ("10 giờ 05 phút, ngày 13/5/2022", THIRTEENTH, time(10, 5), True, "2022-05-13T03:05Z"),
        ("10:05 13/05/2022", THIRTEENTH, time(10, 5), True, "2022-05-13T03:05Z"),
        ("17h30 ngày 13/5/2022", THIRTEENTH, time(17, 30), True, "2022-05-13T10:30Z"),
        ("trước 17 giờ ngày 13/5/2022", THIRTEENTH, time(17), False, "2022-05-13T10:00Z"),
        ("0 giờ ngày 13/5/2022", THIRTEENTH, time(0), True, "2022-05-12T17:00Z"),
        ("trước 24 giờ ngày 13/5/2022", THIRTEENTH, None, True, "2022-05-13T17:00Z"),
        ("10 giờ 30 tháng 5 năm 2022", date(2022, 5, 30), time(10), True, "2022-05-30T03:00Z"),
        ("đến ngày 31 tháng 5 năm 2022", LAST_OF_MAY, None, True, "2022-05-31T17:00Z"),
        ("chậm nhất ngày 31/5/2022", LAST_OF_MAY, None, True, "2022-05-31T17:00Z"),
        ("Chậm nhất là ngày 31/5/2022", LAST_OF_MAY, None, True, "2022-05-31T17:00Z"),
        ("hết ngày 31/5/2022", LAST_OF_MAY, None, True, "2022-05-31T17:00Z"),
        ("31/5/2022", LAST_OF_MAY, None, True, "2022-05-31T17:00Z"),
    ],
)
def test_a_deadline_is_read_from_the_plans_wording(
    wording: str, day: date, clock: time | None, inclusive: bool, boundary: str
) -> None:
    expected = Deadline(date=day, time=clock, inclusive=inclusive, wording=wording)
    assert Deadline.parse(wording) == expected
    assert Deadline.parse(normalize("NFD", f"  {wording.upper()} ")).boundary == expected.boundary
    assert expected.boundary == datetime.fromisoformat(boundary)
    assert expected.boundary.tzinfo is UTC


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("", "deadline_unreadable"),
        ("sớm nhất có thể", "deadline_unreadable"),
        ("trước ngày 07/5", "deadline_year_missing"),
        ("trước tháng 5/2022", "deadline_day_missing"),
        ("5 giờ chiều ngày 13/5/2022", "deadline_unreadable"),
        ("trước ngày 31/02/2022", "period_impossible_date"),
        ("25 giờ ngày 13/5/2022", "deadline_impossible_time"),
        ("24h30 ngày 13/5/2022", "deadline_impossible_time"),
        ("10h60 ngày 13/5/2022", "deadline_impossible_time"),
        ("10 giờ\x00", "period_text_not_allowed"),
    ],
)
def test_an_unreadable_deadline_is_refused(wording: str, code: str) -> None:
    with pytest.raises(PeriodError) as caught:
        Deadline.parse(wording)
    assert caught.value.code == code


def local(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2022, 5, day, hour, minute, second, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("wording", "last_in_time", "first_late"),
    [
        ("trước ngày 07/5/2022", local(6, 23, 59, 59), local(7)),
        ("hết ngày 07/5/2022", local(7, 23, 59, 59), local(8)),
        ("10 giờ 13/5/2022", local(13, 10), local(13, 10, 0, 1)),
        ("trước 10 giờ 13/5/2022", local(13, 9, 59, 59), local(13, 10)),
    ],
)
def test_the_last_moment_in_time(wording: str, last_in_time: datetime, first_late: datetime) -> None:
    deadline = Deadline.parse(wording)
    assert deadline.met_by(last_in_time)
    assert not deadline.met_by(first_late)


def test_a_naive_instant_meets_no_deadline() -> None:
    with pytest.raises(TypeError):
        Deadline.parse("31/5/2022").met_by(datetime(2022, 5, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "clock"), [("0999-12-31", None), ("3000-01-01", None), ("2022-05-13", "10:00:00+07:00")]
)
def test_a_deadline_outside_vietnams_calendar_and_clock_is_refused(day: str, clock: str | None) -> None:
    with pytest.raises(ValidationError):
        Deadline.model_validate({"date": day, "time": clock, "inclusive": True, "wording": "x"})


DEADLINES = st.builds(
    Deadline,
    date=st.dates(date(1000, 1, 1), date(2999, 12, 31)),
    time=st.none() | st.times(),
    inclusive=st.booleans(),
    wording=st.just("x"),
)


@given(DEADLINES)
def test_a_later_day_never_moves_the_boundary_back(deadline: Deadline) -> None:
    if deadline.date < date(2999, 12, 31):
        later = deadline.model_copy(update={"date": deadline.date + timedelta(days=1)})
        assert later.boundary > deadline.boundary
    including = deadline.model_copy(update={"inclusive": True})
    assert including.boundary >= deadline.boundary


@given(DEADLINES)
def test_in_time_ends_at_the_boundary(deadline: Deadline) -> None:
    moment = timedelta(microseconds=1)
    assert deadline.met_by(deadline.boundary - moment)
    assert deadline.met_by(deadline.boundary) is (deadline.inclusive and deadline.time is not None)
    assert not deadline.met_by(deadline.boundary + moment)
    assert Deadline.model_validate(deadline.model_dump(mode="json")) == deadline


def test_a_shown_instant_is_read_back_as_a_deadline() -> None:
    moment = local(13, 10, 5)
    assert Deadline.parse(format_instant(moment)).boundary == moment
