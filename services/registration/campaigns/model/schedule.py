"""The schedule of a repeated form, in the wordings of a plan, and the periods that follow from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from shared.contracts.forms import Period, Window
from shared.errors import DomainError, refuse
from shared.language.day_rules import DayRule, WindowRule
from shared.language.period_codes import repeat_of, span
from shared.language.periods import PeriodError, stored_wording
from shared.language.recurrence import Repeat
from shared.language.rule_reading import read_due, read_opening
from shared.language.rule_words import rule_words, window_words
from shared.language.schedule import Schedule
from shared.language.window_reading import read_window

Rule = DayRule | WindowRule
FAULTY = {"schedule_empty": "last", "schedule_opens_after_due": "opening"}
"""What a schedule is refused for, besides its days: which of its parts to mend."""


class Part(NamedTuple):
    """A part of a schedule: how its wordings are read, and the words that mean one reading alone."""

    read: Callable[[str, Repeat], tuple[Rule, ...]]
    words: Callable[[Any], str]


def _opening_words(rule: DayRule) -> str:
    return rule_words(rule, opening=True)


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "due": Part(read_due, rule_words),
        "opening": Part(read_opening, _opening_words),
        "window": Part(read_window, window_words),
    }
)


@dataclass(frozen=True)
class Wordings:
    """Until when each period is due, from when it is open and which days it counts, in the words of a plan.

    Without `opening` every period is open from the announcement on, without `window` it counts its own days.
    `chosen`: by part the reading that a person chose of doubtful words, in the words that mean it alone.
    """

    due: str
    opening: str = ""
    window: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, schedule: Schedule) -> "Wordings":
        """As they were given; the words of every reading are said."""
        rules = {part: rule for part in PARTS if (rule := getattr(schedule, part))}
        chosen = {part: PARTS[part].words(rule) for part, rule in rules.items()}
        return cls(**{part: rule.wording for part, rule in rules.items()}, chosen=chosen)

    def text(self, part: str) -> str:
        found: str = getattr(self, part)
        return found.strip()


def fits(code: str | None, repeat: Repeat) -> bool:
    """Whether a code names a period of this length: every year has twelve months, and not every one a week 53."""
    try:
        return code is not None and repeat_of(code) is repeat and bool(span(code))
    except PeriodError:
        return False


def schedule_of(repeat: Repeat, first: date, last: date, said: Wordings, known: Schedule | None = None) -> Schedule:
    """The schedule from one day to another. Of the `known` one, what it says in the same words is not read again.

    Raises each fault, naming the part as its field: ``schedule_due_missing``, ``wording_doubtful`` (text, ways) for
    words of which no reading was chosen, what their readers raise, and what `Schedule.planned` raises.
    """
    faults, rules = [], {}
    for part in PARTS:
        try:
            rules[part] = _rule(part, said, repeat, getattr(known, part, None))
        except DomainError as error:
            faults.append(DomainError(error.code, error.kind, field=part, **error.params))
    refuse("input_invalid", faults)
    try:
        return Schedule.planned(first, last, **rules)
    except PeriodError as error:
        raise DomainError(error.code, error.kind, field=FAULTY.get(error.code, "last"), **error.params) from error


def periods_of(schedule: Schedule) -> tuple[Period, ...]:
    """The periods that a schedule makes."""
    return tuple(
        Period(
            code=one.code,
            due=one.due,
            opens_at=one.opens_at,
            window=Window(first=one.window.first, last=one.window.last) if one.window else None,
        )
        for one in schedule.periods()
    )


def _rule(part: str, said: Wordings, repeat: Repeat, known: Rule | None) -> Any:
    """The reading of a wording, None for one that is not given; the chosen one where there are several."""
    text, chosen, (read, words) = said.text(part), said.chosen.get(part, ""), PARTS[part]
    if not text:
        if part == "due":
            raise DomainError("schedule_due_missing")
        return None
    same = known is not None and known.repeat is repeat and known.wording == stored_wording(text)
    if known and same and chosen in {"", words(known)}:
        return known
    found = read(text, repeat)
    fitting = [rule for rule in found if words(rule) == chosen] if len(found) > 1 else list(found)
    if not fitting:
        raise DomainError("wording_doubtful", text=text, ways="; ".join(f"“{words(rule)}”" for rule in found))
    return fitting[0]
