"""Sending a consolidation: each target has its own submission, its own state and its own clock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.registration.consolidation.model.sources import Registrations
from services.registration.consolidation.model.targets import Projection, project, require_own_draft
from services.registration.consolidation.records.opening import Opened, carrier, carriers, heard, opened
from services.registration.stores import Stores
from services.registration.submissions.delivery.model import life as domain
from services.registration.submissions.model.draft import SubmissionChange, SubmissionPrivate, SubmissionRecord
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.submissions import Submission
from shared.errors import DomainError, Kind, conflict
from shared.identity import Actor
from shared.refusals import RefusalsError

PASSING = frozenset({Kind.UNAVAILABLE, Kind.UNAUTHENTICATED})
"""Failures of the moment: they are no answer about a target."""


@dataclass(frozen=True)
class Outcome:
    """What was sent, by target, and why the others were not."""

    sent: dict[str, Submission]
    refused: dict[str, DomainError]


async def send(
    stores: Stores,
    actor: Actor,
    ident: str,
    campaigns: Sequence[str],
    *,
    cause: str,
    expected: int | None = None,
) -> Outcome:
    """Delivers the lines to each of the targets that is ready; one that is not keeps none of the others waiting.

    Raises DomainError ``record_changed`` when something is to be sent that the person has not read.
    """
    with stores.counting("send-consolidation"):
        found = await opened(stores, actor, ident)
        registrations, before = await heard(stores, found), await carriers(stores, found)
        sent: dict[str, Submission] = {}
        refused: dict[str, DomainError] = {}
        for campaign in dict.fromkeys(campaigns):
            known, once = before.get(campaign), f"{cause}/{campaign}"
            if known is not None and f"{once}/submit" in known.causes:
                sent[campaign] = known.public
                continue
            if expected is not None and expected != found.record.version:
                raise conflict("record_changed", expected=expected, actual=found.record.version)
            try:
                projection = _complete(found, campaign, registrations)
                if known is None:
                    await _start(stores, actor, found, projection.target, once)
                sent[campaign] = await _deliver(stores, actor, projection, carrier(found, projection.target), once)
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


async def _deliver(stores: Stores, actor: Actor, projection: Projection, ident: str, cause: str) -> Submission:
    record = await stores.submissions.update(
        ident, lambda record: _submit(stores, actor, projection, record), cause=f"{cause}/submit"
    )
    await stores.open_again(record.public)
    return record.public


async def _start(stores: Stores, actor: Actor, found: Opened, target: Campaign, cause: str) -> None:
    change = domain.start(target, FormKind.REGISTRATION, found.organisation, actor)
    try:
        await stores.submissions.create(carrier(found, target), change, cause=f"{cause}/start")
    except DomainError as error:
        if error.code != "submission_exists":  # somebody else began it at the same moment
            raise


def _submit(stores: Stores, actor: Actor, projection: Projection, record: SubmissionRecord) -> SubmissionChange:
    """The draft and its delivery in one write."""
    now = stores.clock()
    require_own_draft(record.private.draft, projection, projection.draft.consolidation or "")
    private = SubmissionPrivate(
        draft=projection.draft,
        draft_version=record.version + 1,
        saved_at=now,
        saved_by=actor.acting_for(record.public.organisation),
    )
    return domain.submit(replace(record, private=private), projection.target, actor, now)
