"""Loads what is asked for, lets the domain decide whether and what to show. Nothing is ever changed here."""

import re
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from services.reporting.domain.answers import ItemStatus
from services.reporting.domain.rights import readable_recipients
from services.reporting.domain.row import Waiting
from services.reporting.domain.summary import Bucket, FieldHeading, Reply, Summary
from services.reporting.row_store import STATE_ORDER, WAITING_ORDER, ListedRow, Scope
from services.reporting.rows import (
    CampaignRow,
    ItemRow,
    OrganisationRow,
    ReplyRow,
    StuckRow,
    UpwardRow,
    campaign_row,
    item_row,
    organisation_row,
    reply_row,
    stuck_row,
)
from services.reporting.store import ItemKey, Library
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
from shared.contracts.cases import case_id
from shared.errors import DomainError, Kind, forbidden, not_found
from shared.identity import Actor
from shared.vietnamese import fold

ITEM_BATCH = 500
EVERYTHING = slice(0, None)

BUCKETS: dict[Bucket, dict[str, Any]] = {
    Bucket.EXPECTED: {"public.obliged": True},
    Bucket.RECEIVED: {"public.obliged": True, "public.counts": True},
    Bucket.ON_TIME: {"public.obliged": True, "public.counts": True, "public.late": False},
    Bucket.LATE: {"public.obliged": True, "public.counts": True, "public.late": True},
    Bucket.MISSING: {"public.obliged": True, "public.counts": False},
    Bucket.VOLUNTARY: {"public.obliged": False, "public.counts": True},
}
"""The rows of each bucket; `domain.summary.IN_BUCKET` counts the same ones."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """A window of a list, and how long the whole list is."""

    rows: list[Row]
    total: int


@dataclass(frozen=True)
class Opened:
    """A report that the person may read, and the other recipients of the campaign that he may read, too."""

    report: Summary
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class ItemQuestion:
    """Which items are listed: of one field or all, in one state or all, of the obliged or of the others."""

    field: str | None = None
    status: ItemStatus | None = None
    voluntary: bool = False


class Reports:
    """What people ask of the figures."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def readable(self, actor: Actor, window: slice) -> Listed[CampaignRow]:
        """The campaigns with figures that the person may read, newest first, each with its figures in one line."""
        await self._require_rows()
        campaigns = await self._library.announced()
        known = await self._library.upward({recipient for c in campaigns for recipient in c.recipients})
        pairs = [(campaign, readable_recipients(actor, campaign, known)) for campaign in campaigns]
        found = sorted((pair for pair in pairs if pair[1]), key=lambda pair: (-pair[0].year, pair[0].id))
        shown = found[window]
        names = await self._library.names({recipient for _, recipients in shown for recipient in recipients})
        groups = await self._library.rows.overview([campaign.id for campaign, _ in shown])
        return Listed([campaign_row(campaign, names, chosen, groups) for campaign, chosen in shown], len(found))

    async def open(self, actor: Actor, campaign_id: str, form: FormKind, recipient: str | None) -> Opened:
        """The report of a recipient, by default the first that the person may read.

        Raises DomainError ``campaign_not_found``, ``form_not_in_campaign``, ``recipient_not_in_campaign``,
        ``report_forbidden`` or ``figures_not_ready``.
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
        await self._require_rows()
        groups = await self._library.rows.groups(Scope(campaign.id, form, chosen))
        return Opened(Summary(campaign, form, chosen, groups), recipients)

    async def name(self, organisation: str) -> str:
        return (await self._library.names([organisation]))[organisation]

    async def names(self, organisations: Collection[str]) -> dict[str, str]:
        return await self._library.names(organisations)

    async def organisations(self, report: Summary, bucket: Bucket, window: slice) -> Listed[OrganisationRow]:
        """The organisations of a bucket in Vietnamese alphabetical order."""
        rows = await self._library.rows.listed(_scope(report), BUCKETS[bucket], window)
        return Listed([_organisation(report, row) for row in rows], report.size(bucket))

    async def progress(self, report: Summary, text: str, window: slice) -> Listed[OrganisationRow]:
        """Every organisation that must or did answer, by state (what needs somebody first), then by name.

        Names hold every word of `text`, wherever they stand; neither case nor accents matter.
        """
        wanted: dict[str, Any] = {"$or": [{"public.obliged": True}, {"public.counts": True}]}
        total = report.size(Bucket.EXPECTED) + report.size(Bucket.VOLUNTARY)
        scope = _scope(report)
        if words := fold(text).split():
            wanted["$and"] = [{"public.search": {"$regex": re.escape(word)}} for word in words]
            total = await self._library.rows.count(scope, wanted)
        rows = await self._library.rows.listed(scope, wanted, window, order=STATE_ORDER)
        return Listed([_organisation(report, row) for row in rows], total)

    async def stuck(self, report: Summary, waiting: Waiting, window: slice) -> Listed[StuckRow]:
        """The submissions that wait in one way, the longest waiting first, with what the desk's case says of each."""
        wanted = {"public.counts": True, "public.waiting": waiting.value}
        rows = await self._library.rows.listed(_scope(report), wanted, window, order=WAITING_ORDER)
        idents = [case_id(report.recipient, row.row.submission) for row in rows if row.row.submission]
        cases = await self._library.desk(idents)
        return Listed(
            [stuck_row(row, waiting, cases.get(case_id(report.recipient, row.row.submission or ""))) for row in rows],
            report.stuck(waiting).number,
        )

    async def items(self, report: Summary, asked: ItemQuestion, window: slice) -> Listed[ItemRow]:
        """Items by field in the campaign's order, then by organisation; texts are read for the window only."""
        rows = [row async for batch in self.item_batches(report, asked, window) for row in batch]
        return Listed(rows, report.items(asked.field, asked.status, voluntary=asked.voluntary))

    async def item_batches(
        self, report: Summary, asked: ItemQuestion, window: slice = EVERYTHING
    ) -> AsyncIterator[list[ItemRow]]:
        """The same by and by: the texts of a long list are many."""
        report.require(asked.field)
        bucket = Bucket.VOLUNTARY if asked.voluntary else Bucket.RECEIVED
        for heading, part in _parts(report, asked, window):
            for start in range(part.start, part.stop, ITEM_BATCH):
                matching = {"field": heading.code, **({"status": asked.status.value} if asked.status else {})}
                batch = slice(start, min(start + ITEM_BATCH, part.stop))
                found = await self._library.rows.items(_scope(report), BUCKETS[bucket], matching, batch)
                yield await self._item_rows(found, heading)

    async def replies(self, report: Summary, reply: Reply, field: str | None, window: slice) -> Listed[ReplyRow]:
        """Fields answered without an item, ordered as items are."""
        report.require(field)
        rows: list[ReplyRow] = []
        headings = [heading for heading in report.headings if field in {None, heading.code}]
        for heading, part in _cut([(h, report.replies(reply, h.code)) for h in headings], window):
            nil = {"public.nil_fields": heading.code}
            none = {"public.nil_fields": {"$ne": heading.code}, "public.items.field": {"$ne": heading.code}}
            wanted = BUCKETS[Bucket.RECEIVED] | (nil if reply is Reply.NIL else none)
            found = await self._library.rows.listed(_scope(report), wanted, part)
            rows += [reply_row(row, reply, heading) for row in found]
        return Listed(rows, report.replies(reply, field))

    async def upward(self, report: Summary) -> list[UpwardRow]:
        """What the recipient itself sent to the campaigns that this one feeds, and where it stands with each."""
        parents = [c for c in await self._library.announced(report.campaign.parents) if report.recipient in c.obliged]
        asked = {Scope(c.id, form.kind, r): (c, form) for c in parents for form in c.forms for r in c.recipients}
        found = await self._library.rows.of_organisation(asked, report.recipient)
        names = await self._library.names({scope.recipient for scope in asked})
        return [
            UpwardRow(
                campaign=campaign.id,
                number=campaign.number,
                form=scope.form,
                recipient=scope.recipient,
                name=names[scope.recipient],
                due=form.period.due,
                state=found[scope].row.state if scope in found else "not_sent",
                delivered_at=found[scope].row.delivered_at if scope in found else None,
                late=found[scope].row.late if scope in found else None,
                submission=found[scope].row.submission if scope in found else None,
                items=len(found[scope].row.items) if scope in found else 0,
            )
            for scope, (campaign, form) in asked.items()
        ]

    async def _item_rows(self, found: Sequence[tuple[ListedRow, int]], heading: FieldHeading) -> list[ItemRow]:
        keys = [_item_key(row, place) for row, place in found]
        texts = await self._library.texts(keys)
        return [
            item_row(row, row.row.items[place], texts[key], heading)
            for (row, place), key in zip(found, keys, strict=True)
        ]

    async def _require_rows(self) -> None:
        if not await self._library.rows.built():
            raise DomainError("figures_not_ready", Kind.UNAVAILABLE)


