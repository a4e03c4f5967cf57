"""What is said elsewhere of a report's items: by the organisation's other reports, and by the units behind it."""

from services.registration.context import Context
from services.registration.reports.model.prefill import EarlierReport, UnitResult
from services.registration.reports.records.opening import OpenedReport
from shared.contracts.campaigns import REPORTS, FormKind
from shared.contracts.items import Result
from shared.contracts.submissions import RecipientStatus, SubmissionStatus, Version
from shared.rules.decisions import approved_version
from shared.rules.force import in_force, items_in_force

UNFIT = frozenset({RecipientStatus.RETURNED, RecipientStatus.REJECTED, RecipientStatus.WITHDRAWN})
"""A unit's report of which nothing is taken over, unless a version of it was approved."""


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
