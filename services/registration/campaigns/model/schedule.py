"""The periods of a repeated form as its schedule makes them, in the wordings of a plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from shared.contracts.forms import Period, Window
from shared.errors import DomainError
from shared.language.day_rules import DayRule, WindowRule
from shared.language.period_codes import repeat_of, span
from shared.language.periods import PeriodError
from shared.language.recurrence import Repeat
from shared.language.rule_reading import read_due, read_opening
from shared.language.rule_words import rule_words, window_words
from shared.language.schedule import Schedule
from shared.language.window_reading import read_window

Rule = TypeVar("Rule", DayRule, WindowRule)
PLACES = {"schedule_empty": "last", "schedule_opens_after_due": "opening"}
"""What a schedule is refused for, besides its days: which of its parts to mend."""


@dataclass(frozen=True)
class Wordings:
    """Until when each period is due, from when it is open and which days it counts, in the words of a plan.

    Without `opening` every period is open from the announcement on, without `window` it counts its own days.
    """

    due: str
    opening: str = ""
    window: str = ""


def fits(code: str | None, repeat: Repeat) -> bool:
    """Whether a code names a period of this length: every year has twelve months, and not every one a week 53."""
    try:
        return code is not None and repeat_of(code) is repeat and bool(span(code))
    except PeriodError:
        return False


def periods_of(repeat: Repeat, first: date, last: date, said: Wordings) -> tuple[Period, ...]:
    """The periods from one day to another.

    Raises DomainError, naming the part as its field: ``schedule_due_missing``, ``wording_doubtful`` for words with
    several readings, what their readers raise, and what `Schedule.planned` raises.
    """
    if not said.due.strip():
        raise DomainError("schedule_due_missing", field="due")
    due = _rule("due", said.due, repeat, read_due, rule_words)
    opening = window = None
    if said.opening.strip():
        opening = _rule("opening", said.opening, repeat, read_opening, _opening_words)
    if said.window.strip():
        window = _rule("window", said.window, repeat, read_window, window_words)
    try:
        planned = Schedule.planned(first, last, due, opening, window)
    except PeriodError as error:
        raise DomainError(error.code, error.kind, field=PLACES.get(error.code, "last"), **error.params) from error
    return tuple(
        Period(
            code=one.code,
            due=one.due,
            opens_at=one.opens_at,
            window=Window(first=one.window.first, last=one.window.last) if one.window else None,
        )
        for one in planned.periods()
    )


def readings(repeat: Repeat, said: Wordings) -> Mapping[str, tuple[str, ...]]:
    """By part the ways in which doubtful words may be meant, each in words that mean it alone."""
    ways = {
        "due": lambda: tuple(map(rule_words, read_due(said.due, repeat))),
        "opening": lambda: tuple(map(_opening_words, read_opening(said.opening, repeat))),
        "window": lambda: tuple(map(window_words, read_window(said.window, repeat))),
    }
    return {part: found for part, read in ways.items() if len(found := _readable(read)) > 1}


def _readable(read: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    try:
        return read()
    except DomainError:
        return ()


def _rule(
    part: str,
    text: str,
    repeat: Repeat,
    read: Callable[[str, Repeat], tuple[Rule, ...]],
    words: Callable[[Rule], str],
) -> Rule:
    """The only reading of a wording."""
    try:
        found = read(text, repeat)
    except PeriodError as error:
        raise DomainError(error.code, error.kind, field=part, **error.params) from error
    if len(found) > 1:
        ways = "; ".join(f"“{words(rule)}”" for rule in found)
        raise DomainError("wording_doubtful", field=part, text=text.strip(), ways=ways)
    return found[0]


def _opening_words(rule: DayRule) -> str:
    return rule_words(rule, opening=True)
