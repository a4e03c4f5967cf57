"""Finding submissions that a person may read."""

from dataclasses import dataclass
from typing import Any

from services.registration.context import Context
from services.registration.organisations.records import inherited
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import SubmissionRecord
from shared.contracts.submissions import SubmissionStatus
from shared.identity import EVERYWHERE, Actor, homes

NEWEST_FIRST = (("public.versions.delivered_at", -1), ("_id", 1))


@dataclass(frozen=True)
class SubmissionFilter:
    """Which submissions are wanted: of an organisation, for a campaign, in a state."""

    organisation: str | None = None
    campaign: str | None = None
    status: SubmissionStatus | None = None


async def search(
    context: Context, wanted: SubmissionFilter, *, skip: int, limit: int
) -> tuple[list[SubmissionRecord], int]:
    """A page of the matching submissions that the person may read, and how many there are."""
    query = {"$and": [_readable(context.actor, await inherited(context)), _matching(wanted)]}
    found = await context.stores.submissions.find(query, sort=NEWEST_FIRST, skip=skip, limit=limit)
    return found, await context.stores.submissions.count(query)


def _readable(actor: Actor, predecessors: frozenset[str]) -> dict[str, Any]:
    """The same right as `access.may_read`, as a query."""
    reads = access.recipients_read(actor)
    if EVERYWHERE in reads:
        return {}
    return {
        "$or": [
            {"public.organisation": {"$in": sorted(homes(actor) | predecessors)}},
            {"public.recipients.organisation": {"$in": sorted(reads)}},
        ]
    }


def _matching(wanted: SubmissionFilter) -> dict[str, Any]:
    return {f"public.{name}": str(value) for name, value in vars(wanted).items() if value}
