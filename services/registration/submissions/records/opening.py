"""Opening a submission, once a request, and the head of its paper. Who may not read one is told that there is none."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from services.registration.context import Context
from services.registration.organisations.records import inherited
from services.registration.stores import Stores
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord, new_ids, require_typed
from services.registration.submissions.model.edits import NO_BASELINE, Baseline, Edit
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, Period
from shared.contracts.items import Item
from shared.contracts.submissions import Submission
from shared.errors import DomainError, not_found
from shared.forms.draft import Draft
from shared.forms.kind import Kind
from shared.forms.registry import kind_of
from shared.forms.values import Filling
from shared.language.vietnamese import VIETNAM
from shared.rules.force import basis_of
from shared.rules.obligations import asked_form, registrations_of
from shared.rules.quotas import Filler
from shared.sheets.model import Letterhead


@dataclass(frozen=True)
class OpenedSubmission:
    """A submission with its plan. As far as they were asked for (`answering`): `basis`, the items that it answers, and
    `filler`, the organisation as the quotas of its form know it."""

    record: SubmissionRecord
    campaign: Campaign
    basis: tuple[Item, ...] = ()
    filler: Filler | None = None

    @property
    def submission(self) -> Submission:
        return self.record.public

    @property
    def draft(self) -> Draft:
        return self.record.private.draft

    @property
    def form(self) -> Form:
        """The form that it answers. Raises DomainError ``form_not_asked`` where an amendment took it out."""
        return asked_form(self.campaign, self.submission.asked)[0]

    @property
    def period(self) -> Period:
        """For which period. Raises as `form`."""
        return asked_form(self.campaign, self.submission.asked)[1]

    @property
    def kind(self) -> Kind:
        return kind_of(self.form)

    def filling(self, now: datetime) -> Filling:
        """What is filled in. Raises as `form`."""
        form, period = asked_form(self.campaign, self.submission.asked)
        return Filling(self.campaign, form, period, now, self.basis, self.filler)


Opened = TypeVar("Opened", bound=OpenedSubmission)


async def read(context: Context, ident: str) -> SubmissionRecord:
    """The record. Raises DomainError ``submission_not_found``, also for a person who may not know of it."""
    record, actor = await context.stores.submissions.load(ident), context.actor
    if not (access.may_read(actor, record.public) or access.may_read(actor, record.public, await inherited(context))):
        raise not_found("submission", ident)
    return record


async def readable(context: Context, ident: str) -> OpenedSubmission:
    """A submission that the person may read. Raises DomainError ``submission_not_found``."""
    record = await read(context, ident)
    return OpenedSubmission(record, (await context.stores.campaigns.load(record.public.campaign)).public)


async def own(context: Context, ident: str) -> OpenedSubmission:
    """One that the person may write. Raises DomainError ``submission_not_found`` or ``organisation_foreign``."""
    opened = await readable(context, ident)
    access.require_submitter(context.actor, opened.submission.organisation)
    return opened


async def editable(context: Context, ident: str) -> OpenedSubmission:
    """One whose draft the person may edit. Raises as `own`, and DomainError ``draft_consolidated``."""
    opened = await own(context, ident)
    require_typed(opened.draft)
    return opened


async def answering(context: Context, opened: Opened) -> Opened:
    """The same with the items that it answers, in force of what the organisation registered in the same campaign; and
    with the organisation, where the form has quotas."""
    submission, campaign = opened.submission, opened.campaign
    idents = registrations_of(campaign, submission.asked, submission.organisation)
    found = await context.stores.submissions.several(idents) if idents else {}
    basis = basis_of([found[ident].public for ident in idents if ident in found], campaign)
    form = campaign.form(submission.form)
    filler = await filler_of(context.stores, submission.organisation) if form and form.quotas else None
    return replace(opened, basis=basis, filler=filler)


async def filler_of(stores: Stores, organisation: str) -> Filler | None:
    """An organisation as quotas know it; None for one that is not known."""
    record = await stores.organisations.get(organisation)
    return Filler(organisation, record.public.kind) if record else None


async def letterhead(stores: Stores, organisation: str, moment: datetime) -> Letterhead:
    """The head of the unit's paper under the structure of that day."""
    own = await stores.organisations.get(organisation)
    if own is None:
        return Letterhead((), organisation)
    day = moment.astimezone(VIETNAM).date()
    parents = own.public.parents_on(day)
    names = await stores.organisations.several(parents)
    return Letterhead(
        tuple(names[parent].public.name_on(day) for parent in parents if parent in names), own.public.name_on(day)
    )


Decide = Callable[[SubmissionRecord, Edit], SubmissionChange | None]
Step = Callable[[SubmissionRecord, Campaign], SubmissionChange]


async def edit(
    context: Context, opened: Opened, decide: Decide, baseline: Baseline = NO_BASELINE, *, typed: bool = True
) -> Opened:
    """The draft as the person edits it: nobody else's matter, and never the repetition of an earlier edit.

    `typed`: it changes what is typed, which a consolidation may make instead. Raises DomainError
    ``draft_consolidated``, and what `decide` refuses.
    """
    person = context.actor.acting_for(opened.submission.organisation)

    def guarded(record: SubmissionRecord) -> SubmissionChange | None:
        if typed:
            require_typed(record.private.draft)
        return decide(record, Edit(person, context.now, baseline))

    update = context.stores.submissions.update
    return replace(opened, record=await update(opened.record.id, guarded, cause=f"draft:{uuid.uuid4()}"))


async def change(
    context: Context, ident: str, name: str, decide: Step, expected: int | None = None
) -> SubmissionRecord:
    """A step of an own submission under the command's cause. `decide` reads the clock itself: it is run again when
    somebody else wrote meanwhile, and must not be older than that.

    Raises DomainError as `own`, and what `decide` refuses.
    """
    campaign = (await own(context, ident)).campaign
    return await context.stores.submissions.update(
        ident, lambda record: decide(record, campaign), cause=f"{context.cause}/{name}", expected=expected
    )


async def require_own_ids(stores: Stores, record: SubmissionRecord, places: Mapping[str, str]) -> None:
    """An initiative's id is its identity for good. `places` tells of each id which input gave it.

    What the organisation itself once delivered is its own, also when it was consolidated upward under the same id.
    Raises DomainError ``item_id_taken`` for one of somebody else's.
    """
    new, own_id = new_ids(record, places), record.public.organisation
    query = {"public.versions.content.items.id": {"$in": sorted(new)}}
    found = [other.public for other in await stores.submissions.find(query)] if new else []
    ours = {ident for one in found if one.organisation == own_id for ident in one.item_ids}
    theirs = {ident for one in found if one.organisation != own_id for ident in one.item_ids}
    for ident, place in places.items():
        if ident in (new & theirs) - ours:
            raise DomainError("item_id_taken", field=place, value=ident)
