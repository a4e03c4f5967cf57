"""What a person typed into an administrator's form: single values and rows, kept as they were typed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from pydantic import ValidationError

from shared.errors import DomainError
from shared.language.vietnamese import VIETNAM
from shared.record.record import digest
from shared.web.problems import Catalogue, field_errors

Row = dict[str, str]
Anchor = Callable[[str], str]

_ROW = re.compile(r"(?P<list>[a-z_]+)\.(?P<place>\d{1,4})\.(?P<column>[a-z_]+)")


@dataclass(frozen=True)
class Typed:
    """`values` by input name, `rows` by list name. An input of a row is named ``<list>.<place>.<column>``."""

    values: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "Typed":
        values: dict[str, str] = {}
        rows: dict[str, dict[int, Row]] = {}
        for name, text in sent.items():
            if found := _ROW.fullmatch(name):
                rows.setdefault(found["list"], {}).setdefault(int(found["place"]), {})[found["column"]] = text
            else:
                values[name] = text
        return cls(values, {name: [found[place] for place in sorted(found)] for name, found in rows.items()})

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

    def acted(self, name: str, verb: str, argument: str, empty: Row) -> "Typed":
        """The rows after a button: ``add``, or ``remove``, ``up`` and ``down`` of the row named."""
        rows = [dict(row) for row in self.rows_of(name)]
        place = int(argument) if argument.isdigit() else -1
        if verb == "add":
            rows.append(empty)
        elif not 0 <= place < len(rows):
            return self
        elif verb == "remove":
            del rows[place]
        elif verb in {"up", "down"}:
            other = place - 1 if verb == "up" else place + 1
            if 0 <= other < len(rows):
                rows[place], rows[other] = rows[other], rows[place]
        return replace(self, rows={**self.rows, name: rows})

    def filled(self, name: str) -> list[int]:
        """The places of the rows in which something was typed."""
        return [place for place, row in enumerate(self.rows_of(name)) if any(text.strip() for text in row.values())]


def day(text: str, name: str) -> date | None:
    """A day as browsers send it or as people write it; None for nothing. Raises DomainError ``date_unreadable``."""
    text = text.strip()
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise DomainError("date_unreadable", field=name, text=text)


def moment(typed: Typed, name: str) -> datetime | None:
    """``<name>_date`` with ``<name>_time`` (midnight when empty), by Vietnam's clock; None without a date.

    Raises DomainError ``date_unreadable`` or ``time_unreadable``.
    """
    on = day(typed.value(f"{name}_date"), f"{name}_date")
    clock = typed.value(f"{name}_time").strip()
    if on is None:
        return None
    try:
        at = time.fromisoformat(clock) if clock else time.min
    except ValueError as error:
        raise DomainError("time_unreadable", field=f"{name}_time", text=clock) from error
    return datetime.combine(on, at.replace(tzinfo=None), VIETNAM)


def clock_parts(instant: datetime | None) -> tuple[str, str]:
    """A moment as the two inputs show it."""
    if instant is None:
        return "", ""
    local = instant.astimezone(VIETNAM)
    return local.date().isoformat(), local.strftime("%H:%M:%S" if local.second else "%H:%M")


def faults_of(
    error: DomainError | ValidationError, catalogue: Catalogue, anchor: Anchor = lambda path: path
) -> list[dict[str, str]]:
    """What is wrong as field and sentence; `anchor` names the input of a path."""
    if isinstance(error, ValidationError):
        return [{**fault, "field": anchor(fault["field"])} for fault in field_errors(error.errors(), catalogue)]
    return [
        {"field": anchor(fault.field) if fault.field else "", "message": catalogue.say(fault.code, fault.words)}
        for fault in (error.causes or (error,))
    ]


def at_rows(path: str, places: Mapping[str, Iterable[int]]) -> str:
    """The path of an input where empty rows were left out before the check: row 0 of those kept may be row 2."""
    name, _, rest = path.partition(".")
    place, _, column = rest.partition(".")
    kept = list(places.get(name, ()))
    if not place.isdigit() or int(place) >= len(kept):
        return path
    return ".".join(filter(None, (name, str(kept[int(place)]), column)))


def version_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


Values = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What a page says of the campaign: values of its definition, and where the input of a path is."""

    values: Values
    anchor: Anchor = lambda path: path
