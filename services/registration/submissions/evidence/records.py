"""Who names a file, and for whom a person reads files in another's place."""

from collections.abc import Sequence
from datetime import date

from services.registration.stores import Stores
from services.registration.submissions.model.draft import SubmissionRecord


async def naming(stores: Stores, files: Sequence[str]) -> list[SubmissionRecord]:
    """The submissions that name a file, in a delivered version or a draft; a draft that was handed over names its
    predecessor's."""
    wanted = {"$in": list(files)}
    return await stores.submissions.find({"$or": [{place: wanted} for place in stores.file_places]})


async def desks_substituted(stores: Stores, account: str, day: date) -> frozenset[str]:
    """The organisations for which the account reviews in another's place on a day."""
    query = {"public.substitute.account": account, "public.until": {"$gte": day.isoformat()}}
    found = [copy.content for copy in await stores.substitutions.find(query)]
    return frozenset(one.replaced.organisation for one in found if one.holds_on(day))
