"""The columns of a form as they are typed in rows, and where the input of each of their parts is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.registration.campaigns.editor.pages.column_rows import (
    TICKS,
    choices_list,
    codes_of,
    columns_list,
    operands_list,
    typed_places,
)
from services.registration.campaigns.editor.pages.section import Values
from shared.contracts.columns import Column, ColumnType
from shared.errors import DomainError
from shared.forms.columns.types import CHOOSING, NUMBERS, TYPED_NUMBERS, UNTYPED
from shared.language.numbers import read_money, read_number
from shared.web.form_input import FormInput, Row
from shared.web.readings import each


@dataclass(frozen=True)
class TypedColumns:
    """What a page says of a form's columns. `before`: as they are saved, `own`: those that its kind fills by itself."""

    inputs: FormInput
    form: str
    before: Mapping[str, Column]
    own: Mapping[str, Column]

    @property
    def places(self) -> list[int]:
        return typed_places(self.inputs, self._list)

    @property
    def _list(self) -> str:
        return columns_list(self.form)

    def values(self) -> list[Values]:
        """Raises DomainError for what cannot be read."""
        rows = [self.inputs.rows_of(self._list)[place] for place in self.places]
        codes = codes_of(rows, self.own)
        keys = {row.get("key", ""): code for row, code in zip(rows, codes, strict=True)}
        return each(zip(self.places, rows, codes, strict=True), lambda one: self._column(*one, keys=keys))

    def _column(self, place: int, row: Row, code: str, *, keys: Mapping[str, str]) -> Values:
        """Of the kind's own columns only the title is typed. A part that a column of the type does not have is dropped:
        it was typed for another type."""
        title = " ".join(row.get("title", "").split())
        before = self.before.get(code)
        if code in self.own:
            return {**dict(before or self.own[code]), "title": title}
        kind = row.get("type", "") or ColumnType.TEXT.value
        typed = {
            "code": code,
            "title": title,
            "type": kind,
            "help": row.get("help", ""),
            **{tick: bool(row.get(tick)) for tick in TICKS},
            "unit": row.get("unit", "").strip() if kind in NUMBERS - {ColumnType.MONEY} else "",
            "choices": self._choices(row) if kind in CHOOSING else [],
            "formula": self._formula(row, keys) if kind == ColumnType.CALCULATE else None,
        }
        if kind in UNTYPED:
            typed["required"] = False
        bounds = each(("minimum", "maximum"), lambda name: self._bound(row, place, name))
        return {**typed, "minimum": bounds[0], "maximum": bounds[1]}

    def _bound(self, row: Row, place: int, name: str) -> Decimal | None:
        text, kind = row.get(name, "").strip(), row.get("type", "")
        if not text or kind not in TYPED_NUMBERS:
            return None
        found = read_number(text)
        if found is None and kind == ColumnType.MONEY:
            found = read_money(text)
        if found is None:
            raise DomainError(
                "column_bound_unreadable",
                field=f"{self._list}.{place}.{name}",
                column=row.get("title", ""),
                text=text[:80],
            )
        return found

    def _choices(self, row: Row) -> list[Values]:
        """Those that are saved, by their codes, then the ones that are added; an emptied one is taken out."""
        return [{"code": code, "title": title} for code, title, _ in self._all_choices(row)]

    def _all_choices(self, row: Row) -> list[tuple[str, str, str]]:
        """Code and title of each choice, and the input in which it is typed."""
        name = choices_list(self.form, row.get("key", ""))
        listed = enumerate(self.inputs.rows_of(name))
        saved = [(known, place) for place, known in listed if known.get("title", "").strip()]
        added = [" ".join(line.split()) for line in row.get("more", "").splitlines() if line.strip()]
        rows = [{"key": known.get("code", ""), "title": " ".join(known["title"].split())} for known, _ in saved]
        rows += [{"key": "", "title": title} for title in added]
        inputs = [f"{name}.{place}.title" for _, place in saved] + ["more"] * len(added)
        return [(code, one["title"], at) for code, one, at in zip(codes_of(rows), rows, inputs, strict=True)]

    def _formula(self, row: Row, keys: Mapping[str, str]) -> Values | None:
        """Of columns by their codes; None where nothing is chosen."""
        rows = self.inputs.rows_of(operands_list(self.form, row.get("key", "")))
        chosen = [key for one in rows if (key := one.get("column", ""))]
        calculation = row.get("calculation", "")
        if not calculation:
            return None
        return {"calculation": calculation, "of": [keys.get(key, key) for key in chosen]}

    def input_of(self, parts: Sequence[str]) -> str:
        """The input of a part (``2.choices.0.title``) of the columns."""
        place, what, *rest = (*parts, "", "")
        if not place.isdigit() or int(place) >= len(self.places):
            return f"{self.form}_columns"
        head = f"{self._list}.{self.places[int(place)]}"
        row = self.inputs.rows_of(self._list)[self.places[int(place)]]
        if what == "choices":
            choices, number = self._all_choices(row), rest[0]
            at = choices[int(number)][2] if number.isdigit() and int(number) < len(choices) else "more"
            return at if "." in at else f"{head}.{at}"
        if what == "formula":
            return f"{head}.calculation"
        return f"{head}.{what if what in row and what not in {'key', 'own', 'type'} else 'title'}"
