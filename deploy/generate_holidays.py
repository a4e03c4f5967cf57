"""Writes ``shared/language/holidays.json``: the days off of Vietnam, those of the lunar calendar among them.

The library python-holidays is asked here and in the tests only: loading it takes a service half a second and 11 MB.
What the Government decided and the library does not know yet stands in `DECIDED`.
"""

import datetime as dt
import json

import holidays

from shared.language.worktime import HOLIDAYS

YEARS = range(2010, 2101)
DECIDED = {dt.date(2026, 1, 2): dt.date(2026, 1, 10)}
"""Days off by decision, each with the weekend day worked instead: 2026 by the Government on 25/12/2025."""


def calendar() -> dict[int, dict[str, list[str]]]:
    """Of each year the weekdays off and the weekend days worked, as month and day.

    Off: the holidays (Bộ luật Lao động 2019, Điều 112), the day after one that falls on a weekend, and days exchanged
    by decision.
    """
    known = holidays.country_holidays("VN", years=YEARS)
    off = {day for day in known if day.weekday() < 5} | set(DECIDED)
    worked = {*known.weekend_workdays, *DECIDED.values()}
    return {
        year: {
            "off": [f"{day:%m-%d}" for day in sorted(off) if day.year == year],
            "worked": [f"{day:%m-%d}" for day in sorted(worked) if day.year == year],
        }
        for year in YEARS
    }


def file_text() -> str:
    """The file: a line a year."""
    lines = (f'"{year}": {json.dumps(days)}' for year, days in calendar().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    HOLIDAYS.write_text(file_text(), encoding="utf-8")
