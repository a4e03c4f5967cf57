"""The columns of a form as rows of inputs.

A column goes by a key: its code, or for one that is not saved yet a name that no code can have. Its choices and what it
is computed from are rows of lists of their own, named by the key, so that they stay with it when columns are put in
another order, and a choice keeps its code when it is renamed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from shared.contracts.columns import Column, ColumnType
from shared.forms.columns.types import CHOOSING
from shared.language.vietnamese import ID_LENGTH, fold, format_number, proposed_code
from shared.web.form_input import FormInput, Row

NEW = "new_"
"""What the key of a column or row that is not saved yet begins with; no code has an underscore."""
TICKS = ("required", "confidential", "retired")
TYPED = ("title", "help", "unit", "minimum", "maximum", "more")
"""What is typed of a column; `more`: choices that are added, one a line."""
EMPTY_COLUMN = {
    **dict.fromkeys(("key", "own", *TYPED, "calculation", *TICKS), ""),
    "type": ColumnType.TEXT.value,
}
EMPTY_CHOICE = {"code": "", "title": ""}
EMPTY_OPERAND = {"column": ""}


def columns_list(form: str) -> str:
    return f"{form}_columns"


def choices_list(form: str, key: str) -> str:
    return f"{form}_{key}_choices"


def operands_list(form: str, key: str) -> str:
    """Of the columns that a column is computed from."""
    return f"{form}_{key}_of"


def is_new(row: Row) -> bool:
    key = row.get("key", "")
    return not key or key.startswith(NEW)


def new_key(rows: Sequence[Row]) -> str:
    """One that no row has yet."""
    taken = {row.get("key") for row in rows}
    return next(key for number in range(len(rows) + 1) if (key := f"{NEW}{number}") not in taken)


def column_lists(form: str, columns: Iterable[Column], own: Collection[str]) -> dict[str, list[Row]]:
    """The lists of a form's columns as they are saved; `own`: the codes of those that its kind fills by itself."""
    found: dict[str, list[Row]] = {columns_list(form): []}
    for column in columns:
        found[columns_list(form)].append(column_row(column, own))
        if column.type in CHOOSING:
            choices = [{"code": choice.code, "title": choice.title} for choice in column.choices]
            found[choices_list(form, column.code)] = choices
        if column.formula:
            found[operands_list(form, column.code)] = [{"column": code} for code in column.formula.of]
    return found


def column_row(column: Column, own: Collection[str]) -> Row:
    bounds = {name: getattr(column, name) for name in ("minimum", "maximum")}
    return {
        **EMPTY_COLUMN,
        "key": column.code,
        "own": "on" if column.code in own else "",
        "type": column.type.value,
        "title": column.title,
        "help": column.help,
        "unit": column.unit,
        **{name: "" if bound is None else format_number(bound) for name, bound in bounds.items()},
        "calculation": column.formula.calculation.value if column.formula else "",
        **{name: "on" if getattr(column, name) else "" for name in TICKS},
    }


def typed_places(inputs: FormInput, name: str) -> list[int]:
    """The places of the rows that say something: one that was added and left empty is none."""
    rows = inputs.rows_of(name)
    return [n for n, row in enumerate(rows) if not is_new(row) or any(row.get(part, "").strip() for part in TYPED)]


def codes_of(rows: Sequence[Row], own: Collection[str] = ()) -> list[str]:
    """The code of each row: a new one's is proposed from its title, and is none that is taken.

    Two that are called the same have the same: that is refused, since nobody could tell them apart.
    """
    names = dict.fromkeys(own, "") | {row["key"]: fold(row.get("title", "")) for row in rows if not is_new(row)}
    found = []
    for row in rows:
        title = row.get("title", "")
        found.append(_free(proposed_code(title), fold(title), names) if is_new(row) else row["key"])
        names.setdefault(found[-1], fold(title))
    return found


def _free(code: str, name: str, names: Mapping[str, str]) -> str:
    candidates = (code, *(f"{code[: ID_LENGTH - 4]}-{number}" for number in range(2, len(names) + 3)))
    return next(one for one in candidates if not code or names.get(one, name) == name)
