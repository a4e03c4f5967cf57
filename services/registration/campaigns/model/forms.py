"""What must hold of the forms that a campaign asks for, and what becomes of them when a plan is written anew."""

from collections.abc import Iterable, Iterator, Sequence

from services.registration.campaigns.model.schedule import fits
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.contracts.forms import Form, Period
from shared.errors import DomainError, Kind
from shared.forms.columns.checks import column_faults
from shared.forms.registry import kinds
from shared.language.vietnamese import format_date, format_instant


def told_twice(code: str, place: str, values: Sequence[object], name: str = "value") -> Iterator[DomainError]:
    """One fault for each value that stands in the list before; `place` has the field, with {} for the position."""
    seen: set[object] = set()
    for position, value in enumerate(values):
        if value in seen:
            yield DomainError(code, Kind.INVALID, field=place.format(position), **{name: value})
        seen.add(value)


def within(head: str, faults: Iterable[DomainError]) -> Iterator[DomainError]:
    """The faults of a part with their places in the whole."""
    for fault in faults:
        yield DomainError(fault.code, fault.kind, field=f"{head}.{fault.field}", **fault.params)


def form_faults(forms: Sequence[Form]) -> Iterator[DomainError]:
    """Everything that does not hold of the forms, each with its field."""
    yield from told_twice("form_twice", "forms.{}.code", [form.code for form in forms])
    for position, form in enumerate(forms):
        head = f"forms.{position}"
        yield from within(head, column_faults(form.columns))
        yield from told_twice("row_twice", head + ".rows.{}.title", [row.code for row in form.rows])
        yield from told_twice("outline_number_twice", head + ".outline.{}.number", [p.number for p in form.outline])
        yield from told_twice("period_twice", head + ".periods.{}.code", [p.code for p in form.periods])
        yield from _kind(form, forms, head)
        yield from _periods(form, head)
        yield from told_twice("file_demand_twice", head + ".files.{}.title", [file.code for file in form.files])


def _kind(form: Form, forms: Sequence[Form], head: str) -> Iterator[DomainError]:
    """A kind that there is, and the form that it answers where the kind answers one."""
    kind = kinds().get(form.kind)
    if kind is None:
        yield DomainError("form_kind_unknown", field=f"{head}.kind", value=form.kind)
        return
    if kind.answers and form.answers is None:
        yield DomainError("form_answers_missing", field=f"{head}.answers", name=form.name)
    elif form.answers is not None and (not kind.answers or form.answers not in answerable(form.code, forms)):
        yield DomainError("form_answers_unfit", field=f"{head}.answers", name=form.name, answers=form.answers)


def answerable(code: str, forms: Sequence[Form]) -> dict[str, Form]:
    """The other forms whose items a form may answer, by their codes."""
    carrying = {name for name, kind in kinds().items() if kind.carries}
    return {form.code: form for form in forms if form.kind in carrying and form.code != code}


def _periods(form: Form, head: str) -> Iterator[DomainError]:
    """Periods and a schedule of the form's repeat, each period opened before it is due."""
    if form.schedule and form.schedule.repeat is not form.repeat:
        said, repeat = form.schedule.repeat.noun, form.repeat.noun if form.repeat else ""
        yield DomainError("schedule_unfit", field=f"{head}.schedule", repeat=repeat, other=said)
    if form.repeat is None and [period.code for period in form.periods] != [None]:
        yield DomainError("form_once", field=f"{head}.periods", name=form.name)
    for number, period in enumerate(form.periods):
        place = f"{head}.periods.{number}"
        if form.repeat is not None and not fits(period.code, form.repeat):
            yield DomainError("period_unfit", field=f"{place}.code", value=period.code or "")
        yield from _backward(period, place)


def _backward(period: Period, place: str) -> Iterator[DomainError]:
    opens, due, window = period.opens_at, period.due, period.window
    if opens is not None and not due.met_by(opens):
        start, end = format_instant(opens), due.wording
        yield DomainError("period_ends_before_start", field=f"{place}.due", start=start, end=end)
    if window is not None and window.last < window.first:
        start, end = format_date(window.first), format_date(window.last)
        yield DomainError("period_ends_before_start", field=f"{place}.window.last", start=start, end=end)


def shaped(definition: CampaignDefinition, before: Campaign | None, *, announced: bool) -> CampaignDefinition:
    """The definition with the former shapes of its forms: what they are is known here, whatever its writer says.

    When the columns or rows of an `announced` campaign's form change, the ones before are kept: what was delivered
    keeps its shape.
    """

    def kept(form: Form) -> Form:
        old = before.form(form.code) if before else None
        columns, rows = (old.former_columns, old.former_rows) if old else ((), ())
        if old and announced and (old.columns, old.rows) != (form.columns, form.rows):
            rows = (*rows, *(old.rows for _ in columns[len(rows) :]), old.rows)
            columns = (*columns, old.columns)
        return form.model_copy(update={"former_columns": columns, "former_rows": rows})

    return definition.model_copy(update={"forms": tuple(map(kept, definition.forms))})
