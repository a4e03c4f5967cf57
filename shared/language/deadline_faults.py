"""Why a wording is no deadline, in a refusal that says what to write instead."""

import re

from shared.language.period_names import short_date
from shared.language.periods import CompletionPeriod, PeriodError, read_day

_PLACEHOLDER = re.compile(
    r"\.{2}|…|_{2}|\?\?|-{2,} ?/|\b(?:d{1,2}|n{1,2}|x{1,2}) ?[/.-] ?(?:m{1,2}|t{1,2}|x{1,2})\b|\b(?:yyyy|nnnn)\b|"
    r"\b(?:ngay|thang) ?(?:xx?|dd|mm)\b|[\[<].*[\]>]|ngay ?,? ?thang\b(?! [a-z])|ngay ?thang ?nam"
)
_ON_REQUEST = re.compile("(?:khi|theo) (?:co )?yeu cau|dot xuat")
_RELATIVE = re.compile("(?:ke|tinh)? ?(?:tu|sau) (?:khi|ngay|luc) (?:ban hanh|ky|nhan|co |tiep nhan|ket thuc|cong bo)")
_REPEATED = re.compile(r"\b(?:hang|moi) (?:tuan|thang|quy|nam|6 thang)|\bdinh ky\b|\bcuoi ky\b")
_FULL_DATE = re.compile(
    "[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?[0-9]{4}|"
    "[0-9]{1,2} thang [0-9]{1,2}(?: ?[/.-] ?|,? (?:cua )?(?:nam )?)[0-9]{4}"
)
_NO_YEAR = re.compile("(?<![0-9/.-])[0-9]{1,2} ?(?:[/.-]|thang) ?[0-9]{1,2}(?: ?[/.-] ?[0-9]{2})?(?! ?[0-9/.-])")


def unfixed_fault(wording: str, words: str) -> PeriodError | None:
    """The refusal of a wording that fixes no day, once or repeatedly: a placeholder, or "khi có yêu cầu"."""
    for code, sign in (("deadline_placeholder", _PLACEHOLDER), ("deadline_on_request", _ON_REQUEST)):
        if sign.search(words):
            return PeriodError(code, text=wording)
    return None


def deadline_fault(wording: str, words: str) -> PeriodError:
    """The refusal of a wording that is no deadline.

    Codes, all with `text`: ``deadline_placeholder`` ("dd/mm/2026"), ``deadline_on_request`` ("khi có yêu cầu"),
    ``deadline_relative`` ("kể từ ngày nhận"), ``deadline_repeated`` ("hằng tháng"), ``deadline_several_dates`` (and
    first, second), ``deadline_year_missing``, ``deadline_day_missing`` (and last: the last day meant), else
    ``deadline_unreadable``.
    """
    if fault := unfixed_fault(wording, words):
        return fault
    for code, sign in (("deadline_relative", _RELATIVE), ("deadline_repeated", _REPEATED)):
        if sign.search(words):
            return PeriodError(code, text=wording)
    dates = sorted({day for found in _FULL_DATE.finditer(words) if (day := read_day(found[0]))})
    if len(dates) > 1:
        return PeriodError(
            "deadline_several_dates", text=wording, first=short_date(dates[0]), second=short_date(dates[1])
        )
    if not dates and _NO_YEAR.search(words):
        return PeriodError("deadline_year_missing", text=wording)
    last = None if dates else CompletionPeriod.parse(wording).end
    if last:
        return PeriodError("deadline_day_missing", text=wording, last=short_date(last))
    return PeriodError("deadline_unreadable", text=wording)
