"""The copies that figures are read from, and the queries on them that need more than a copy's contract."""

from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from services.reporting.domain.answers import Decided, Delivered, Ruling, Sent
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
from shared.contracts.cases import Case
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Outcome, RecipientStatus, Submission, SubmissionStatus
from shared.copies import Copies
from shared.runtime import Runtime
from shared.store import Database, Document, driver_errors

BATCH = 500
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_STATUSES = {status.value: status for status in SubmissionStatus}
_STATES = {state.value: state for state in RecipientStatus}

ItemKey = tuple[str, int, str]
"""A submission, the number of a version of it (which never changes) and an item's id."""


class ItemText(NamedTuple):
    """What an item says; `expected` is the wording of its completion period."""

    content: str
    parts: tuple[str, ...]
    expected: str
    note: str


class Library:
    """Copies of every kind of record, in this service's own database."""

    def __init__(self, runtime: Runtime, database: Database) -> None:
        self.organisations: Copies[Organisation] = runtime.copy(database, "organisation", Organisation)
        self.campaigns: Copies[Campaign] = runtime.copy(database, "campaign", Campaign)
        self.submissions: Copies[Submission] = runtime.copy(
            database,
            "submission",
            Submission,
            indexes=[("public.campaign", "public.form", "public.recipients.organisation")],
        )
        self.cases: Copies[Case] = runtime.copy(database, "case", Case)
        self.notifications: Copies[Notification] = runtime.copy(database, "notification", Notification)

    async def announced(self) -> list[Campaign]:
        """Every campaign that was announced, closed ones too."""
        return [copy.content for copy in await self.campaigns.find({"public.status": {"$ne": CampaignStatus.DRAFT}})]

    async def sent(self, campaign: str, form: FormKind, recipient: str) -> AsyncIterator[Sent]:
        """What the recipient was sent for a campaign's form, without the texts; others get turns between batches."""
        query = {
            "public.campaign": campaign,
            "public.form": form.value,
            "public.recipients.organisation": recipient,
        }
        cursor = self.submissions.collection.find(query, _outline(recipient))
        while rows := await _batch(cursor):
            for row in rows:
                yield _sent(row)

    async def texts(self, keys: Iterable[ItemKey]) -> dict[ItemKey, ItemText]:
        """What items say. They were held to their contract when the event came, so they are not checked again."""
        wanted = set(keys)
        query = {"_id": {"$in": sorted({submission for submission, _, _ in wanted})}}
        projection = {"public.versions.number": 1, "public.versions.content.items": 1}
        with driver_errors():
            found = await self.submissions.collection.find(query, projection).to_list(None)
        return {
            key: _text(item)
            for row in found
            for version in row["public"]["versions"]
            for item in version["content"].get("items") or ()
            if (key := (row["_id"], version["number"], item["id"])) in wanted
        }

    async def names(self, organisations: Collection[str]) -> dict[str, str]:
        """Names by id; an organisation that was not heard of yet goes by its id."""
        wanted = list(dict.fromkeys(organisations))
        with driver_errors():
            cursor = self.organisations.collection.find({"_id": {"$in": wanted}}, {"public.name": 1})
            known = {row["_id"]: row["public"]["name"] for row in await cursor.to_list(None)}
        return {ident: known.get(ident, ident) for ident in wanted}

    async def upward(self, organisations: Collection[str]) -> dict[str, Organisation]:
        """The organisations and everything above them on any day, as far as heard of."""
        known: dict[str, Organisation] = {}
        missing = set(organisations)
        asked: set[str] = set()
        while missing:
            asked |= missing
            copies = await self.organisations.find({"_id": {"$in": sorted(missing)}})
            known |= {copy.id: copy.content for copy in copies}
            missing = {link.organisation for copy in copies for link in copy.content.parents} - asked
        return known


def _text(item: dict[str, Any]) -> ItemText:
    return ItemText(item["content"], tuple(item.get("parts") or ()), item["expected"]["text"], item.get("note") or "")


async def _batch(cursor: Any) -> list[dict[str, Any]]:
    with driver_errors():
        rows: list[dict[str, Any]] = await cursor.to_list(BATCH)
        return rows


def _outline(recipient: str) -> Document:
    """The projection that `_sent` reads: only what is addressed to the recipient, items as two parallel lists."""
    name = {"$literal": recipient}
    decision = {
        "version": "$$d.version",
        "outcome": "$$d.outcome",
        "reason": "$$d.reason",
        "items": "$$d.items",
    }
    version = {
        "number": "$$v.number",
        "delivered_at": "$$v.delivered_at",
        "late": "$$v.late",
        "items": "$$v.content.items.id",
        "fields": "$$v.content.items.field",
        "nil_fields": "$$v.content.nil_fields",
    }
    mine = {"$first": _where("$public.recipients", "r", {"$eq": ["$$r.organisation", name]})}
    addressed = _where("$public.versions", "v", {"$in": [name, "$$v.recipients"]})
    return {
        "organisation": "$public.organisation",
        "status": "$public.status",
        "withdrawn_at": "$public.withdrawn_at",
        "state": {"$let": {"vars": {"mine": mine}, "in": "$$mine.status"}},
        "decisions": {
            "$let": {
                "vars": {"mine": mine},
                "in": {"$map": {"input": "$$mine.decisions", "as": "d", "in": decision}},
            }
        },
        "versions": {"$map": {"input": addressed, "as": "v", "in": version}},
    }


def _where(rows: str, name: str, condition: Document) -> Document:
    return {"$filter": {"input": rows, "as": name, "cond": condition}}


def _sent(row: dict[str, Any]) -> Sent:
    withdrawn = row.get("withdrawn_at")
    return Sent(
        row["_id"],
        row["organisation"],
        _STATUSES[row["status"]],
        _STATES[row["state"]],
        datetime.fromisoformat(withdrawn) if withdrawn else None,
        tuple(_delivered(version) for version in row.get("versions") or ()),
        tuple(_decided(decision) for decision in row.get("decisions") or ()),
    )


def _delivered(version: dict[str, Any]) -> Delivered:
    return Delivered(
        version["number"],
        datetime.fromisoformat(version["delivered_at"]),
        version["late"],
        tuple(zip(version.get("items") or (), version.get("fields") or (), strict=True)),
        tuple(version.get("nil_fields") or ()),
    )


def _decided(decision: dict[str, Any]) -> Decided:
    return Decided(
        decision["version"],
        _ruling(decision),
        {ruling["item"]: _ruling(ruling) for ruling in decision.get("items") or ()},
    )


def _ruling(decision: dict[str, Any]) -> Ruling:
    return Ruling(_OUTCOMES[decision["outcome"]], decision.get("reason") or "")
