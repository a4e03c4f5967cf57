"""What a person typed into a form: single values and rows, kept as they were typed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel

from shared.errors import DomainError, Kind
from shared.record.record import digest
from shared.web.middleware import MAX_FIELDS

Row = dict[str, str]


Anchor = Callable[[str], str | None]
"""Names the input of a path (``items.0.content``) by its id on the page; None where no input shows it."""


_ROW = re.compile(r"(?P<list>[a-z0-9_-]+)\.(?P<place>\d{1,4})\.(?P<column>[a-z_]+)")


@dataclass(frozen=True)
class FormInput:
    """`values` by input name, `rows` by list name. An input of a row is named ``<list>.<place>.<column>``.

    Lines end with LF, however the browser ended them.
    """

    values: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "FormInput":
        values: dict[str, str] = {}
        rows: dict[str, dict[int, Row]] = {}
        for name, typed in sent.items():
            text = typed.replace("\r\n", "\n")
            if found := _ROW.fullmatch(name):
                rows.setdefault(found["list"], {}).setdefault(int(found["place"]), {})[found["column"]] = text
            else:
                values[name] = text
        return cls(values, {name: [found[place] for place in sorted(found)] for name, found in rows.items()})

    @classmethod
    def showing(cls, contract: BaseModel, **values: object) -> "FormInput":
        """A contract as its form shows it: what it has within by dotted names, its lists as rows, nothing as ""."""
        shown = {name: str(value) for name, value in values.items()}
        rows: dict[str, list[Row]] = {}
        for name, value in contract.model_dump(mode="json").items():
            if isinstance(value, list):
                rows[name] = [_row(row) for row in value]
            elif isinstance(value, dict):
                shown |= {f"{name}.{part}": text for part, text in _row(value).items()}
            else:
                shown[name] = _text(value)
        return cls(shown, rows)

    @property
    def key(self) -> str | None:
        """What makes a repeated click a no-op: the page's key with what was typed.

        A page that a browser's way back shows again, typed differently, is a command of its own.
        """
        key = self.value("key")
        return f"{key[:100]}-{digest([self.values, self.rows])[:32]}" if key else None

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def on(self, name: str) -> bool:
        return bool(self.values.get(name))

    def rows_of(self, name: str) -> list[Row]:
        return self.rows.get(name, [])

    def acted(self, empty: Mapping[str, Row], verb: str, argument: str) -> "FormInput":
        """The rows after a button: ``add`` to a list, or ``remove``, ``up`` and ``down`` of a row, ``<list>.<place>``.

        `empty`: what is added to each list. A form with a single list leaves its name out.
        """
        name, _, typed = argument.partition(".")
        if len(empty) == 1:
            (name,), typed = empty, argument
        if name not in empty:
            return self
        rows = [dict(row) for row in self.rows_of(name)]
        place = int(typed) if typed.isdigit() else -1
        if verb == "add":
            rows.append(empty[name])
        elif not 0 <= place < len(rows):
            return self
        elif verb == "remove":
            del rows[place]
        elif verb in {"up", "down"}:
            other = place - 1 if verb == "up" else place + 1
            if 0 <= other < len(rows):
                rows[place], rows[other] = rows[other], rows[place]
        return replace(self, rows={**self.rows, name: rows})

    def arranged(self, empty: Mapping[str, Row]) -> "FormInput | None":
        """The rows after ``add:<list>`` or ``remove:<list>.<place>``; None when another button was pressed."""
        verb, _, argument = self.value("action").partition(":")
        return self.acted(empty, verb, argument) if verb in {"add", "remove"} else None

    def filled(self, name: str, *columns: str) -> list[int]:
        """The places of the rows in which something was typed, in one of the columns where some are named."""
        return [
            place
            for place, row in enumerate(self.rows_of(name))
            if any(text.strip() for column, text in row.items() if not columns or column in columns)
        ]

    def kept(self, name: str, *columns: str) -> list[Row]:
        """The rows of `filled`."""
        return [self.rows_of(name)[place] for place in self.filled(name, *columns)]

    def anchor(self, name: str, *columns: str) -> Anchor:
        """Where the input of a path is, of a definition that is made of the rows `kept`."""
        return lambda path: at_rows(path, {name: self.filled(name, *columns)})

    def given(self, **values: object) -> "FormInput":
        """The same with other values for some inputs."""
        return replace(self, values={**self.values, **{name: str(value) for name, value in values.items()}})


def shown_rows(parts: Iterable[BaseModel]) -> list[Row]:
    """Contracts as the rows of a list show them: nothing is empty, and so is a box that is not ticked."""
    return [_row(part.model_dump(mode="json")) for part in parts]


def _row(values: Mapping[str, object]) -> Row:
    return {name: _text(value) for name, value in values.items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


def at_rows(path: str, places: Mapping[str, Iterable[int]]) -> str:
    """The path of an input where empty rows were left out before the check: row 0 of those kept may be row 2."""
    name, _, rest = path.partition(".")
    place, _, column = rest.partition(".")
    kept = list(places.get(name, ()))
    if not place.isdigit() or int(place) >= len(kept):
        return path
    return ".".join(filter(None, (name, str(kept[int(place)]), column)))


async def read_form(request: Request) -> dict[str, str]:
    """The fields by name, the last of equal names. Raises DomainError ``body_not_utf8`` or ``form_too_long``."""
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise DomainError("body_not_utf8") from error
    except ValueError as error:
        raise DomainError("form_too_long", Kind.TOO_LARGE) from error
    return dict(pairs)
