"""Loads what is asked for, lets the domain decide whether and what to show. Nothing is ever changed here."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from services.reporting.domain.answers import answer_of
from services.reporting.domain.rights import readable_recipients
from services.reporting.domain.summary import Bucket, FieldReply, ItemStanding, Report
from services.reporting.rows import (
    CampaignRow,
    ItemRow,
    OrganisationRow,
    ReplyRow,
    campaign_row,
    item_row,
    organisation_row,
    reply_row,
)
from services.reporting.store import ItemKey, Library
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
from shared.errors import DomainError, Kind, forbidden, not_found
from shared.identity import Actor
from shared.vietnamese import collation_key

ITEM_BATCH = 500
EVERYTHING = slice(None)

_key = lru_cache(maxsize=20_000)(collation_key)


Row = TypeVar("Row")


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """A window of a list, and how long the whole list is."""

    rows: list[Row]
    total: int


@dataclass(frozen=True)
class Opened:
    """A report that the person may read, and the other recipients of the campaign that he may read, too."""

    report: Report
    recipients: tuple[str, ...]


class Reports:
    """What people ask of the figures."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def readable(self, actor: Actor, window: slice) -> Listed[CampaignRow]:
        """The campaigns with figures that the person may read, newest first."""
        campaigns = await self._library.announced()
        known = await self._library.upward({recipient for c in campaigns for recipient in c.recipients})
        pairs = [(campaign, readable_recipients(actor, campaign, known)) for campaign in campaigns]
        found = sorted((pair for pair in pairs if pair[1]), key=lambda pair: (-pair[0].year, pair[0].id))
        names = await self._library.names({recipient for _, recipients in found for recipient in recipients})
        return Listed([campaign_row(campaign, names, chosen) for campaign, chosen in found[window]], len(found))

    async def open(self, actor: Actor, campaign_id: str, form: FormKind, recipient: str | None) -> Opened:
        """The report of a recipient, by default the first that the person may read.

        Raises DomainError ``campaign_not_found``, ``form_not_in_campaign``, ``recipient_not_in_campaign`` or
        ``report_forbidden``.
        """
        copy = await self._library.campaigns.get(campaign_id)
        if copy is None or copy.content.status is CampaignStatus.DRAFT:
            raise not_found("campaign", campaign_id)
        campaign = copy.content
        _require_part(campaign, form, recipient)
        recipients = readable_recipients(actor, campaign, await self._library.upward(campaign.recipients))
        chosen = recipient or next(iter(recipients), None)
        if chosen is None or chosen not in recipients:
            raise forbidden("report_forbidden", number=campaign.number)
        sent = self._library.sent(campaign.id, form, chosen)
        answers = [answer async for one in sent if (answer := answer_of(one))]
        return Opened(Report(campaign, form, chosen, answers), recipients)

    async def name(self, organisation: str) -> str:
        return (await self._library.names([organisation]))[organisation]

    async def names(self, organisations: Collection[str]) -> dict[str, str]:
        return await self._library.names(organisations)

    async def organisations(self, report: Report, bucket: Bucket, window: slice) -> Listed[OrganisationRow]:
        """The organisations of a bucket in Vietnamese alphabetical order."""
        rows = report.organisations(bucket)
        names = await self._library.names([row.organisation for row in rows])
        ranks = _ranks(names)
        ordered = sorted(rows, key=lambda row: ranks[row.organisation])
        return Listed([organisation_row(names[row.organisation], row) for row in ordered[window]], len(rows))

    async def items(self, report: Report, rows: Sequence[ItemStanding], window: slice) -> Listed[ItemRow]:
        """Items by field in the campaign's order, then by organisation; texts are read for the window only."""
        batches = self.item_batches(report, rows, window)
        return Listed([row async for batch in batches for row in batch], len(rows))

    async def item_batches(
        self, report: Report, rows: Sequence[ItemStanding], window: slice = EVERYTHING
    ) -> AsyncIterator[list[ItemRow]]:
        """The same by and by: the texts of a long list are many."""
        names = await self._library.names({row.answer.organisation for row in rows})
        chosen = sorted(rows, key=_order(report, names))[window]
        for start in range(0, len(chosen), ITEM_BATCH):
            batch = chosen[start : start + ITEM_BATCH]
            texts = await self._library.texts([_item_key(row) for row in batch])
            yield [
                item_row(names[row.answer.organisation], row, texts[_item_key(row)], report.heading(row.field))
                for row in batch
            ]

    async def replies(self, report: Report, rows: Sequence[FieldReply], window: slice) -> Listed[ReplyRow]:
        """Fields answered without an item, ordered as items are."""
        names = await self._library.names({row.answer.organisation for row in rows})
        chosen = sorted(rows, key=_order(report, names))[window]
        return Listed(
            [reply_row(names[row.answer.organisation], row, report.heading(row.field)) for row in chosen], len(rows)
        )


def _ranks(names: Mapping[str, str]) -> dict[str, int]:
    """Each organisation's place in Vietnamese alphabetical order of the names; equal names by id."""
    return {ident: rank for rank, ident in enumerate(sorted(names, key=lambda ident: (_key(names[ident]), ident)))}


def _order(report: Report, names: Mapping[str, str]) -> Callable[[ItemStanding | FieldReply], tuple[int, int]]:
    """By field, then by the organisation's name; rows of one organisation keep their order."""
    places = {heading.code: place for place, heading in enumerate(report.headings)}
    ranks = _ranks(names)
    return lambda row: (places.get(row.field, len(places)), ranks[row.answer.organisation])


def _item_key(row: ItemStanding) -> ItemKey:
    return row.answer.submission, row.answer.version, row.item.item


def _require_part(campaign: Campaign, form: FormKind, recipient: str | None) -> None:
    if campaign.form(form) is None:
        raise DomainError("form_not_in_campaign", Kind.NOT_FOUND, field="form", form=form, number=campaign.number)
    if recipient is not None and recipient not in campaign.recipients:
        raise DomainError(
            "recipient_not_in_campaign", Kind.NOT_FOUND, field="recipient", id=recipient, number=campaign.number
        )
