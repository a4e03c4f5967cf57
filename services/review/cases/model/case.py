"""A case as a desk keeps it: its public state, what it is found and sorted by, the events that tell of it."""

from services.review.cases.model.timing import Timing
from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.submissions import Submission
from shared.contracts.types import Contract, Instant
from shared.errors import DomainError, conflict
from shared.forms.registry import kind_of
from shared.language.vietnamese import fold
from shared.record.record import Change, Emit, Record
from shared.rules.decisions import DECIDED_AS

WAITING = frozenset({CaseStatus.UNSEEN, CaseStatus.VIEWED})
"""Where a decision is awaited."""

EVENTS = {
    CaseStatus.UNSEEN: "case.opened",
    CaseStatus.VIEWED: "case.viewed",
    CaseStatus.APPROVED: "case.approved",
    CaseStatus.RETURNED: "case.returned",
    CaseStatus.REJECTED: "case.rejected",
    CaseStatus.WITHDRAWN: "case.withdrawn",
}


class CasePrivate(Contract):
    """What the desk finds and sorts a case by: the folded text of its newest version, the time of its delivery.

    `due_at`: until when the desk should decide, see `Timing.due_at`.
    """

    search: str
    delivered_at: Instant
    due_at: Instant | None = None


CaseRecord = Record[Case, CasePrivate]
CaseChange = Change[Case, CasePrivate]


def retimed(record: CaseRecord, timing: Timing) -> CaseChange | None:
    """The case by a clock that has changed (a superior body's plan was announced or amended); None when it fits."""
    due_at = timing.due_at(record.private.delivered_at)
    if record.public.status not in WAITING or record.private.due_at == due_at:
        return None
    return Change(record.public, record.private.model_copy(update={"due_at": due_at}))


def events_of(case: Case) -> tuple[Emit, ...]:
    """The event that carries the case's present state to its submitter."""
    return (Emit(EVENTS[case.status], (case.submitter,)),)


def private_part(case: Case, submission: Submission, timing: Timing) -> CasePrivate:
    version, delivered_at = submission.version(case.current.version), case.current.delivered_at
    texts = kind_of(version.content).texts(version.content) if version else ()
    search = fold(" ".join([case.submitter, *texts]))
    return CasePrivate(search=search, delivered_at=delivered_at, due_at=timing.due_at(delivered_at))


def status_of(rounds: tuple[Round, ...]) -> CaseStatus:
    """Where the newest round stands."""
    current = rounds[-1]
    if current.decision is not None:
        return CaseStatus(DECIDED_AS[current.decision.outcome])
    return CaseStatus.VIEWED if current.viewed_at else CaseStatus.UNSEEN


def require_current(case: Case, version: int) -> None:
    """What is decided is about what its author read, never about a version that came since.

    Raises DomainError ``case_withdrawn``, ``decision_stale``, ``version_unknown``.
    """
    current = case.current.version
    if case.status is CaseStatus.WITHDRAWN:
        raise conflict("case_withdrawn")
    if version < current:
        raise conflict("decision_stale", version=version, current=current)
    if version > current:
        raise DomainError("version_unknown", field="version", version=version, current=current)
