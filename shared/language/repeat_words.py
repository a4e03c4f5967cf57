"""How often a wording says that something is due: "hằng quý", "định kỳ 6 tháng", "mỗi tháng một lần"."""

import re
import unicodedata

from shared.language.deadline_faults import unfixed_fault
from shared.language.periods import PeriodError, plain
from shared.language.recurrence import Repeat

NOUN = "(?:0?6 thang|nua nam|tuan|thang|quy(?! dinh| che| trinh)|nam)"
_ONCE = "(?: ?/ ?| )(?:0?1|mot)?(?: |/)?lan"
_ALONE = rf"{NOUN}(?! ngay (?:lam viec|dau))"  # "năm ngày làm việc": a number
_LIST = rf"{_ALONE}(?:(?:,| va| hoac|/) ?(?:hang )?{_ALONE})*"
_SAID = re.compile(
    r"(?:^bao cao(?: theo)?(?: dinh ky)?(?: hang)?|"
    r"(?:\b(?:cua|trong) )?(?:dinh ky )?(?:theo )?\b(?:hang|moi|theo|dinh ky))"
    rf" (?P<list>{_LIST})(?:{_ONCE})?|"
    rf"(?:\b(?:0?1|mot) )?\b(?P<once>{NOUN}){_ONCE}"
)
_NOT_OFFERED = re.compile(
    rf"\b(?:hang|moi|dinh ky)(?: (?:hang|moi))? (?:ngay|gio|[0-9]+ (?!thang)[a-z]+|(?!0?6 )[0-9]+ thang|hai|ba|bon)\b|"
    rf"\b(?!0?[16] )(?:[0-9]+|hai|ba|bon) (?:ngay|tuan|thang|quy|nam){_ONCE}"
)
_NOUNS = {"tuan": Repeat.WEEK, "thang": Repeat.MONTH, "quy": Repeat.QUARTER, "nam": Repeat.YEAR}


def repeat_words(wording: str) -> str:
    """The wording as rules are read: plain, without numbers told twice ("05 (năm) ngày"), "sáu" told from "sau"."""
    told = (
        unicodedata.normalize("NFC", wording).casefold().replace("tháng sáu", "tháng 6").replace("sáu tháng", "6 tháng")
    )
    return re.sub(r"\b([0-9]+) \([a-z ]+\)", r"\1", plain(told))


def noun_repeat(noun: str) -> Repeat:
    """The repeat that a plain noun names: "quy", "6 thang"."""
    return _NOUNS.get(noun, Repeat.HALF_YEAR)


def said_repeats(words: str) -> tuple[str, frozenset[Repeat]]:
    """Plain words without what they say of the repeat, and the repeats that they say."""
    said = [noun for found in _SAID.finditer(words) for noun in re.findall(NOUN, found["list"] or found["once"])]
    rest = re.sub(r"^[ ,:;-]+|[ ,:;-]+$|(?<= ) +| +(?=,)", "", _SAID.sub(" ", words))
    return rest, frozenset(map(noun_repeat, said))


def read_repeat(text: str) -> Repeat | None:
    """How often a wording says that something is due; None when it says nothing.

    Raises PeriodError ``repeat_several`` (text, said) and ``repeat_not_offered`` (text).
    """
    words = repeat_words(text)
    if _NOT_OFFERED.search(words):
        raise PeriodError("repeat_not_offered", text=text)
    said = said_repeats(words)[1]
    if len(said) > 1:
        nouns = ", ".join(repeat.noun for repeat in Repeat if repeat in said)
        raise PeriodError("repeat_several", text=text, said=nouns)
    return next(iter(said), None)


def contradiction(text: str, said: Repeat, repeat: Repeat) -> PeriodError:
    """The refusal of a wording that speaks of another repeat than the form has."""
    return PeriodError("repeat_contradicts", text=text, said=said.noun, repeat=repeat.noun)


def rule_text(wording: str) -> tuple[str, Repeat | None]:
    """The plain words of a rule without what they say of the repeat, and that repeat.

    Raises PeriodError ``deadline_placeholder``, ``deadline_on_request``, ``repeat_once`` for a date with its year,
    ``repeat_without_marks`` for "thang sau" (next month, or June), and those of `read_repeat`.
    """
    words = repeat_words(wording)
    if fault := unfixed_fault(wording, words):
        raise fault
    said = read_repeat(wording)
    if re.search(r"\b[12][0-9]{3}\b", words):
        raise PeriodError("repeat_once", text=wording)
    if "thang sau" in wording.casefold():
        raise PeriodError("repeat_without_marks", text=wording)
    return re.sub(r",? ?\((.*?)\)", r", \1", said_repeats(words)[0]).strip(", "), said
