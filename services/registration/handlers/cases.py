"""What reviewing organisations tell of their cases, taken over into the submissions."""

from services.registration.domain.drafts import SubmissionChange, SubmissionRecord
from services.registration.domain.settlement import entry_for, with_case
from services.registration.domain.submissions import told
from services.registration.store import Stores
from shared.contracts.cases import Case
from shared.contracts.events import Event
from shared.records import Change


async def apply_case(stores: Stores, case: Case, event: Event) -> None:
    """The submission with the case's state. A second delivery of the event finds nothing left to change."""

    def decide(record: SubmissionRecord) -> SubmissionChange | None:
        after = with_case(record.public, case, event.sequence, event.headhash)
        if after is None:
            return None
        events = told(after, "submission.settled", (case.organisation,))
        return Change(after, record.private, entry_for(record.public, after, case), events)

    await stores.submissions.update(case.submission, decide, cause=f"event:{event.id}")
