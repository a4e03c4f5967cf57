"""Opening a report, with the registered items that it has to answer."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from services.registration.context import Context
from services.registration.reports.model.entries import ItemEntry, entry_of
from services.registration.reports.model.report import ItemAnswer, answers, basis_of, faults_of
from services.registration.stores import Stores
from services.registration.submissions.records.opening import OpenedSubmission, own
from shared.contracts.campaigns import REPORTS, Campaign, Form
from shared.contracts.items import Item
from shared.contracts.submissions import Submission
from shared.errors import DomainError, conflict, not_found
from shared.rules.obligations import registrations_of


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
