"""What is written into the rows: each part of a row from its own record, and the name that is shown from two.

A row keeps all names of its organisation and the campaign's day, each from its own record. A campaign that is closed
shows each organisation by the name of its last day; the name that is shown, by which it is sorted and found, follows
from the two whichever was heard of last.
"""

import datetime as dt
from typing import Any, NamedTuple, Self

from services.reporting.rows.model.ordering import sort_text
from services.reporting.rows.model.row import ONCE, ObligationRow
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod
from shared.contracts.organisations import Organisation
from shared.language.vietnamese import fold
from shared.record.database import Document
from shared.rules.ids import row_id
from shared.rules.obligations import obligations

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


class RowKey(NamedTuple):
    """What a row is of."""

    campaign: str
    form: str
    period: str | None
    organisation: str
    recipient: str

    @property
    def id(self) -> str:
        return row_id(self.campaign, FormPeriod(self.form, self.period), self.organisation, self.recipient)


def owed_rows(campaign: Campaign) -> list[RowKey]:
    """What the campaign obliges organisations to: each form in each period, with each recipient.

    A form that is sent by whoever has something to send obliges nobody: its rows are those of who sent it.
    """
    return [
        RowKey(campaign.id, *one.asked, one.organisation, recipient)
        for one in obligations(campaign)
        if not one.form.optional
        for recipient in dict.fromkeys(campaign.recipients)
    ]


class OrganisationNames(NamedTuple):
    """An organisation's names, the newest last, and the version of its record that tells them.

    Each but the last holds until a day, exclusive.
    """

    names: list[Document]
    version: int

    @classmethod
    def of(cls, organisation: Organisation, version: int) -> Self:
        former = [_name(one.name, one.until.isoformat()) for one in organisation.former_names]
        return cls([*former, _name(organisation.name)], version)


def day_of(campaign: Campaign) -> str:
    """The day whose names a campaign shows (see `Campaign.day`)."""
    return campaign.day(dt.date.max).isoformat()


def _name(name: str, until: str | None = None) -> Document:
    return {"until": until, "name": name, "order": sort_text(name), "search": fold(name)}


def newest(version: int, row: Document, begun: Document) -> list[Document]:
    """An update that sets the submission's part of a row unless a newer version is there; `begun` fills a new row."""
    known = {"$ifNull": ["$submission_version", 0]}
    is_new = {"$lte": [known, version]}
    whole = {name: {"$ifNull": [f"${name}", {"$literal": value}]} for name, value in begun.items() if name != "public"}
    for name, value in begun["public"].items():
        whole[f"public.{name}"] = {"$ifNull": [f"$public.{name}", {"$literal": value}]}
    for name, value in row.items():
        whole[f"public.{name}"] = {"$cond": [is_new, {"$literal": value}, f"$public.{name}"]}
    return [{"$set": {**whole, "submission_version": {"$max": [known, version]}}}]


def begun_row(key: RowKey, day: str = OPEN, named: OrganisationNames | None = None) -> Document:
    """A row of which its key is known, and what is given; its other parts are at version 0.

    An organisation that was not heard of goes by its id.
    """
    names, version = named or OrganisationNames([_name(key.organisation)], 0)
    chosen = next((one for one in names if one["until"] and day < one["until"]), names[-1])
    shown = {part: chosen[part] for part in ("name", "order", "search")}
    return {
        "public": {**key._asdict(), "period": key.period or ONCE, "obliged": False, **NOTHING_SENT, **shown},
        "names": names,
        "name_version": version,
        "submission_version": 0,
        "campaign_version": 0,
        "day": day,
    }
