"""What is written into the rows: each part of a row from its own record, and the name that is shown from two.

A row keeps all names of its organisation and the campaign's day, each from its own record. A campaign that is closed
shows each organisation by the name of its last day; the name that is shown, by which it is sorted and found, follows
from the two whichever was heard of last.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from services.reporting.rows.model.ordering import sort_text
from services.reporting.rows.model.row import ObligationRow
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.organisations import Organisation
from shared.language.vietnamese import fold
from shared.record.database import Document

NOTHING_SENT = ObligationRow().model_dump(mode="json")
OPEN = dt.date.max.isoformat()
"""The day of a campaign that is not closed: the newest names are shown."""
_CHOSEN: dict[str, Any] = {
    "$ifNull": [
        {"$first": {"$filter": {"input": "$names", "cond": {"$lt": ["$day", "$$this.until"]}}}},
        {"$last": "$names"},
    ]
}
SHOW: list[Document] = [
    {"$set": {"shown": _CHOSEN}},
    {"$set": {f"public.{part}": f"$shown.{part}" for part in ("name", "order", "search")}},
    {"$unset": "shown"},
]
"""The last steps of every update that changes the names or the day."""


class OrganisationNames(NamedTuple):
    """An organisation's names, and the version of its record that tells them."""

    names: list[Document]
    version: int


def day_of(campaign: Campaign) -> str:
    """The day whose names a campaign shows (see `Campaign.day`)."""
    return campaign.day(dt.date.max).isoformat()


def names_of(organisation: Organisation) -> list[Document]:
    """All names, the newest last; each but that one holds until a day, exclusive."""
    former = [{"until": one.until.isoformat(), **_name(one.name)} for one in organisation.former_names]
    return [*former, *unheard(organisation.name)]


def unheard(name: str) -> list[Document]:
    """The only name: of an organisation that was not heard of it is the id."""
    return [{"until": None, **_name(name)}]


def shown(names: Sequence[Document], day: str) -> Document:
    """What `SHOW` makes of them, for a row that is only being made."""
    chosen = next((one for one in names if one["until"] and day < one["until"]), names[-1])
    return {f"public.{part}": chosen[part] for part in ("name", "order", "search")}


def _name(name: str) -> Document:
    return {"name": name, "order": sort_text(name), "search": fold(name)}


def newest(part: str, version: int, fields: Document, begun: Document) -> list[Document]:
    """An update that sets one part of a row unless a newer version of it is there; `begun` fills a row just made."""
    known = {"$ifNull": [f"${part}", 0]}
    is_new = {"$lte": [known, version]}
    whole: Document = {name: {"$ifNull": [f"${name}", {"$literal": value}]} for name, value in begun.items()}
    whole |= {name: {"$cond": [is_new, {"$literal": value}, f"${name}"]} for name, value in fields.items()}
    return [{"$set": {**whole, part: {"$max": [known, version]}}}]


def dated(fields: Document, day: str) -> list[Document]:
    """An update of the campaign's part of rows: the names shown follow its day."""
    return [{"$set": {**fields, "day": day}}, *SHOW]


def begun_row(campaign: str, form: FormKind, organisation: str, recipient: str, day: str = OPEN) -> Document:
    """A row of which nothing but its key is known; its parts are at version 0."""
    key = {"campaign": campaign, "form": form.value, "organisation": organisation, "recipient": recipient}
    parts = {f"public.{name}": value for name, value in {**key, "obliged": False, **NOTHING_SENT}.items()}
    versions = dict.fromkeys(("submission_version", "campaign_version", "name_version"), 0)
    return {**parts, **names_part(OrganisationNames(unheard(organisation), 0), day), **versions, "day": day}


def names_part(named: OrganisationNames | None, day: str) -> Document:
    """The names' part of a row that is being made, where they are known."""
    return {"names": named.names, "name_version": named.version, **shown(named.names, day)} if named else {}


def nested(flat: Document) -> Document:
    """The same document with its dotted names as parts of parts."""
    public = {name.removeprefix("public."): value for name, value in flat.items() if name.startswith("public.")}
    return {name: value for name, value in flat.items() if not name.startswith("public.")} | {"public": public}
