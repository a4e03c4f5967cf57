"""Deadlines and repeats as plans word them: what is understood, what is asked back, what is refused."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import yaml

from shared.language.catalogue import SHARED, Catalogue, Language, speaking
from shared.language.day_rules import DayRule, WindowRule
from shared.language.deadlines import Deadline
from shared.language.period_codes import codes
from shared.language.periods import PeriodError
from shared.language.recurrence import Repeat
from shared.language.rule_reading import read_due, read_opening
from shared.language.rule_words import rule_words, window_words
from shared.language.vietnamese import VIETNAM
from shared.language.window_reading import read_window

Entry = Mapping[str, Any]
Rule = DayRule | WindowRule

TABLE: list[Entry] = yaml.safe_load((Path(__file__).parents[3] / "data/wordings.yaml").read_text(encoding="utf-8"))
READERS: Mapping[str, Callable[[str, Repeat], tuple[Rule, ...]]] = {
    "due": read_due,
    "opening": read_opening,
    "window": read_window,
}
REPEATED = [entry for entry in TABLE if "repeat" in entry and "refused" not in entry]


def read(entry: Entry, wording: str) -> tuple[Rule, ...]:
    return READERS[entry.get("reads", "due")](wording, Repeat(entry["repeat"]))


def words(rule: Rule, reads: str) -> str:
    return window_words(rule) if isinstance(rule, WindowRule) else rule_words(rule, opening=reads == "opening")


def said(deadline: Deadline) -> str:
    time = f"T{deadline.time:%H:%M}" if deadline.time else ""
    return f"{'<=' if deadline.inclusive else '<'} {deadline.date}{time}"


def dates(rule: Rule, code: str, reads: str) -> str:
    if isinstance(rule, WindowRule):
        return "{} .. {}".format(*rule.window(code))
    if reads == "opening":
        return rule.opens_at(code).astimezone(VIETNAM).isoformat()[:16]
    return said(rule.due(code))


def outcome(entry: Entry, wording: str) -> object:
    """What comes of a wording, in the words of the table."""
    try:
        if "repeat" not in entry:
            return {"comes": said(Deadline.parse(wording))}
        found = read(entry, wording)
    except PeriodError as error:
        params = {name: value for name, value in error.params.items() if name != "text"}
        return {"refused": error.code} | ({"params": params} if params else {})
    reads = entry.get("reads", "due")
    year = entry.get("over", 2026)
    periods = codes(Repeat(entry["repeat"]), date(year, 1, 1), date(year, 12, 31))
    told = [
        {code: dates(rule, code, reads) for code in periods if code in asked}
        for rule, asked in zip(found, expected_periods(entry, len(found)), strict=True)
    ]
    if len(found) == 1:
        return {"comes": told[0]}
    return {"doubtful": dict(zip((words(rule, reads) for rule in found), told, strict=True))}


def expected_periods(entry: Entry, number: int) -> list[Mapping[str, str]]:
    asked = list(entry["doubtful"].values()) if "doubtful" in entry else [entry.get("comes", {})]
    return (asked + [{}] * number)[:number]


@pytest.mark.parametrize("entry", TABLE, ids=[f"{entry.get('repeat', 'once')}-{entry['wording']}" for entry in TABLE])
def test_a_wording_comes_to_what_the_table_says(entry: Entry) -> None:
    expected = {name: entry[name] for name in ("comes", "doubtful", "refused", "params") if name in entry}
    for wording in (entry["wording"], normalize("NFD", entry["wording"].upper()), f"  {entry['wording']} "):
        found = outcome(entry, wording)
        assert found == expected
        if "doubtful" in expected:
            assert isinstance(found, dict)
            assert list(found["doubtful"]) == list(expected["doubtful"])


def test_the_table_has_enough_and_every_entry_is_marked() -> None:
    marks = ["quoted" if "quoted" in entry else "made" for entry in TABLE if ("quoted" in entry) != ("made" in entry)]
    assert (len(TABLE), marks.count("quoted"), marks.count("made")) == (135, 26, 109)
    assert len({(entry["wording"], entry.get("repeat"), entry.get("quoted")) for entry in TABLE}) == len(TABLE)
    assert sum("doubtful" in entry for entry in TABLE) >= 10


@pytest.mark.parametrize("entry", REPEATED, ids=[f"{entry['repeat']}-{entry['wording']}" for entry in REPEATED])
def test_the_words_of_a_reading_are_understood_as_that_reading(entry: Entry) -> None:
    for rule in read(entry, entry["wording"]):
        told = words(rule, entry.get("reads", "due"))
        assert read(entry, told) == (rule.model_copy(update={"wording": told}),)


@pytest.mark.parametrize("entry", REPEATED, ids=[f"{entry['repeat']}-{entry['wording']}" for entry in REPEATED])
def test_a_chosen_reading_is_stored_with_its_wording_and_not_read_again(entry: Entry) -> None:
    for rule in read(entry, entry["wording"]):
        assert rule.wording == entry["wording"]
        assert type(rule).model_validate_json(rule.model_dump_json()) == rule


def refusal_codes() -> set[str]:
    """Every code that the language refuses with, as its source names them."""
    source = "".join(file.read_text(encoding="utf-8") for file in SHARED.glob("*.py"))
    return set(re.findall(r'"((?:deadline|repeat|period|opening|window|schedule)_[a-z_]+)"', source))


def test_every_refusal_says_what_is_wrong_and_what_to_write_instead() -> None:
    catalogue = Catalogue()
    found = refusal_codes()
    assert {entry["refused"] for entry in TABLE if "refused" in entry} <= found
    assert [code for code in found if "hãy" not in catalogue.say(code).casefold()] == []
    with speaking(Language.ENGLISH):
        assert [code for code in found if "hãy" in catalogue.say(code).casefold()] == []


@pytest.mark.parametrize("entry", [entry for entry in TABLE if "refused" in entry], ids=lambda entry: entry["wording"])
def test_a_refusal_has_all_that_its_sentence_names(entry: Entry) -> None:
    with pytest.raises(PeriodError) as caught:
        read(entry, entry["wording"]) if "repeat" in entry else Deadline.parse(entry["wording"])
    assert "…" not in Catalogue().say(caught.value.code, {**caught.value.params, "text": "x"})


@pytest.mark.parametrize(
    ("code", "read_example"),
    [
        ("deadline_unreadable", Deadline.parse),
        ("deadline_placeholder", Deadline.parse),
        ("deadline_year_missing", Deadline.parse),
        ("deadline_relative", Deadline.parse),
        ("repeat_unreadable", lambda text: read_due(text, Repeat.WEEK if "tuần" in text else Repeat.MONTH)),
        ("opening_unreadable", lambda text: read_opening(text, Repeat.WEEK if "tuần" in text else Repeat.QUARTER)),
        ("window_unreadable", lambda text: read_window(text, Repeat.QUARTER)),
    ],
)
def test_what_a_refusal_proposes_is_understood(code: str, read_example: Callable[[str], object]) -> None:
    proposed = re.findall("“([^{}]+?)”", Catalogue().say(code, {"text": "{}"}))
    assert proposed
    for example in proposed:
        found = read_example(example)
        assert not isinstance(found, tuple) or len(found) == 1


@pytest.mark.parametrize("repeat", Repeat)
@pytest.mark.parametrize("words", ["ngày đầu tiên của kỳ", "ngày đầu kỳ", "ngày đầu tiên của kỳ báo cáo"])
def test_an_opening_is_read_with_its_preposition_as_without(words: str, repeat: Repeat) -> None:
    found, told = read_opening(words, repeat), read_opening(f"từ {words}", repeat)
    assert [rule.points for rule in told] == [rule.points for rule in found]
    assert len(told) == (1 if words.endswith("báo cáo") else 2)


def test_a_date_told_with_its_weekday_is_read_whatever_day_it_is() -> None:
    names = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
    for number in range(7):
        day = date(2023, 3, 13) + timedelta(days=number)
        assert Deadline.parse(f"17 giờ {names[number]}, ngày {day.day}/3/2023").date == day
