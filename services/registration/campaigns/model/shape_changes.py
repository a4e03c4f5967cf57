"""What an amendment makes of the columns and rows of an announced plan's forms, told before it is saved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shared.contracts.campaigns import CampaignDefinition
from shared.contracts.columns import Column
from shared.contracts.forms import Form, TableRow


@dataclass(frozen=True)
class Told:
    """One change: the code of its sentence, and what fills it."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormChanges:
    """What changes in a form. `demanded`: the titles of what nobody was asked before and must be answered now."""

    form: str
    name: str
    told: tuple[Told, ...]
    demanded: tuple[str, ...]


def shape_changes(before: CampaignDefinition, after: CampaignDefinition) -> tuple[FormChanges, ...]:
    """The forms that both plans ask for and whose columns or rows differ, in the order of the later one."""
    known = {form.code: form for form in before.forms}
    found = (_form(known[form.code], form) for form in after.forms if form.code in known)
    return tuple(changes for changes in found if changes.told)


def _form(old: Form, new: Form) -> FormChanges:
    columns = {column.code: column for column in old.columns}
    rows = {row.code: row for row in old.rows}
    told = [
        *(one for column in new.columns for one in _column(columns.get(column.code), column)),
        *_gone("column", old.columns, new.columns),
        *_reordered("columns", old.columns, new.columns),
        *(one for row in new.rows for one in _common("row", rows.get(row.code), row)),
        *_gone("row", old.rows, new.rows),
        *_reordered("rows", old.rows, new.rows),
    ]
    demanded = tuple(column.title for column in new.columns if _demanded(columns.get(column.code), column))
    return FormChanges(new.code, new.name, tuple(told), demanded)


def _demanded(old: Column | None, new: Column) -> bool:
    was = old is not None and old.required and not old.retired
    return new.required and not new.retired and not was


def _column(old: Column | None, new: Column) -> Iterator[Told]:
    yield from _common("column", old, new)
    if old is None:
        return
    if new.required is not old.required:
        yield Told("column_now_required" if new.required else "column_now_optional", {"title": new.title})
    if new.confidential and not old.confidential:
        yield Told("column_now_confidential", {"title": new.title})
    if (new.minimum, new.maximum) != (old.minimum, old.maximum):
        yield Told("column_bounds_changed", {"title": new.title})
    choices = {choice.code: choice.title for choice in old.choices}
    if added := [choice.title for choice in new.choices if choice.code not in choices]:
        yield Told("column_choices_added", {"title": new.title, "choices": "; ".join(added)})
    for choice in new.choices:
        before = choices.get(choice.code, choice.title)
        if before != choice.title:
            yield Told("column_choice_renamed", {"title": new.title, "before": before, "after": choice.title})
    yield from _otherwise(old, new)


OTHERS = ("type", "unit", "formula")
"""What else may change of a column that nobody has answered yet."""


def _otherwise(old: Column, new: Column) -> Iterator[Told]:
    gone = {choice.code for choice in old.choices} - {choice.code for choice in new.choices}
    if gone or any(getattr(old, name) != getattr(new, name) for name in OTHERS):
        yield Told("column_otherwise", {"title": new.title})


def _common(what: str, old: Column | TableRow | None, new: Column | TableRow) -> Iterator[Told]:
    """What columns and rows have in common."""
    if old is None:
        yield Told(f"{what}_new", {"title": new.title})
        return
    if new.title != old.title:
        yield Told(f"{what}_renamed", {"before": old.title, "title": new.title})
    if new.retired is not old.retired:
        yield Told(f"{what}_now_retired" if new.retired else f"{what}_asked_again", {"title": new.title})
    if new.help != old.help:
        yield Told(f"{what}_help_changed", {"title": new.title})


def _gone(what: str, old: Sequence[Column | TableRow], new: Sequence[Column | TableRow]) -> Iterator[Told]:
    kept = {one.code for one in new}
    yield from (Told(f"{what}_taken_out", {"title": one.title}) for one in old if one.code not in kept)


def _reordered(what: str, old: Sequence[Column | TableRow], new: Sequence[Column | TableRow]) -> Iterator[Told]:
    here, there = {one.code for one in new}, {one.code for one in old}
    if [one.code for one in old if one.code in here] != [one.code for one in new if one.code in there]:
        yield Told(f"{what}_reordered")