def _scope(report: Summary) -> Scope:
    return Scope(report.campaign.id, report.form, report.recipient)


def _organisation(report: Summary, row: ListedRow) -> OrganisationRow:
    return organisation_row(row, report.campaign.extension(row.organisation, report.form))


def _parts(report: Summary, asked: ItemQuestion, window: slice) -> list[tuple[FieldHeading, slice]]:
    """The fields that a window of items touches, each with its own window."""
    headings = list(report.headings)
    if asked.voluntary:
        headings += [report.heading(code) for code in report.voluntary_fields if code not in report.codes]
    wanted = [heading for heading in headings if asked.field in {None, heading.code}]
    sizes = [(h, report.count(h.code, asked.status, voluntary=asked.voluntary)) for h in wanted]
    return _cut(sizes, window)


def _cut(sizes: Sequence[tuple[FieldHeading, int]], window: slice) -> list[tuple[FieldHeading, slice]]:
    """What a window over lists one after the other shows of each."""
    found, passed = [], 0
    for heading, size in sizes:
        start = max(window.start - passed, 0)
        stop = size if window.stop is None else min(window.stop - passed, size)
        if start < stop:
            found.append((heading, slice(start, stop)))
        passed += size
    return found


def _item_key(row: ListedRow, place: int) -> ItemKey:
    assert row.row.submission is not None
    assert row.row.version is not None
    return row.row.submission, row.row.version, row.row.items[place].item


def _require_part(campaign: Campaign, form: FormKind, recipient: str | None) -> None:
    if campaign.form(form) is None:
        raise DomainError("form_not_in_campaign", Kind.NOT_FOUND, field="form", form=form, number=campaign.number)
    if recipient is not None and recipient not in campaign.recipients:
        raise DomainError(
            "recipient_not_in_campaign", Kind.NOT_FOUND, field="recipient", id=recipient, number=campaign.number
        )
