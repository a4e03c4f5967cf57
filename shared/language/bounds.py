"""What a wording says before its day: until when ("trước", "chậm nhất", "hết") and at what time ("17 giờ 30")."""

import datetime as dt
import re
from typing import NamedTuple

from shared.language.periods import PeriodError

BOUND = (
    "(?:(?P<bound>truoc|vao|trong(?: vong)?|(?:cho )?(?:den|toi)(?: het)?|het|khong (?:qua|muon hon|tre hon)|"
    "(?:cham|muon) nhat(?: la| vao| den)?(?: truoc)?|han (?:cuoi|chot)(?: la|:)?) )?"
)
CLOCK = "(?:(?:vao )?(?:luc )?(?P<hour>[0-9]{1,2}) ?(?:gio|g|h|:) ?(?:(?P<minute>[0-9]{1,2})(?: ?phut)?)?(?:, ?| ))?"
WEEKDAY = "(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
"""From Monday, as `datetime.date.weekday` counts."""

_NUMBERS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}


class Bound(NamedTuple):
    """The clock time, None for the whole day, and whether that moment or day is still in time."""

    time: dt.time | None
    inclusive: bool


def bound_of(found: re.Match[str], wording: str) -> Bound:
    """What BOUND, where it was asked for, and CLOCK found in a wording. Only "trước" excludes; 24 giờ is the whole day.

    Raises PeriodError ``deadline_impossible_time``.
    """
    inclusive = not (found.groupdict().get("bound") or "").endswith("truoc")
    if found["hour"] is None:
        return Bound(None, inclusive)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if (hour, minute) == (24, 0):
        return Bound(None, inclusive=True)
    try:
        return Bound(dt.time(hour, minute), inclusive)
    except ValueError as error:
        raise PeriodError("deadline_impossible_time", text=wording) from error


def weekday_of(words: str) -> int:
    """The weekday that plain words name, from Monday as 0: "thu sau" and "thu 6" are 4."""
    name = words.rsplit(maxsplit=1)[-1]
    if name == "nhat":
        return 6
    return int(name) - 2 if name.isdigit() else _NUMBERS[name]


def clock_words(time: dt.time) -> str:
    """ "16 giờ", "17 giờ 05"."""
    return f"{time.hour} giờ" + (f" {time.minute:02}" if time.minute else "")
