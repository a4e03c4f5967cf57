"""Opening a report with the items that it has to answer, and what is said of them elsewhere: by other reports of the
organisation, and by the units behind it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from services.registration.context import Context
from services.registration.reports.model.entries import ItemEntry, entry_of
from services.registration.reports.model.prefill import EarlierReport, UnitResult
from services.registration.stores import Stores
from services.registration.submissions.records.opening import OpenedSubmission, own
from shared.contracts.campaigns import REPORTS, Campaign
from shared.contracts.forms import Form, FormKind
from shared.contracts.items import Item
from shared.contracts.submissions import RecipientStatus, Submission, SubmissionStatus, Version
from shared.errors import DomainError, conflict, not_found
from shared.forms.results.model import Result
from shared.forms.results.report import ItemAnswer, answers, faults_of
from shared.rules.decisions import approved_version
from shared.rules.force import basis_of, in_force, items_in_force
from shared.rules.obligations import registrations_of

UNFIT = frozenset({RecipientStatus.RETURNED, RecipientStatus.REJECTED, RecipientStatus.WITHDRAWN})
"""A unit's report of which nothing is taken over, unless a version of it was approved."""


@dataclass(frozen=True)
class OpenedReport(OpenedSubmission):
    """A report with its form and the items that it answers, as it stands `now`."""

    form: Form
    basis: tuple[Item, ...]
    now: datetime

    def item(self, ident: str) -> Item:
        """Raises DomainError ``report_item_not_found``."""
        found = next((item for item in self.basis if item.id == ident), None)
        if found is None:
            raise not_found("report_item", ident)
        return found

    def entry(self, item: str) -> ItemEntry:
        """What is saved of an item. Raises as `item`."""
        return entry_of(self.draft, self.form, self.item(item))

    @cached_property
    def answers(self) -> list[ItemAnswer]:
        return answers(self.form.kind, self.draft, self.campaign, self.basis, self.now)

    @property
    def faults(self) -> list[DomainError]:
        """Everything that keeps it from being sent."""
        return faults_of(self.form.kind, self.draft, self.campaign, self.basis, self.now)


async def report(context: Context, ident: str) -> OpenedReport:
    """Raises DomainError ``submission_not_found``, ``organisation_foreign`` or ``report_expected``."""
    return await as_report(context, await own(context, ident))


async def as_report(context: Context, opened: OpenedSubmission) -> OpenedReport:
    """An opened submission that is a report. Raises DomainError ``report_expected``."""
    record, campaign = opened.record, opened.campaign
    form = campaign.form(record.public.form)
    if form is None or form.kind not in REPORTS:
        raise conflict("report_expected", id=record.id)
    basis = await basis_for(context.stores, record.public, campaign)
    return OpenedReport(record, campaign, form, basis, context.now)


async def basis_for(stores: Stores, submission: Submission, campaign: Campaign) -> tuple[Item, ...]:
    """The items in force of the organisation's registration in the same campaign; none for a registration itself."""
    idents = registrations_of(campaign, submission.form, submission.organisation)
    found = await stores.submissions.several(idents)
    return basis_of([found[ident].public for ident in idents if ident in found], campaign)


async def earlier_reports(context: Context, report: OpenedReport) -> list[EarlierReport]:
    """The organisation's other reports about some of these items: of the same form first, then the newest."""
    submission = report.submission
    known = {item.id for item in report.basis}
    query = {
        "public.organisation": submission.organisation,
        "public.form": {"$in": sorted(kind.value for kind in REPORTS)},
        "_id": {"$ne": submission.id},
    }
    found = [
        record
        for record in await context.stores.submissions.find(query)
        if any(result.item in known for result in record.private.draft.results)
        and (record.public.form is submission.form or submission.form is FormKind.COMPLETION)
    ]
    found.sort(key=lambda record: record.private.saved_at.timestamp() if record.private.saved_at else 0, reverse=True)
    found.sort(key=lambda record: record.public.form is not submission.form)
    return [EarlierReport(record.public.form, record.private.draft) for record in found]


async def unit_results(context: Context, report: OpenedReport) -> dict[str, list[UnitResult]]:
    """The results behind each item, one a source, in the versions that count for this organisation."""
    reported: dict[str, tuple[str, Result]] = {}
    for unit, version, counting in await _unit_versions(context, report):
        reported |= {result.item: (unit, result) for result in version.content.results if result.item in counting}
    return {
        item.id: [UnitResult(*reported.get(source.item, (source.organisation, None))) for source in item.sources]
        for item in report.basis
    }


async def unit_texts(context: Context, report: OpenedReport, section: str) -> list[tuple[str, str]]:
    """What the units behind the items wrote in the section of this number: short name and text."""
    return sorted(
        (unit, passage.text)
        for unit, version, _ in await _unit_versions(context, report)
        for passage in version.content.passages
        if passage.section == section and passage.item is None and passage.text
    )


async def _unit_versions(context: Context, report: OpenedReport) -> list[tuple[str, Version, set[str]]]:
    """The reports of the same form in the campaigns where the sources were registered: the unit's short name, the
    version that counts for this organisation, and its items in force."""
    stores, recipient = context.stores, report.submission.organisation
    registered = await stores.submissions.several({s.submission for item in report.basis for s in item.sources})
    campaigns = sorted({record.public.campaign for record in registered.values()})
    query = {
        "public.campaign": {"$in": campaigns},
        "public.form": report.form.kind.value,
        "public.recipients.organisation": recipient,
        "public.status": SubmissionStatus.DELIVERED.value,
    }
    found = [record.public for record in await stores.submissions.find(query)] if campaigns else []
    names = await stores.names_of({submission.organisation for submission in found})
    versions = []
    for submission in found:
        here, version = submission.recipient(recipient), in_force(submission, recipient)
        if here is None or version is None or (here.status in UNFIT and approved_version(here) is None):
            continue
        counting = {item.id for item in items_in_force(submission, recipient)}
        versions.append((names.get(submission.organisation, submission.organisation), version, counting))
    return versions
