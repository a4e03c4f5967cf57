"""The form of a restructuring: what was typed, understood as an order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.registration.restructuring.commands.planning import units_below
from services.registration.restructuring.model.definition import RestructuringDefinition
from services.registration.stores import Stores
from shared.contracts.organisations import Organisation
from shared.errors import DomainError
from shared.language.codes import proposed_code
from shared.refusals import refuse
from shared.web.form_input import Anchor, FormInput, at_rows
from shared.web.readings import day

NOBODY = "-"
EMPTY_ROWS = {
    "predecessors": {"organisation": ""},
    "successors": {"organisation": ""},
    "new": dict.fromkeys(("name", "short_name", "kind", "id", "parents", "reviewing_office"), ""),
}


@dataclass(frozen=True)
class Understood:
    """An order as far as it can be made of the form, and where the input of a path is."""

    definition: RestructuringDefinition
    below: dict[str, list[Organisation]]
    anchor: Anchor


async def understood(stores: Stores, inputs: FormInput) -> Understood:
    """What the form says. Raises DomainError, naming the field, for a day or an organisation that is not clear."""
    places = {name: inputs.filled(name) for name in EMPTY_ROWS}
    texts = _texts(inputs, places)
    known = await resolve(stores, texts.values())
    unclear = [DomainError("restructuring_unclear", field=f, text=t) for f, t in texts.items() if known[t] is None]
    on = day(inputs.value("on"), "on")
    refuse("input_invalid", [*([] if on else [DomainError("date_missing", field="on")]), *unclear])
    assert on is not None
    old = [_found(known, inputs.rows_of("predecessors")[place]["organisation"]) for place in places["predecessors"]]
    below = await units_below(stores, old, on)
    moves = _moves(inputs, below, known)
    name = inputs.value("renamed.name").strip()
    short = inputs.value("renamed.short_name").strip() or name
    definition = RestructuringDefinition.model_validate(
        {
            "kind": inputs.value("kind"),
            "on": on,
            "basis": inputs.value("basis"),
            "reason": inputs.value("reason"),
            "predecessors": old,
            "successors": [
                _found(known, inputs.rows_of("successors")[place]["organisation"]) for place in places["successors"]
            ],
            "new": [_new(inputs.rows_of("new")[place], known) for place in places["new"]],
            "heirs": [
                {"organisation": place, "successor": None if heir == NOBODY else heir}
                for place in dict.fromkeys(old)
                if (heir := inputs.value(f"heir:{place}"))
            ],
            "moves": [{"organisation": unit, "parent": parent, "to": to} for (parent, unit), to in moves.items()],
            "renamed": {"name": name, "short_name": short} if name else None,
        }
    )
    return Understood(definition, below, _anchor(definition, places, below))


async def resolve(stores: Stores, texts: Iterable[str]) -> dict[str, str | None]:
    """Organisations by what people type: the id, the name or the short name; None where it is not one of them."""
    wanted = {text.strip() for text in texts}
    names = sorted(wanted)
    query = {"$or": [{field: {"$in": names}} for field in ("_id", "public.name", "public.short_name")]}
    found: dict[str, set[str]] = {text: set() for text in wanted}
    for record in await stores.organisations.find(query):
        for text in {record.id, record.public.name, record.public.short_name} & wanted:
            found[text].add(record.id)
    return {
        text: text if text in idents else next(iter(idents)) if len(idents) == 1 else None
        for text, idents in found.items()
    }


def _texts(inputs: FormInput, places: Mapping[str, list[int]]) -> dict[str, str]:
    """Every input that names an existing organisation, by its name."""
    texts = {
        f"{name}.{place}.organisation": inputs.rows_of(name)[place]["organisation"].strip()
        for name in ("predecessors", "successors")
        for place in places[name]
    }
    for place in places["new"]:
        for text in _parents(inputs.rows_of("new")[place]):
            texts[f"new.{place}.parents"] = text
    new = {_code(inputs.rows_of("new")[place]) for place in places["new"]}
    for name, text in inputs.values.items():
        if (name.startswith("move:") or name == "move_all") and text.strip() not in {"", NOBODY, *new}:
            texts[name] = text.strip()
    return texts


def _moves(
    inputs: FormInput, below: Mapping[str, list[Organisation]], known: Mapping[str, str | None]
) -> dict[tuple[str, str], str | None]:
    """The new superior body of each unit: its own line, else the one for all."""
    found: dict[tuple[str, str], str | None] = {}
    for parent, units in below.items():
        for unit in units:
            text = (inputs.value(f"move:{parent}:{unit.id}") or inputs.value("move_all")).strip()
            if text:
                found[parent, unit.id] = None if text == NOBODY else known.get(text) or text
    return found


def _found(known: Mapping[str, str | None], text: str) -> str:
    return known.get(text.strip()) or text.strip()


def _parents(row: Mapping[str, str]) -> list[str]:
    return [text.strip() for text in row.get("parents", "").split(";") if text.strip()]


def _code(row: Mapping[str, str]) -> str:
    return row.get("id", "").strip() or proposed_code(row.get("name", ""))


def _new(row: Mapping[str, str], known: Mapping[str, str | None]) -> dict[str, object]:
    name = row.get("name", "").strip()
    return {
        "id": _code(row),
        "name": name,
        "short_name": row.get("short_name", "").strip() or name,
        "kind": proposed_code(row.get("kind", "")),
        "reviewing_office": row.get("reviewing_office", "").strip() or None,
        "parents": [_found(known, text) for text in _parents(row)],
    }


def _anchor(
    definition: RestructuringDefinition, places: Mapping[str, list[int]], below: Mapping[str, list[Organisation]]
) -> Anchor:
    """The input that a fault speaks of."""

    def anchor(path: str) -> str:
        first, _, rest = path.partition(".")
        number = rest.partition(".")[0]
        if first in {"predecessors", "successors"} and number:
            return f"{at_rows(path, places)}.organisation"
        if first == "heirs" and number.isdigit() and int(number) < len(definition.predecessors):
            return f"heir:{definition.predecessors[int(number)]}"
        if first == "moves" and number.isdigit() and int(number) < len(definition.moves):
            move = definition.moves[int(number)]
            return f"move:{move.parent}:{move.organisation}"
        if first == "moves":
            return next((f"move:{p}:{rest}" for p, units in below.items() if rest in {u.id for u in units}), "move_all")
        return at_rows(path, places)

    return anchor
