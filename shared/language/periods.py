"""Completion periods (dự kiến tiến độ hoàn thành): the wording is kept, the interval is derived from it."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.errors import DomainError
from shared.language.vietnamese import fold, format_date, nfc


class PeriodError(DomainError, ValueError):
    """Wording about dates that cannot hold; within a pydantic model it becomes a ValidationError.

    Codes and params here: `period_impossible_date` (text), `period_ends_before_start` (start, end: dd/mm/yyyy),
    `period_text_not_allowed` (reason), `period_text_too_long` (limit); other readers name their own.
    """


WORDING_LIMIT = 300
Wording = Annotated[str, Field(max_length=WORDING_LIMIT), AfterValidator(nfc)]
"""What a person or a plan wrote about a date: NFC, at most 300 characters."""


class CompletionPeriod(BaseModel):
    """When something is expected to be complete: the wording, and the days it means, both inclusive.

    `start` or `end` is None where the wording leaves it open ("trước 30/9/2022"); both are None where it is
    not understood.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Wording
    start: date | None = None
    end: date | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what people write: "Năm 2022", "Quý III, IV/2022", "01/6 - 30/9/2022", "6 tháng đầu năm 2022".

        Unknown wording is kept without an interval, never guessed at. Raises PeriodError for a date that does
        not exist, a period that ends before it starts, control characters, and more than 300 characters.
        """
        kept = stored_wording(text)
        start, end = _interval(kept)
        if start and end and end < start:
            raise PeriodError("period_ends_before_start", start=format_date(start), end=format_date(end))
        return cls(text=kept, start=start, end=end)


def stored_wording(text: str) -> str:
    """The wording as it is kept, NFC. Raises PeriodError for control characters and above 300 characters."""
    try:
        kept = nfc(text)
    except ValueError as error:
        raise PeriodError("period_text_not_allowed", reason=str(error)) from error
    if len(kept) > WORDING_LIMIT:
        raise PeriodError("period_text_too_long", limit=WORDING_LIMIT)
    return kept


def plain(text: str) -> str:
    """The wording as it is read: folded, with one kind of dash and without closing punctuation."""
    return re.sub("[\u2010-\u2015\u2212]", "-", fold(text)).rstrip(" .,;")


def read_day(words: str) -> date | None:
    """The day that plain words name, with or without "ngày"; None if they are not one full date.

    Raises PeriodError `period_impossible_date`.
    """
    moment = _moment(words)
    return moment.days()[0] if moment and moment.day is not None and moment.year else None


class _Moment(NamedTuple):
    """One expression: months of a year, or a day in a month. The year, and a bare day's month, may be missing.

    Numbers are checked only by `days`, so that unknown wording around an impossible date stays unknown.
    """

    words: str
    year: int | None
    first: int | None
    last: int | None
    day: int | None

    def before(self, later: "_Moment") -> "_Moment":
        """Completed from the expression that follows it: "01/6 - 30/9/2022", "1 - 15/9/2022"."""
        shared = later if self.first is None and later.day is not None else self
        return self._replace(year=self.year or later.year, first=shared.first, last=shared.last)

    def days(self) -> tuple[date, date]:
        """The first and the last day. Raises PeriodError `period_impossible_date`."""
        year, first, last = self.year or 0, self.first or 0, self.last or 0
        try:
            ends = (self.day, self.day) if self.day is not None else (1, monthrange(year, last)[1])
            return date(year, first, ends[0]), date(year, last, ends[1])
        except ValueError as error:
            raise PeriodError("period_impossible_date", text=self.words) from error


_N = "[0-9]{1,2}"
_YEAR = "(?P<year>[12][0-9]{3})"
_OF_YEAR = rf"(?:(?: ?[/.,-] ?| )(?:cua )?(?:nam )?{_YEAR})?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:ngay )?(?P<day>{_N})(?: ?(?P<mark>[/.-]) ?(?P<month>{_N})(?:(?: ?(?P=mark) ?|,? nam ){_YEAR})?)?",
        rf"(?:ngay )?(?P<day>{_N}) thang (?P<month>{_N}){_OF_YEAR}",
        rf"thang ?(?P<month>{_N}){_OF_YEAR}",
        rf"(?P<month>{_N}) ?[/.-] ?{_YEAR}",
        rf"qu[yi] ?(?P<quarter>{_N}|[ivx]+){_OF_YEAR}",
        rf"(?P<leading>{_N}) thang dau nam {_YEAR}",
        rf"(?P<closing>{_N}) thang cuoi nam {_YEAR}",
        rf"(?:ca )?nam {_YEAR}",
    )
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _moment(words: str) -> _Moment | None:
    match = next(filter(None, (form.fullmatch(words) for form in _FORMS)), None)
    if not match:
        return None
    found = match.groupdict()
    year, day = (int(found[name]) if found.get(name) else None for name in ("year", "day"))
    first, last = _months(found)
    return _Moment(words, year, first, last, day)


def _months(found: dict[str, str | None]) -> tuple[int | None, int | None]:
    if month := found.get("month"):
        return int(month), int(month)
    if quarter := found.get("quarter"):
        number = int(quarter) if quarter.isdigit() else _QUARTERS.get(quarter, 0)
        return 3 * number - 2, 3 * number
    if leading := found.get("leading"):
        return 1, int(leading)
    if closing := found.get("closing"):
        return 13 - int(closing), 12
    return (None, None) if found.get("day") else (1, 12)


_LONGEST = 100  # characters; longer wording is a sentence, not a period
_UNIT = re.compile("(thang|qu[yi]|nam) ?")
_COMMA = re.compile(" ?[,;] ?| va ")
_DASH = re.compile(" ?- ?| (?:cho )?(?:den|toi)(?: het)? ")
_BEFORE = re.compile("truoc (.+)")
_UNTIL = re.compile("(?:(?:cho )?(?:den|toi)(?: het)?|het|cham nhat(?: la| vao| den)?) (.+)")
_FROM = re.compile("tu (.+)")

_Interval = tuple[date | None, date | None]
_UNKNOWN: _Interval = (None, None)


@lru_cache(maxsize=4_096)
def _interval(kept: str) -> _Interval:
    """A campaign's units write the same few wordings thousands of times."""
    words = plain(kept)
    if len(words) > _LONGEST:
        return _UNKNOWN
    if before := _BEFORE.fullmatch(words):
        span = _span(before[1])
        return (None, span[0] - timedelta(days=1)) if span else _UNKNOWN
    if until := _UNTIL.fullmatch(words):
        span = _span(until[1])
        return (None, span[1]) if span else _UNKNOWN
    from_ = _FROM.fullmatch(words)
    rest = from_[1] if from_ else words.removeprefix("trong ")
    if span := _span(rest):
        return (span[0], None) if from_ else span
    return _range(rest) or _UNKNOWN


def _span(words: str) -> tuple[date, date] | None:
    """One expression, or a rising list of them: "quý III, IV/2022" runs from the first to the last."""
    moments = _sequence([words]) or _sequence(_COMMA.split(words))
    days = [moment.days() for moment in moments]
    return (days[0][0], days[-1][1]) if days and days == sorted(days) else None


def _range(words: str) -> _Interval | None:
    """Two expressions joined by a dash or "đến"; None unless exactly one reading is possible."""
    cuts = [(words[: dash.start()], words[dash.end() :]) for dash in _DASH.finditer(words)]
    readings = [moments for cut in cuts if (moments := _sequence(list(cut)))]
    if len(readings) != 1:
        return None
    first, last = readings[0]
    return first.days()[0], last.days()[1]


def _sequence(parts: list[str]) -> list[_Moment]:
    """The expressions in order, each completed from the next one and from the first one's unit; [] if unclear."""
    unit = _UNIT.match(parts[0])
    moments: list[_Moment] = []
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        moment = (_moment(f"{unit[1]} {part}") if unit and index else None) or _moment(part)
        if moment and moments:
            moment = moment.before(moments[0])
        if not moment or moment.year is None or moment.first is None:
            return []
        moments.insert(0, moment)
    return moments
