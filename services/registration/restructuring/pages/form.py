"""The form of a restructuring: what was typed, understood as an order."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.registration.restructuring.model.definition import RestructuringDefinition
from services.registration.restructuring.records import organisations_named, units_below
from services.registration.stores import Stores
from shared.contracts.organisations import Organisation
from shared.errors import DomainError, refuse
from shared.language.vietnamese import proposed_code
from shared.record.record import digest
from shared.web.form_input import FormInput, Row, at_rows
from shared.web.readings import day

NOBODY = "-"
EMPTY_ROWS = {
    "predecessors": {"organisation": ""},
    "successors": {"organisation": ""},
    "new": dict.fromkeys(("name", "short_name", "kind", "id", "parents", "reviewing_office"), ""),
}
Units = Mapping[str, list[Organisation]]
"""The units below each predecessor."""


@dataclass(frozen=True)
class Order:
    """An order as far as it can be made of the form. `places`: the rows of each list that are not empty."""

    definition: RestructuringDefinition
    below: Units
    places: Mapping[str, list[int]]

    @property
    def digest(self) -> str:
        return digest(self.definition.model_dump(mode="json"))

    @property
    def units(self) -> set[str]:
        return {unit.id for units in self.below.values() for unit in units}

    def input_of(self, path: str) -> str:
        """The input that a fault speaks of."""
        definition, (name, _, rest) = self.definition, path.partition(".")
        number = rest.partition(".")[0]
        if name in {"predecessors", "successors"} and number:
            return f"{at_rows(path, self.places)}.organisation"
        if name == "heirs" and number.isdigit() and int(number) < len(definition.predecessors):
            return f"heir:{definition.predecessors[int(number)]}"
        if name == "moves" and number.isdigit() and int(number) < len(definition.moves):
            move = definition.moves[int(number)]
            return f"move:{move.parent}:{move.organisation}"
        if name == "moves":
            above = (parent for parent, units in self.below.items() if rest in {unit.id for unit in units})
            return next((f"move:{parent}:{rest}" for parent in above), "move_all")
        return at_rows(path, self.places)


async def order_of(stores: Stores, inputs: FormInput) -> Order:
    """What the form says. Raises DomainError, naming the field, for a day or an organisation that is not clear."""
    places = {name: inputs.filled(name) for name in EMPTY_ROWS}
    rows = {name: [inputs.rows_of(name)[place] for place in found] for name, found in places.items()}
    texts = _texts(inputs, places)
    known = await organisations_named(stores, texts.values())
    unclear = [DomainError("restructuring_unclear", field=f, text=t) for f, t in texts.items() if known[t] is None]
    on = day(inputs.value("on"), "on")
    refuse("input_invalid", [*([] if on else [DomainError("date_missing", field="on")]), *unclear])
    assert on is not None
    old, heirs = ([_found(known, row["organisation"]) for row in rows[name]] for name in ("predecessors", "successors"))
    below = await units_below(stores, old, on)
    name = inputs.value("renamed.name").strip()
    definition = RestructuringDefinition.model_validate(
        {
            "kind": inputs.value("kind"),
            "on": on,
            "basis": inputs.value("basis"),
            "reason": inputs.value("reason"),
            "predecessors": old,
            "successors": heirs,
            "new": [_new(row, known) for row in rows["new"]],
            "heirs": [
                {"organisation": place, "successor": None if heir == NOBODY else heir}
                for place in dict.fromkeys(old)
                if (heir := inputs.value(f"heir:{place}"))
            ],
            "moves": _moves(inputs, below, known),
            "renamed": {"name": name, "short_name": inputs.value("renamed.short_name").strip() or name}
            if name
            else None,
        }
    )
    return Order(definition, below, places)


def _texts(inputs: FormInput, places: Mapping[str, list[int]]) -> dict[str, str]:
    """Every input that names an existing organisation, by its name."""
    texts = {
        f"{name}.{place}.organisation": inputs.rows_of(name)[place]["organisation"].strip()
        for name in ("predecessors", "successors")
        for place in places[name]
    }
    new = {place: inputs.rows_of("new")[place] for place in places["new"]}
    texts |= {f"new.{place}.parents": text for place, row in new.items() for text in _parents(row)}
    unnamed = {"", NOBODY, *map(_code, new.values())}
    moves = [name for name in inputs.values if name.startswith("move:") or name == "move_all"]
    return texts | {name: text for name in moves if (text := inputs.value(name).strip()) not in unnamed}


def _moves(inputs: FormInput, below: Units, known: Mapping[str, str | None]) -> list[dict[str, str | None]]:
    """The new superior body of each unit: its own line, else the one for all."""
    texts = {
        (parent, unit.id): (inputs.value(f"move:{parent}:{unit.id}") or inputs.value("move_all")).strip()
        for parent, units in below.items()
        for unit in units
    }
    return [
        {"organisation": unit, "parent": parent, "to": None if text == NOBODY else _found(known, text)}
        for (parent, unit), text in texts.items()
        if text
    ]


def _found(known: Mapping[str, str | None], text: str) -> str:
    return known.get(text.strip()) or text.strip()


def _parents(row: Row) -> list[str]:
    return [text.strip() for text in row.get("parents", "").split(";") if text.strip()]


def _code(row: Row) -> str:
    return row.get("id", "").strip() or proposed_code(row.get("name", ""))


def _new(row: Row, known: Mapping[str, str | None]) -> dict[str, object]:
    name = row.get("name", "").strip()
    return {
        "id": _code(row),
        "name": name,
        "short_name": row.get("short_name", "").strip() or name,
        "kind": proposed_code(row.get("kind", "")),
        "reviewing_office": row.get("reviewing_office", "").strip() or None,
        "parents": [_found(known, text) for text in _parents(row)],
    }
