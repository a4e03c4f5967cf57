"""A consolidation begun and edited, as private as a draft, and sent: each target has its own submission."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.registration.consolidation.model import working_set
from services.registration.consolidation.model.edit import Edit
from services.registration.consolidation.model.projection import Projection, require_own_draft
from services.registration.consolidation.model.working_set import ConsolidationRecord
from services.registration.consolidation.records import opening
from services.registration.consolidation.records.feeding import parents
from services.registration.consolidation.records.opening import OpenedConsolidation, carrier_id
from services.registration.consolidation.records.overview import carriers
from services.registration.context import Context
from services.registration.submissions.delivery.model import life
from services.registration.submissions.model.access import require_submitter
from services.registration.submissions.model.draft import SubmissionChange, SubmissionPrivate, SubmissionRecord
from shared.contracts.campaigns import Campaign
from shared.contracts.files import DemandedFile
from shared.contracts.submissions import Submission
from shared.contracts.types import Contract, Slug
from shared.errors import DomainError, Kind, RefusalsError, conflict
from shared.forms.carrying import carried
from shared.rules.quotas import Filler
from shared.runtime.commands import command

PASSING = frozenset({Kind.UNAVAILABLE, Kind.UNAUTHENTICATED})
"""Failures of the moment: they are no answer about a target."""


class Begin(Contract):
    """Whose units' items are consolidated, and the own campaign in which they registered."""

    campaign: Slug
    organisation: Slug

    @command("start-consolidation")
    async def run(self, context: Context) -> ConsolidationRecord:
        """An empty working set. Raises DomainError ``consolidation_exists`` and what the domain refuses."""
        require_submitter(context.actor, self.organisation)
        own = (await context.stores.campaigns.load(self.campaign)).public
        above = await parents(context.stores, own.parents)
        change = working_set.start(own, above.values(), self.organisation, context.actor)
        return await context.stores.consolidations.create(change.public.id, change, cause=f"{context.cause}/start")


@dataclass(frozen=True)
class EditConsolidation:
    """The lines of a consolidation are to be changed. `expected`: the version that the person saw."""

    consolidation: str
    edit: Edit
    expected: int | None = None

    @command("consolidate")
    async def run(self, context: Context) -> OpenedConsolidation:
        """Raises what `open_consolidation` and the edit raise."""
        opened = await opening.open_consolidation(context, self.consolidation)
        if self.edit.informed:
            opened = await opening.informed(context.stores, opened)
        person = context.actor.acting_for(opened.organisation)
        record = await context.stores.consolidations.update(
            opened.record.id,
            lambda record: working_set.save(record, self.edit.on(record.private, opened), person, context.now),
            cause=f"consolidate:{uuid.uuid4()}",
            expected=self.expected,
        )
        return replace(opened, record=record)


@dataclass(frozen=True)
class Carry:
    """The submission to a target is begun before anything is sent: files of the target's form go to its draft."""

    consolidation: str
    campaign: str

    @command("start-submission")
    async def run(self, context: Context) -> str:
        """The id of the submission, also of one that is there. Raises DomainError ``target_not_found``."""
        opened = await opening.open_consolidation(context, self.consolidation)
        target = opened.target(self.campaign)
        ident = carrier_id(opened, target)
        if not await context.stores.submissions.existing([ident]):
            await _start(context, opened, target)
        return ident


@dataclass(frozen=True)
class SendingReport:
    """What was sent, by target, and why the others were not."""

    sent: dict[str, Submission]
    refused: dict[str, DomainError]


@dataclass(frozen=True)
class SendConsolidation:
    """The lines are delivered to each target that is ready; one that is not keeps none of the others waiting.

    `expected`: the version that the person read.
    """

    consolidation: str
    campaigns: Iterable[str]
    expected: int | None = None

    @command("send-consolidation")
    async def run(self, context: Context) -> SendingReport:
        """Raises DomainError ``record_changed`` when something is to be sent that the person has not read."""
        opened = await opening.informed(context.stores, await opening.open_consolidation(context, self.consolidation))
        before, version = await carriers(context.stores, opened), opened.record.version
        sent: dict[str, Submission] = {}
        refused: dict[str, DomainError] = {}
        for campaign in dict.fromkeys(self.campaigns):
            known = before.get(campaign)
            if known is not None and f"{context.cause}/submit" in known.causes:
                await context.stores.open_again(known.public)  # should it have been killed before it came to that
                sent[campaign] = known.public
                continue
            if self.expected not in {None, version}:
                raise conflict("record_changed", expected=self.expected, actual=version)
            try:
                projection = _complete(opened, campaign, known.demanded if known else ())
                if known is None:
                    await _start(context, opened, projection.target)
                sent[campaign] = await _deliver(context, opened, projection)
            except DomainError as error:
                if error.kind in PASSING:
                    raise
                refused[campaign] = error
        return SendingReport(sent, refused)


def _complete(opened: OpenedConsolidation, campaign: str, demanded: tuple[DemandedFile, ...]) -> Projection:
    """Raises DomainError ``target_not_found``, or ``consolidation_incomplete`` with everything that is missing."""
    projection = opened.projected(opened.target(campaign), demanded)
    if projection.faults:
        raise RefusalsError("consolidation_incomplete", projection.faults)
    return projection


async def _start(context: Context, opened: OpenedConsolidation, target: Campaign) -> None:
    asked = carried(target)
    assert asked is not None  # see `feeds`
    change = life.start(target, asked, opened.organisation, context.actor)
    try:
        await context.stores.submissions.create(carrier_id(opened, target), change, cause=f"{context.cause}/start")
    except DomainError as error:
        if error.code != "submission_exists":  # somebody else began it at the same moment
            raise


async def _deliver(context: Context, opened: OpenedConsolidation, projection: Projection) -> Submission:
    record = await context.stores.submissions.update(
        carrier_id(opened, projection.target),
        lambda record: _submit(context, projection, record, opened.filler),
        cause=f"{context.cause}/submit",
    )
    await context.stores.open_again(record.public)
    return record.public


def _submit(
    context: Context, projection: Projection, record: SubmissionRecord, filler: Filler | None
) -> SubmissionChange:
    """The draft and its delivery in one write; the files that were put to it for the target's form stay."""
    now, person = context.now, context.actor.acting_for(record.public.organisation)
    draft = projection.draft.model_copy(update={"demanded": record.private.draft.demanded})
    require_own_draft(record.private.draft, projection, draft.consolidation or "")
    private = SubmissionPrivate(draft=draft, draft_version=record.version + 1, saved_at=now, saved_by=person)
    return life.submit(replace(record, private=private), projection.target, context.actor, now, filler=filler)
