"""Repeated forms: how often they are asked for, and how their periods are called."""

from enum import StrEnum


class Repeat(StrEnum):
    """How often a form is asked for."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


PERIOD_CODE = r"^[0-9]{4}(-W[0-9]{2}|-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?$"
"""``2026-W31`` (ISO 8601), ``2026-07``, ``2026-Q3``, ``2026-H2`` or ``2026``."""


def period_name(code: str) -> str:
    """How a period is called."""
    return code
