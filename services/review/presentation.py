"""Cases as the templates show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from services.review.domain.cases import WAITING, CaseRecord
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import CaseStatus, Round
from shared.contracts.submissions import Item, ItemDecision

VIEWS: dict[str, tuple[CaseStatus, ...]] = {
    "waiting": tuple(sorted(WAITING)),
    "approved": (CaseStatus.APPROVED,),
    "returned": (CaseStatus.RETURNED,),
    "rejected": (CaseStatus.REJECTED,),
    "withdrawn": (CaseStatus.WITHDRAWN,),
    "all": (),
}
"""The list's tabs and the states behind each."""


@dataclass(frozen=True)
class FieldRows:
    """One field of the form with its items; `nil`: answered with "-"; neither: left blank."""

    name: str
    items: tuple[Item, ...]
    nil: bool


@dataclass(frozen=True)
class HistoryRow:
    at: datetime
    action: str
    actor: str | None
    reason: str


def field_rows(round_: Round, campaign: Campaign | None) -> list[FieldRows]:
    """The content in the order of the campaign's fields; a field that the campaign does not name comes last."""
    content = round_.content
    names = {field.code: field.name for field in campaign.fields} if campaign else {}
    codes = dict.fromkeys([*names, *(item.field for item in content.items), *content.nil_fields])
    return [
        FieldRows(names.get(code, code), tuple(i for i in content.items if i.field == code), code in content.nil_fields)
        for code in codes
    ]


def item_decisions(round_: Round) -> dict[str, ItemDecision]:
    """The decisions that single items have of their own."""
    return {decision.item: decision for decision in round_.decision.items} if round_.decision else {}


def history_rows(history: Iterable[dict[str, Any]]) -> list[HistoryRow]:
    """Newest first."""
    rows = [
        HistoryRow(
            datetime.fromisoformat(entry["at"]),
            entry["action"],
            entry["actor"]["name"] if entry["actor"] else None,
            entry["reason"],
        )
        for entry in history
    ]
    return rows[::-1]


def view_counts(counts: dict[CaseStatus, int]) -> dict[str, int]:
    """How many cases each tab holds."""
    return {view: sum(counts[status] for status in statuses or CaseStatus) for view, statuses in VIEWS.items()}


def page_links(address: str, filters: dict[str, str], page: int, size: int, total: int) -> dict[str, str]:
    """Where the neighbouring pages are; an absent one has no link."""
    pages = {"previous": page - 1 if page > 1 else None, "next": page + 1 if page * size < total else None}
    kept = {name: value for name, value in filters.items() if value}
    return {name: f"{address}?{urlencode({**kept, 'page': number})}" for name, number in pages.items() if number}


def submitters_of(records: Sequence[CaseRecord]) -> list[str]:
    return list(dict.fromkeys(record.public.submitter for record in records))
