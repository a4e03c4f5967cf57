"""Loads what is asked for, lets the domain decide whether and what to show. Nothing is ever changed here."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.figures.model.rights import readable_recipients
from services.reporting.figures.model.summary import Bucket, Reply, Summary
from services.reporting.lists.rows import (
    CampaignRow,
    HigherFigures,
    OrganisationRow,
    ReplyRow,
    StuckRow,
    UpwardRow,
    campaign_row,
    organisation_row,
    registered,
    reply_row,
    stuck_row,
)
from services.reporting.lists.windows import BUCKETS, Listed, cut, scope_of, with_todays_names
from services.reporting.rows.model.row import Waiting
from services.reporting.rows.records import NAME_ORDER, STATE_ORDER, WAITING_ORDER, ListedRow, Scope
from services.reporting.stores import Library
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
from shared.errors import DomainError, Kind, forbidden, not_found
from shared.identity import Actor
from shared.language.vietnamese import fold
from shared.rules.ids import case_id
from shared.rules.obligations import ever_obliged, obliged_for


@dataclass(frozen=True)
class Opened:
    """A report that the person may read, and the other recipients of the campaign that he may read, too."""

    report: Summary
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """What was registered in a campaign and what of it was completed, as its two forms say."""

    registration: Summary
    completion: Summary


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
        groups = await self._library.rows.overview([campaign.id for campaign, _ in shown])
        return Listed([campaign_row(campaign, known, chosen, groups) for campaign, chosen in shown], len(found))

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

    async def year(self, report: Summary) -> Year | None:
        """Registration and completion beside each other, where the campaign asks for both."""
        pair = FormKind.REGISTRATION, FormKind.COMPLETION
        if any(report.campaign.form(form) is None for form in pair):
            return None
        return Year(*[report if form is report.form else await self._summary(report, form) for form in pair])

    async def _summary(self, report: Summary, form: FormKind) -> Summary:
        groups = await self._library.rows.groups(Scope(report.campaign.id, form, report.recipient))
        return Summary(report.campaign, form, report.recipient, groups)

    async def higher(self, report: Summary) -> list[HigherFigures]:
        """How many items were carried to each higher recipient and what became of them there."""
        numbers = {c.id: c.number for c in await self._library.announced({campaign for campaign, _ in report.upward})}
        names = await self.names(report, [organisation for _, organisation in report.upward])
        return [
            HigherFigures(campaign, numbers.get(campaign, campaign), organisation, names[organisation], counts)
            for (campaign, organisation), counts in report.upward.items()
        ]

    async def names(self, report: Summary, organisations: Collection[str]) -> dict[str, str]:
        """Names as the campaign shows them, by id."""
        return await self._library.names(organisations, report.day)

    async def organisations(self, report: Summary, bucket: Bucket, window: slice) -> Listed[OrganisationRow]:
        """The organisations of a bucket in Vietnamese alphabetical order."""
        rows = await self._listed(report, BUCKETS[bucket], window)
        return Listed([_organisation(report, row) for row in rows], report.size(bucket))

    async def progress(self, report: Summary, text: str, window: slice) -> Listed[OrganisationRow]:
        """Every organisation that must or did answer, by state (what needs somebody first), then by name.

        Names hold every word of `text`, wherever they stand; neither case nor accents matter.
        """
        wanted: dict[str, Any] = {"$or": [{"public.obliged": True}, {"public.counts": True}]}
        total = report.size(Bucket.EXPECTED) + report.size(Bucket.VOLUNTARY)
        if words := fold(text).split():
            wanted["$and"] = [{"public.search": {"$regex": re.escape(word)}} for word in words]
            total = await self._library.rows.count(scope_of(report), wanted)
        rows = await self._listed(report, wanted, window, STATE_ORDER)
        return Listed([_organisation(report, row) for row in rows], total)

    async def stuck(self, report: Summary, waiting: Waiting, window: slice) -> Listed[StuckRow]:
        """The submissions that wait in one way, the longest waiting first, with what the desk's case says of each."""
        wanted = {"public.counts": True, "public.waiting": waiting.value}
        rows = await self._listed(report, wanted, window, WAITING_ORDER)
        idents = [case_id(report.recipient, row.row.submission) for row in rows if row.row.submission]
        cases = await self._library.desk(idents)
        return Listed(
            [stuck_row(row, waiting, cases.get(case_id(report.recipient, row.row.submission or ""))) for row in rows],
            report.stuck(waiting).number,
        )

    async def replies(self, report: Summary, reply: Reply, field: str | None, window: slice) -> Listed[ReplyRow]:
        """Fields answered without an item, ordered as items are."""
        report.require(field)
        rows: list[ReplyRow] = []
        headings = [heading for heading in report.headings if field in {None, heading.code}]
        for heading, part in cut([(h, report.replies(reply, h.code)) for h in headings], window):
            nil = {"public.nil_fields": heading.code}
            none = {"public.nil_fields": {"$ne": heading.code}, "public.items.field": {"$ne": heading.code}}
            wanted = BUCKETS[Bucket.RECEIVED] | (nil if reply is Reply.NIL else none)
            found = await self._listed(report, wanted, part)
            rows += [reply_row(row, reply, heading) for row in found]
        return Listed(rows, report.replies(reply, field))

    async def upward(self, report: Summary) -> list[UpwardRow]:
        """What the recipient itself sent to the campaigns that this one feeds, and where it stands with each."""
        parents = [
            c for c in await self._library.announced(report.campaign.parents) if report.recipient in ever_obliged(c)
        ]
        asked = {
            Scope(campaign.id, form.kind, recipient): (campaign, form)
            for campaign in parents
            for form in campaign.forms
            for recipient in campaign.recipients
            if report.recipient in obliged_for(campaign, form.kind)
        }
        found = await self._library.rows.of_organisation(asked, report.recipient)
        names = await self.names(report, {scope.recipient for scope in asked})
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
                items=registered(found[scope]) if scope in found else 0,
            )
            for scope, (campaign, form) in asked.items()
        ]

    async def _listed(
        self, report: Summary, wanted: dict[str, Any], window: slice, order: Sequence[tuple[str, int]] = NAME_ORDER
    ) -> list[ListedRow]:
        rows = await self._library.rows.listed(scope_of(report), wanted, window, order=order)
        return await with_todays_names(self._library, rows)

    async def _require_rows(self) -> None:
        if not await self._library.rows.built():
            raise DomainError("figures_not_ready", Kind.UNAVAILABLE)


def _organisation(report: Summary, row: ListedRow) -> OrganisationRow:
    return organisation_row(row, report.campaign.extension(row.organisation, report.form))


def _require_part(campaign: Campaign, form: FormKind, recipient: str | None) -> None:
    if campaign.form(form) is None:
        raise DomainError("form_not_in_campaign", Kind.NOT_FOUND, field="form", form=form, number=campaign.number)
    if recipient is not None and recipient not in campaign.recipients:
        raise DomainError(
            "recipient_not_in_campaign", Kind.NOT_FOUND, field="recipient", id=recipient, number=campaign.number
        )
