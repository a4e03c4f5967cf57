"""Commands on a report's draft: prefilled, then item by item and section by section. None leaves the organisation."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.registration.context import Context
from services.registration.reports.model import entries as report_entries
from services.registration.reports.model.entries import ItemEntry, SectionEntry, Written
from services.registration.reports.model.prefill import Told, UnitResult, prefilled
from services.registration.reports.records import basis_for
from services.registration.stores import Stores
from services.registration.submissions.model import draft as drafts
from services.registration.submissions.model.draft import Seen, SubmissionChange, SubmissionRecord
from services.registration.submissions.records.opening import own
from shared.contracts.campaigns import REPORTS, Campaign, Form, FormKind
from shared.contracts.items import Item, Result
from shared.contracts.people import Person
from shared.contracts.submissions import RecipientStatus, Submission, SubmissionStatus
from shared.errors import conflict, not_found
from shared.rules.decisions import approved_version
from shared.rules.force import in_force, items_in_force
from shared.runtime.commands import command

UNFIT = frozenset({RecipientStatus.RETURNED, RecipientStatus.REJECTED, RecipientStatus.WITHDRAWN})
"""A unit's report of which nothing is taken over, unless a version of it was approved."""


@dataclass(frozen=True)
class Report:
    """A report that the person may write, with its form and the items that it answers."""

    record: SubmissionRecord
    campaign: Campaign
    form: Form
    basis: tuple[Item, ...]

    def item(self, ident: str) -> Item:
        """Raises DomainError ``report_item_not_found``."""
        found = next((item for item in self.basis if item.id == ident), None)
        if found is None:
            raise not_found("report_item", ident)
        return found


Decision = Callable[[SubmissionRecord, Person, datetime], SubmissionChange | None]


async def opened(context: Context, ident: str) -> Report:
    """Raises DomainError ``submission_not_found``, ``organisation_foreign`` or ``report_expected``."""
    record, campaign = await own(context, ident)
    form = campaign.form(record.public.form)
    if form is None or form.kind not in REPORTS:
        raise conflict("report_expected", id=ident)
    return Report(record, campaign, form, await basis_for(context.stores, record.public, campaign))


async def prefill(context: Context, ident: str) -> SubmissionRecord:
    """Takes over what is known already; what was typed stays as it is."""
    report = await opened(context, ident)
    told = await _own_reports(context.stores, report)
    reported = await _reported_by_units(context.stores, report)

    def decide(current: SubmissionRecord, person: Person, now: datetime) -> SubmissionChange | None:
        draft = prefilled(
            report.form, current.private.draft, report.basis, own=told, sources=lambda item: _behind(item, reported)
        )
        return drafts.save(current, draft, None, person, now)

    return await _change(context, report, decide)


async def put_entry(context: Context, ident: str, item: str, entry: ItemEntry, *, seen: Seen) -> SubmissionRecord:
    """Saves what is said of an item. Raises ``report_item_not_found``, or ``item_changed`` when somebody changed it."""
    report = await opened(context, ident)
    found = report.item(item)
    return await _change(
        context,
        report,
        lambda current, person, now: report_entries.put_entry(
            current, report.form, found, entry, seen=seen, written=Written(person, now)
        ),
    )


async def put_section(context: Context, ident: str, entry: SectionEntry, *, seen: Seen) -> SubmissionRecord:
    """Saves a section's text. Raises ``section_not_found``, or ``item_changed`` when somebody changed it."""
    report = await opened(context, ident)
    return await _change(
        context,
        report,
        lambda current, person, now: report_entries.put_section(
            current, report.form, entry, seen=seen, written=Written(person, now)
        ),
    )


async def units_said(stores: Stores, report: Report, section: str) -> list[tuple[str, str]]:
    """What the units behind the items wrote in the section of this number: short name and text."""
    found = await _unit_reports(stores, report)
    names = await stores.names_of({submission.organisation for submission, _ in found})
    texts = [
        (names.get(submission.organisation, submission.organisation), passage.text)
        for submission, recipient in found
        if (version := in_force(submission, recipient)) is not None
        for passage in version.content.passages
        if passage.section == section and passage.item is None and passage.text
    ]
    return sorted(texts)


@command("save-draft")
async def _change(context: Context, report: Report, decide: Decision) -> SubmissionRecord:
    person = context.actor.acting_for(report.record.public.organisation)
    return await context.stores.submissions.update(
        report.record.id,
        lambda current: decide(current, person, context.stores.clock()),
        cause=f"draft:{uuid.uuid4()}",
    )


async def _own_reports(stores: Stores, report: Report) -> list[Told]:
    """The organisation's other reports about some of these items: of the same form first, then the newest."""
    submission = report.record.public
    known = {item.id for item in report.basis}
    query = {
        "public.organisation": submission.organisation,
        "public.form": {"$in": sorted(kind.value for kind in REPORTS)},
        "_id": {"$ne": submission.id},
    }
    found = [
        record
        for record in await stores.submissions.find(query)
        if any(result.item in known for result in record.private.draft.results)
        and (record.public.form is submission.form or submission.form is FormKind.COMPLETION)
    ]
    found.sort(key=lambda record: record.private.saved_at.timestamp() if record.private.saved_at else 0, reverse=True)
    found.sort(key=lambda record: record.public.form is not submission.form)
    return [Told(record.public.form, record.private.draft) for record in found]


async def _unit_reports(stores: Stores, report: Report) -> list[tuple[Submission, str]]:
    """The delivered reports of the same form in the campaigns where the sources were registered."""
    sources = {source.submission for item in report.basis for source in item.sources}
    registered = await stores.submissions.find({"_id": {"$in": sorted(sources)}}) if sources else []
    campaigns = sorted({record.public.campaign for record in registered})
    recipient = report.record.public.organisation
    query = {
        "public.campaign": {"$in": campaigns},
        "public.form": report.form.kind.value,
        "public.recipients.organisation": recipient,
        "public.status": SubmissionStatus.DELIVERED.value,
    }
    found = [record.public for record in await stores.submissions.find(query)] if campaigns else []
    return [(submission, recipient) for submission in found if _fit(submission, recipient)]


async def _reported_by_units(stores: Stores, report: Report) -> dict[str, tuple[str, Result]]:
    """By a source's item: the unit's short name and its result in the version that counts for this organisation."""
    found = await _unit_reports(stores, report)
    names = await stores.names_of({submission.organisation for submission, _ in found})
    told: dict[str, tuple[str, Result]] = {}
    for submission, recipient in found:
        version = in_force(submission, recipient)
        counting = {item.id for item in items_in_force(submission, recipient)}
        for result in version.content.results if version else ():
            if result.item in counting:
                told[result.item] = (names.get(submission.organisation, submission.organisation), result)
    return told


def _fit(submission: Submission, recipient: str) -> bool:
    found = submission.recipient(recipient)
    return found is not None and (found.status not in UNFIT or approved_version(found) is not None)


def _behind(item: Item, reported: Mapping[str, tuple[str, Result]]) -> Sequence[UnitResult]:
    found = [(source.organisation, reported.get(source.item)) for source in item.sources]
    return [UnitResult(told[0], told[1]) if told else UnitResult(organisation, None) for organisation, told in found]
