"""Repeated forms: how often they are asked for, and how their periods are called."""

from collections.abc import Mapping
from enum import StrEnum


class Repeat(StrEnum):
    """How often a form is asked for."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months a period has; 0 for a week, which is not made of months."""
        return _MONTHS[self]

    @property
    def noun(self) -> str:
        """What a period is called in Vietnamese: "tuần", "tháng", "quý", "6 tháng", "năm"."""
        return _NOUNS[self]


_MONTHS: Mapping[Repeat, int] = {
    Repeat.WEEK: 0,
    Repeat.MONTH: 1,
    Repeat.QUARTER: 3,
    Repeat.HALF_YEAR: 6,
    Repeat.YEAR: 12,
}
_NOUNS: Mapping[Repeat, str] = {
    Repeat.WEEK: "tuần",
    Repeat.MONTH: "tháng",
    Repeat.QUARTER: "quý",
    Repeat.HALF_YEAR: "6 tháng",
    Repeat.YEAR: "năm",
}

PERIOD_CODE = r"^[0-9]{4}(-W(0[1-9]|[1-4][0-9]|5[0-3])|-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?$"
"""``2026-W31`` (ISO 8601), ``2026-07``, ``2026-Q3``, ``2026-H2`` or ``2026``."""
