"""A rule in the words that its reader understands in exactly one way."""

from shared.language.bounds import WEEKDAYS, clock_words
from shared.language.day_rules import DayOff, DayRule, WindowRule
from shared.language.points import LAST, Point
from shared.language.recurrence import Repeat

_DAYS_OFF = {
    DayOff.NEXT: ", nếu trùng ngày nghỉ thì chuyển sang ngày làm việc tiếp theo",
    DayOff.PREVIOUS: ", nếu trùng ngày nghỉ thì chuyển về ngày làm việc trước đó",
}
_PLACES = {-1: "trước", 0: "báo cáo", 1: "sau"}
_OWN_YEAR = " năm báo cáo"


def rule_words(rule: DayRule, *, opening: bool = False) -> str:
    """ "trước ngày 15 của tháng cuối kỳ", "chậm nhất 16 giờ thứ Năm của tuần báo cáo"; an opening: "từ ...".

    `read_due` and `read_opening` read the rule back from its words.
    """
    bound = "từ" if opening else "chậm nhất" if rule.inclusive else "trước"
    clock = [clock_words(rule.time)] if rule.time else []
    day_off = _DAYS_OFF[rule.day_off] if rule.day_off else ""
    return " ".join((bound, *clock, _points(rule.points, rule.repeat))) + day_off


def window_words(rule: WindowRule) -> str:
    """ "từ ngày 15 của tháng trước kỳ đến ngày 14 của tháng cuối kỳ"; `read_window` reads it back."""
    if len(rule.first) == len(rule.last):
        pairs = zip(rule.first, rule.last, strict=True)
        many = len(rule.first) > 1
        ends = [[_point(end, rule.repeat, index if many else None) for end in pair] for index, pair in enumerate(pairs)]
        return " và ".join(f"từ {first} đến {last}" for first, last in ends)
    return f"từ {_points(rule.first, rule.repeat)} đến {_points(rule.last, rule.repeat)}"


def _points(points: tuple[Point, ...], repeat: Repeat) -> str:
    if len(points) == 1:
        return _point(points[0], repeat)
    said = [_point(point, repeat, index) for index, point in enumerate(points)]
    if len(set(said)) == 1:
        return said[0]
    if all(date.endswith(_OWN_YEAR) for date in said):
        first, *dates = (date.removesuffix(_OWN_YEAR).removeprefix("ngày ") for date in said)
        return f"ngày {', '.join((first, *dates[:-1]))} và {dates[-1]}{_OWN_YEAR}"
    return " và ".join(said)


def _point(point: Point, repeat: Repeat, index: int | None = None) -> str:
    """`index`: the number in its year, from 0, of the only period that the point is of."""
    month = point.unit is Repeat.MONTH
    plain_day = month and point.day != LAST and not point.working and point.weekday is None
    if plain_day and (index is not None or repeat is Repeat.YEAR):
        return _dated(point, repeat, index or 0)
    if point.unit is Repeat.WEEK and not point.working:
        return f"{WEEKDAYS[point.day - 1 if point.day != LAST else LAST]} của tuần {_PLACES[point.place]}"
    stretch = _month(point, repeat) if month and repeat is not Repeat.MONTH else _stretch(point)
    if plain_day:
        return f"ngày {point.day:02} của {stretch}"
    day = "ngày làm việc" if point.working else "ngày" if point.weekday is None else WEEKDAYS[point.weekday]
    place = {1: "đầu tiên", LAST: "cuối cùng"}.get(point.day, f"thứ {point.day}")
    return f"{day} {place} của {stretch}"


def _dated(point: Point, repeat: Repeat, index: int) -> str:
    """A date of a year, as seen from the year of the period."""
    year, month = divmod((index + 1) * repeat.months + point.place - 1, 12)
    number = f"{month + 1:02}" if month < 2 else str(month + 1)
    return f"ngày {point.day:02}/{number} năm {_PLACES[year]}"


def _stretch(point: Point) -> str:
    noun = "kỳ" if point.unit is Repeat.HALF_YEAR else point.unit.noun
    return f"{noun} {_PLACES[point.place]}"


def _month(point: Point, repeat: Repeat) -> str:
    """A month as seen from a period of several."""
    number = point.place + repeat.months
    known = {
        0: "tháng trước kỳ",
        1: "tháng đầu kỳ báo cáo",
        repeat.months: "tháng cuối kỳ",
        repeat.months + 1: "tháng sau kỳ",
    }
    whole, rest = divmod(number - 1, repeat.months)
    return known.get(number) or f"tháng thứ {rest + 1} của kỳ {_PLACES[whole]}"
