"""What a report says of one item: what each outcome needs, and figures as Vietnamese people write them."""

from collections.abc import Iterator
from datetime import date

from shared.contracts.forms import Form
from shared.errors import DomainError
from shared.forms.results.model import DraftResult, Figure, FigureText, Result, ResultOutcome
from shared.language.numbers import read_number
from shared.language.periods import CompletionPeriod, PeriodError

UNIT_LIMIT = 60
TEXTS = ("done_on", "result", "forecast", "evidence", "reason", "new_expected")
"""The columns of a result that are typed as text."""

SAID_BY = {
    ResultOutcome.DONE: frozenset({"done_on", "result", "evidence"}),
    ResultOutcome.NOT_DONE: frozenset({"reason", "new_expected", "forecast", "evidence"}),
    ResultOutcome.GIVEN_UP: frozenset({"reason", "evidence"}),
}
"""The texts that speak of an outcome; figures and files belong to every one.

What was typed for another outcome stays in the draft and is not delivered: a forecast is no achievement.
"""


def is_blank(typed: DraftResult) -> bool:
    """Whether nobody has typed anything; files are uploaded apart."""
    return typed.outcome is None and not any(getattr(typed, name) for name in TEXTS) and not filled_figures(typed)


def filled_figures(typed: DraftResult) -> list[tuple[int, FigureText]]:
    """The rows of figures in which something was typed, with their places."""
    return [(place, row) for place, row in enumerate(typed.figures) if row.name or row.value or row.unit]


def result_faults(form: Form, typed: DraftResult | None, today: date) -> Iterator[DomainError]:
    """What a result lacks, by its column (``done_on``, ``figures.0.value``).

    Codes: ``result_unanswered``, ``done_on_missing``, ``done_on_unreadable``, ``done_on_future``, ``result_missing``,
    ``reason_missing``, ``new_expected_missing``, ``forecast_or_reason_missing``, ``figure_name_missing``,
    ``figure_value_missing``, ``figure_value_unreadable``, ``figure_unit_too_long`` and those of CompletionPeriod.
    """
    if typed is None or typed.outcome is None:
        yield DomainError("result_unanswered", field="outcome")
        return
    if typed.outcome is ResultOutcome.DONE:
        yield from _done_faults(typed, today)
    elif typed.outcome is ResultOutcome.GIVEN_UP:
        if not typed.reason:
            yield DomainError("reason_missing", field="reason")
    else:
        yield from _not_done_faults(form, typed)
    for place, row in filled_figures(typed):
        yield from _row_faults(row, f"figures.{place}.")


def as_result(typed: DraftResult) -> Result:
    """The result to be delivered, of a row without faults."""
    outcome = typed.outcome
    if outcome is None:
        raise ValueError("a result without outcome is not delivered")
    said = {name: getattr(typed, name) if name in SAID_BY[outcome] else "" for name in TEXTS}
    periods = {name: CompletionPeriod.parse(said[name]) if said[name] else None for name in ("done_on", "new_expected")}
    figures = [as_figure(row) for _, row in filled_figures(typed)]
    return Result.model_validate({**dict(typed), **said, **periods, "figures": figures})


def whole_figures(typed: DraftResult) -> list[Figure]:
    """The figures so far; rows that still lack something are left out."""
    return [as_figure(row) for _, row in filled_figures(typed) if not any(_row_faults(row, ""))]


def as_figure(row: FigureText) -> Figure:
    value = read_number(row.value)
    if value is None:
        raise ValueError("a figure that is not understood is not delivered")
    percent = row.value.rstrip().endswith("%") and not row.unit
    return Figure(name=row.name, value=value, unit="%" if percent else row.unit)


def _done_faults(typed: DraftResult, today: date) -> Iterator[DomainError]:
    faults, period = _period("done_on", typed.done_on)
    yield from faults
    if period is not None and not (period.start or period.end):
        yield DomainError("done_on_unreadable", field="done_on", text=typed.done_on)
    if period is not None and period.start is not None and period.start > today:
        yield DomainError("done_on_future", field="done_on", text=typed.done_on)
    if not typed.result:
        yield DomainError("result_missing", field="result")


def _not_done_faults(form: Form, typed: DraftResult) -> Iterator[DomainError]:
    if form.interim and (typed.forecast or not (typed.reason or typed.new_expected)):
        if not typed.forecast:
            yield DomainError("forecast_or_reason_missing", field="forecast")
        if typed.new_expected:
            yield from _period("new_expected", typed.new_expected)[0]
        return
    if not typed.reason:
        yield DomainError("reason_missing", field="reason")
    yield from _period("new_expected", typed.new_expected)[0]


def _period(name: str, text: str) -> tuple[list[DomainError], CompletionPeriod | None]:
    """What is wrong with the wording, or the period that it means."""
    if not text:
        return [DomainError(f"{name}_missing", field=name)], None
    try:
        return [], CompletionPeriod.parse(text)
    except PeriodError as error:
        return [DomainError(error.code, error.kind, field=name, **error.params)], None


def _row_faults(row: FigureText, place: str) -> Iterator[DomainError]:
    if not row.name:
        yield DomainError("figure_name_missing", field=f"{place}name")
    if not row.value:
        yield DomainError("figure_value_missing", field=f"{place}value")
    elif read_number(row.value) is None or (row.value.rstrip().endswith("%") and row.unit not in {"", "%"}):
        yield DomainError("figure_value_unreadable", field=f"{place}value", text=row.value)
    if len(row.unit) > UNIT_LIMIT:
        yield DomainError("figure_unit_too_long", field=f"{place}unit", limit=UNIT_LIMIT)
    if len(row.name.splitlines()) > 1:
        yield DomainError("figure_name_lines", field=f"{place}name")
