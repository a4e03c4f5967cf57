"""Sending a consolidation: each target has its own submission, its own state and its own clock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.registration.consolidation.model.sources import Registrations
from services.registration.consolidation.model.targets import Projection, project, require_own_draft
from services.registration.consolidation.records.opening import Opened, carrier, carriers, heard, opened
from services.registration.context import Context
from services.registration.submissions.delivery.model import life as domain
from services.registration.submissions.model.draft import SubmissionChange, SubmissionPrivate, SubmissionRecord
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.submissions import Submission
from shared.errors import DomainError, Kind, conflict
from shared.refusals import RefusalsError
from shared.runtime.commands import command

PASSING = frozenset({Kind.UNAVAILABLE, Kind.UNAUTHENTICATED})
"""Failures of the moment: they are no answer about a target."""


@dataclass(frozen=True)
class Outcome:
    """What was sent, by target, and why the others were not."""

    sent: dict[str, Submission]
    refused: dict[str, DomainError]


@command("send-consolidation")
async def send(context: Context, ident: str, campaigns: Sequence[str], *, expected: int | None = None) -> Outcome:
    """Delivers the lines to each of the targets that is ready; one that is not keeps none of the others waiting.

    Raises DomainError ``record_changed`` when something is to be sent that the person has not read.
    """
    found = await opened(context, ident)
    registrations, before = await heard(context.stores, found), await carriers(context.stores, found)
    sent: dict[str, Submission] = {}
    refused: dict[str, DomainError] = {}
    for campaign in dict.fromkeys(campaigns):
        known, once = before.get(campaign), f"{context.cause}/{campaign}"
        if known is not None and f"{once}/submit" in known.causes:
            sent[campaign] = known.public
            continue
        if expected is not None and expected != found.record.version:
            raise conflict("record_changed", expected=expected, actual=found.record.version)
        try:
            projection = _complete(found, campaign, registrations)
            if known is None:
                await _start(context, found, projection.target)
            sent[campaign] = await _deliver(context, projection, carrier(found, projection.target))
        except DomainError as error:
            if error.kind in PASSING:
                raise
            refused[campaign] = error
    return Outcome(sent, refused)


def _complete(found: Opened, campaign: str, registrations: Registrations) -> Projection:
    """Raises DomainError ``target_not_found``, or ``consolidation_incomplete`` with everything that is missing."""
    projection = project(found.working, found.target(campaign), registrations, found.record.id)
    if projection.faults:
        raise RefusalsError("consolidation_incomplete", projection.faults)
    return projection


async def _deliver(context: Context, projection: Projection, ident: str) -> Submission:
    record = await context.stores.submissions.update(
        ident, lambda record: _submit(context, projection, record), cause=f"{context.cause}/submit"
    )
    await context.stores.open_again(record.public)
    return record.public


async def _start(context: Context, found: Opened, target: Campaign) -> None:
    change = domain.start(target, FormKind.REGISTRATION, found.organisation, context.actor)
    try:
        await context.stores.submissions.create(carrier(found, target), change, cause=f"{context.cause}/start")
    except DomainError as error:
        if error.code != "submission_exists":  # somebody else began it at the same moment
            raise


def _submit(context: Context, projection: Projection, record: SubmissionRecord) -> SubmissionChange:
    """The draft and its delivery in one write."""
    now = context.stores.clock()
    require_own_draft(record.private.draft, projection, projection.draft.consolidation or "")
    private = SubmissionPrivate(
        draft=projection.draft,
        draft_version=record.version + 1,
        saved_at=now,
        saved_by=context.actor.acting_for(record.public.organisation),
    )
    return domain.submit(replace(record, private=private), projection.target, context.actor, now)
