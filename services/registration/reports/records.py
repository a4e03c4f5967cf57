"""Opening a report with the items that it has to answer, and what is said of them elsewhere: by other reports of the
organisation, and by the units behind it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from services.registration.context import Context
from services.registration.reports.model.entries import ItemEntry, entry_of
from services.registration.reports.model.prefill import EarlierReport, UnitResult
from services.registration.submissions.records.opening import OpenedSubmission, answering, own
from shared.contracts.items import Item
from shared.contracts.submissions import RecipientStatus, SubmissionStatus, Version
from shared.errors import DomainError, conflict, not_found
from shared.forms.results.model import Report, ReportDraft, Result, drafted, reported
from shared.forms.results.report import ItemAnswer, answers
from shared.rules.decisions import approved_version
from shared.rules.force import in_force, items_in_force

UNFIT = frozenset({RecipientStatus.RETURNED, RecipientStatus.REJECTED, RecipientStatus.WITHDRAWN})
"""A unit's report of which nothing is taken over, unless a version of it was approved."""


@dataclass(frozen=True, kw_only=True)
class OpenedReport(OpenedSubmission):
    """A report with the items that it answers, as it stands `now`."""

    now: datetime

    @property
    def typed(self) -> ReportDraft:
        return drafted(self.draft)

    def item(self, ident: str) -> Item:
        """Raises DomainError ``report_item_not_found``."""
        found = next((item for item in self.basis if item.id == ident), None)
        if found is None:
            raise not_found("report_item", ident)
        return found

    def entry(self, item: str) -> ItemEntry:
        """What is saved of an item. Raises as `item`."""
        return entry_of(self.typed, self.form, self.item(item))

    @cached_property
    def answers(self) -> list[ItemAnswer]:
        return answers(self.typed, self.filling(self.now))

    @property
    def faults(self) -> list[DomainError]:
        """Everything that keeps it from being sent."""
        return self.kind.lacking(self.draft, self.filling(self.now))


async def report(context: Context, ident: str) -> OpenedReport:
    """Raises DomainError ``submission_not_found``, ``organisation_foreign`` or ``report_expected``."""
    return await as_report(context, await own(context, ident))


async def as_report(context: Context, opened: OpenedSubmission) -> OpenedReport:
    """An opened submission that is a report. Raises DomainError ``report_expected``."""
    if not isinstance(opened.draft, ReportDraft):
        raise conflict("report_expected", id=opened.record.id)
    found = await answering(context, opened)
    return OpenedReport(record=found.record, campaign=found.campaign, basis=found.basis, now=context.now)


async def earlier_reports(context: Context, report: OpenedReport) -> list[EarlierReport]:
    """The organisation's other reports about some of these items: of the same form first, then the newest."""
    submission, form, stores = report.submission, report.form, context.stores
    known = {item.id for item in report.basis}
    query = {
        "public.organisation": submission.organisation,
        "private.draft.results.item": {"$in": sorted(known)},
        "_id": {"$ne": submission.id},
    }
    found = await stores.submissions.find(query) if known else []
    campaigns = await stores.campaigns.several({record.public.campaign for record in found})
    found.sort(key=lambda record: record.private.saved_at.timestamp() if record.private.saved_at else 0, reverse=True)
    found.sort(key=lambda record: record.public.form != submission.form)
    earlier = []
    for record in found:
        asked = campaigns[record.public.campaign].public.form(record.public.form)
        if record.public.form == submission.form or not form.interim:
            earlier.append(EarlierReport(asked is not None and asked.interim, drafted(record.private.draft)))
    return earlier


async def unit_results(context: Context, report: OpenedReport) -> dict[str, list[UnitResult]]:
    """The results behind each item, one a source, in the versions that count for this organisation."""
    reported: dict[str, tuple[str, Result]] = {}
    for unit, version, counting in await _unit_versions(context, report):
        reported |= {result.item: (unit, result) for result in reported_in(version).results if result.item in counting}
    return {
        item.id: [UnitResult(*reported.get(source.item, (source.organisation, None))) for source in item.sources]
        for item in report.basis
    }


async def unit_texts(context: Context, report: OpenedReport, section: str) -> list[tuple[str, str]]:
    """What the units behind the items wrote in the section of this number: short name and text."""
    return sorted(
        (unit, passage.text)
        for unit, version, _ in await _unit_versions(context, report)
        for passage in reported_in(version).passages
        if passage.section == section and passage.item is None and passage.text
    )


async def _unit_versions(context: Context, report: OpenedReport) -> list[tuple[str, Version, set[str]]]:
    """The reports of this sort in the campaigns where the sources were registered: the unit's short name, the version
    that counts for this organisation, and its items in force."""
    stores, recipient = context.stores, report.submission.organisation
    registered = await stores.submissions.several({s.submission for item in report.basis for s in item.sources})
    campaigns = await stores.campaigns.several({record.public.campaign for record in registered.values()})
    forms = [
        {"public.campaign": ident, "public.form": form.code}
        for ident, record in campaigns.items()
        for form in record.public.forms
        if (form.kind, form.interim) == (report.form.kind, report.form.interim)
    ]
    query = {
        "$or": forms,
        "public.recipients.organisation": recipient,
        "public.status": SubmissionStatus.DELIVERED.value,
    }
    found = [record.public for record in await stores.submissions.find(query)] if forms else []
    names = await stores.names_of({submission.organisation for submission in found})
    versions = []
    for submission in found:
        here, version = submission.recipient(recipient), in_force(submission, recipient)
        if here is None or version is None or (here.status in UNFIT and approved_version(here) is None):
            continue
        counting = {item.id for item in items_in_force(submission, recipient)}
        versions.append((names.get(submission.organisation, submission.organisation), version, counting))
    return versions


def reported_in(version: Version) -> Report:
    return reported(version.content)
