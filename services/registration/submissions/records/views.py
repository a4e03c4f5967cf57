"""What several pages and the API show of a submission."""

from datetime import datetime

from services.registration.stores import Stores
from services.registration.submissions.model.draft import SubmissionRecord
from shared.contracts.submissions import RecipientStatus, Submission, Version
from shared.errors import not_found
from shared.language.vietnamese import VIETNAM
from shared.sheets.model import Letterhead


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


def delivered_version(submission: Submission, number: int | None = None) -> Version:
    """A delivered version, the newest without a number. Raises DomainError ``version_not_found``."""
    found = submission.latest if number is None else submission.version(number)
    if found is None:
        raise not_found("version", f"{submission.id}/{number or ''}")
    return found


def sending(record: SubmissionRecord) -> bool:
    """Whether events wait to be published, or a recipient's own service has not confirmed what it was sent."""
    return bool(record.undelivered) or any(r.status is RecipientStatus.SENT for r in record.public.recipients)
