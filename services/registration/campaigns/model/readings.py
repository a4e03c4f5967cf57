"""What the wordings of a schedule are understood as, with the first dates that come of it, read back to a person."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from services.registration.campaigns.model.schedule import PARTS, Rule, Wordings
from shared.errors import DomainError
from shared.language.day_rules import WindowRule
from shared.language.period_codes import codes
from shared.language.period_names import short_date
from shared.language.recurrence import Repeat
from shared.language.vietnamese import format_instant

FIRST = 2
"""Of how many periods the dates are told."""
LONGEST = timedelta(days=2 * 366)


class Dated(NamedTuple):
    """A period, and what a rule says of it: "chậm nhất ngày 20/3/2026"."""

    code: str
    text: str


class Reading(NamedTuple):
    """One way to understand a wording: words that mean it alone, and what comes of it in the first periods."""

    words: str
    dates: tuple[Dated, ...]


def readings(repeat: Repeat, first: date, said: Wordings) -> Mapping[str, tuple[Reading, ...]]:
    """By part how its wording may be meant in the periods from a day on: one reading is understood, of several a
    person chooses; nothing for words that cannot be read."""
    periods = tuple(islice(codes(repeat, first, first + LONGEST), FIRST))
    found = {part: _of(part, repeat, said.text(part), periods) for part in PARTS}
    return {part: ways for part, ways in found.items() if ways}


def _of(part: str, repeat: Repeat, text: str, periods: tuple[str, ...]) -> tuple[Reading, ...]:
    read, words = PARTS[part]
    try:
        rules = read(text, repeat) if text else ()
    except DomainError:
        return ()
    return tuple(
        Reading(words(rule), tuple(Dated(code, _told(part, rule, code)) for code in periods)) for rule in rules
    )


def _told(part: str, rule: Rule, code: str) -> str:
    if isinstance(rule, WindowRule):
        return " - ".join(map(short_date, rule.window(code)))
    return rule.due(code).wording if part == "due" else format_instant(rule.opens_at(code))
