"""What people call periods, and days as plans write them."""

from datetime import date

from shared.language.period_codes import parts, span
from shared.language.recurrence import Repeat

_QUARTERS = ("I", "II", "III", "IV")
_HALVES = ("đầu", "cuối")


def day_and_month(day: date) -> str:
    """ "02/8", "10/01": days below 10 and the months 1 and 2 with a zero (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    return f"{day.day:02}/{day.month:02}" if day.month < 3 else f"{day.day:02}/{day.month}"


def short_date(day: date) -> str:
    """A date as plans write it: "07/5/2022", "14/01/2022"."""
    return f"{day_and_month(day)}/{day.year:04}"


def period_name(code: str) -> str:
    """ "Tuần 31/2026 (27/7 - 02/8)", "Tháng 7/2026", "Quý III/2026", "6 tháng cuối năm 2026", "Năm 2026".

    Raises PeriodError ``period_code_unknown``.
    """
    repeat, year, number = parts(code)
    first, last = span(code)
    if repeat is Repeat.WEEK:
        write = day_and_month if first.year == last.year else short_date
        return f"Tuần {number:02}/{year:04} ({write(first)} - {write(last)})"
    names = {
        Repeat.MONTH: f"Tháng {day_and_month(first)[3:]}/{year:04}",
        Repeat.QUARTER: f"Quý {_QUARTERS[(number - 1) % 4]}/{year:04}",
        Repeat.HALF_YEAR: f"6 tháng {_HALVES[(number - 1) % 2]} năm {year:04}",
        Repeat.YEAR: f"Năm {year:04}",
    }
    return names[repeat]
