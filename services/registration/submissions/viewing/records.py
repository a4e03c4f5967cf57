"""Finding submissions that a person may read."""

from collections.abc import Mapping
from typing import Any

from services.registration.context import Context
from services.registration.organisations.records import inherited
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import SubmissionRecord
from shared.identity import EVERYWHERE, homes

NEWEST_FIRST = (("public.versions.delivered_at", -1), ("_id", 1))


async def search(
    context: Context, wanted: Mapping[str, str | None], *, skip: int, limit: int
) -> tuple[list[SubmissionRecord], int]:
    """A page of the submissions that the person may read, and how many there are.

    `wanted`: what is asked of a submission's `organisation`, `campaign` or `status`, None for nothing.
    """
    matching = {f"public.{name}": str(value) for name, value in wanted.items() if value}
    query = {"$and": [await _readable(context), matching]}
    found = await context.stores.submissions.find(query, sort=NEWEST_FIRST, skip=skip, limit=limit)
    return found, await context.stores.submissions.count(query)


async def _readable(context: Context) -> dict[str, Any]:
    """The same right as `access.may_read`, as a query."""
    reads = access.recipients_read(context.actor)
    if EVERYWHERE in reads:
        return {}
    own = homes(context.actor) | await inherited(context)
    received = {"public.recipients.organisation": {"$in": sorted(reads)}}
    return {"$or": [{"public.organisation": {"$in": sorted(own)}}, received]}
