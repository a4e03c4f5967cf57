"""Commands on a report's draft: prefilled, then item by item and section by section. None leaves the organisation."""

from dataclasses import dataclass

from services.registration.context import Context
from services.registration.reports.model.entries import ItemEntry, SectionEntry, put_entry, put_section
from services.registration.reports.model.prefill import prefilled
from services.registration.reports.records import OpenedReport, earlier_reports, report, unit_results
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.edits import Baseline, Edit, save
from services.registration.submissions.records.opening import edit
from shared.forms.results.model import drafted
from shared.runtime.commands import command


@dataclass(frozen=True)
class Prefill:
    """What is known already is taken over; what was typed stays as it is."""

    submission: str

    @command("save-draft")
    async def run(self, context: Context) -> SubmissionRecord:
        """Raises DomainError as `report`."""
        opened = await report(context, self.submission)
        own, units = await earlier_reports(context, opened), await unit_results(context, opened)

        def decide(record: SubmissionRecord, by: Edit) -> SubmissionChange | None:
            draft = prefilled(
                opened.form, drafted(record.private.draft), opened.basis, own=own, sources=lambda item: units[item.id]
            )
            return save(record, draft, None, by)

        return (await edit(context, opened, decide)).record


@dataclass(frozen=True)
class SaveEntry:
    """What is said of an item is saved over what the person saw."""

    submission: str
    item: str
    entry: ItemEntry
    baseline: Baseline

    @command("save-draft")
    async def run(self, context: Context) -> OpenedReport:
        """Raises DomainError ``report_item_not_found``, or ``item_changed`` when somebody changed it."""
        opened = await report(context, self.submission)
        item = opened.item(self.item)
        return await edit(
            context, opened, lambda record, by: put_entry(record, opened.form, item, self.entry, by), self.baseline
        )


@dataclass(frozen=True)
class SaveSection:
    """A section's text is saved over what the person saw."""

    submission: str
    entry: SectionEntry
    baseline: Baseline

    @command("save-draft")
    async def run(self, context: Context) -> OpenedReport:
        """Raises DomainError ``section_not_found``, or ``item_changed`` when somebody changed it."""
        opened = await report(context, self.submission)
        return await edit(
            context, opened, lambda record, by: put_section(record, opened.form, self.entry, by), self.baseline
        )
