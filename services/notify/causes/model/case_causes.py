"""What people are to be told, read off the state of a case: its rounds, its decisions, its corrections, its end."""

from collections.abc import Iterator
from datetime import datetime

from services.notify.causes.model.causes import STAMP, Cause, Facts, form_facts, item_facts, notice
from shared.contracts.cases import Case, CaseStatus
from shared.contracts.notifications import Notification, NotificationKind
from shared.contracts.submissions import Correction, Decision, ItemDecision, Submission
from shared.errors import DomainError, Kind
from shared.rules.decisions import DECIDED_AS


def of_case(case: Case, submission: Submission | None = None) -> Iterator[Cause]:
    """For the reviewers one for each round and one for a withdrawal; for the submitter one for each decision, for
    each correction that the reviewer asks for and for each that he takes back.

    `submission`: as last heard of, where `names_items`. Raises DomainError ``version_not_here`` when a decision names
    items of a version that was not heard of yet.
    """
    for round_ in case.rounds:
        newest = round_ is case.current
        late = {"late": "yes" if round_.late else "no"}
        opened = _of_version(case, round_.version, NotificationKind.CASE_OPENED, round_.delivered_at, late, "opened")
        yield Cause(opened, ("case.opened", "case.reopened"), newest)
        if (decision := round_.decision) is not None:
            kind = NotificationKind(f"decision-{decision.outcome.value}")
            facts = {"reason": decision.reason, **_item_facts(decision, submission)}
            notification = _of_version(case, round_.version, kind, decision.decided_at, facts, kind.value)
            yield Cause(notification, (f"case.{DECIDED_AS[decision.outcome]}",), newest)
    if case.status is CaseStatus.WITHDRAWN:
        facts, at = {"reason": case.withdrawn_reason}, case.withdrawn_at or case.current.delivered_at
        kind = NotificationKind.CASE_WITHDRAWN
        yield Cause(_of_version(case, case.current.version, kind, at, facts, "withdrawn"), ("case.withdrawn",))
    asked, revoked = NotificationKind.CORRECTION_ASKED, NotificationKind.CORRECTION_REVOKED
    for wish in (*(round_.correction for round_ in case.rounds), case.correction):
        if wish is not None and wish.asked_by.organisation == case.organisation:
            yield Cause(_correction(case, wish, asked, wish.asked_at, wish.reason), ("case.correction_asked",))
    for ended in case.revoked_corrections:
        wish = ended.correction
        before = _correction(case, wish, asked, wish.asked_at, wish.reason)
        yield Cause(before, ("case.correction_asked",), newest=False)
        yield Cause(_correction(case, wish, revoked, ended.revoked_at, ended.reason), ("case.correction_revoked",))


def names_items(case: Case) -> bool:
    """Whether a decision has something to tell of single items, which the submission alone can name."""
    return any(round_.decision is not None and _worth_telling(round_.decision) for round_ in case.rounds)


def _of_version(
    case: Case, version: int, kind: NotificationKind, at: datetime, facts: Facts, *key: str
) -> Notification:
    """The reviewers are told what the submitter did with a version, the submitter what they did."""
    reviewing = kind in {NotificationKind.CASE_OPENED, NotificationKind.CASE_WITHDRAWN}
    actor = {"submitter": case.submitter} if reviewing else {"reviewer": case.organisation}
    return notice(
        (case.id, str(version), *key),
        kind,
        f"case/{case.id}" if reviewing else f"submission/{case.submission}",
        to=case.organisation if reviewing else case.submitter,
        campaign=case.campaign,
        at=at,
        facts={**form_facts(case.asked), "version": str(version), **actor, **facts},
    )


def _correction(case: Case, wish: Correction, kind: NotificationKind, at: datetime, reason: str) -> Notification:
    """A wish stays the same while it is awaited, when the version that answers it has come, and when it was revoked."""
    return _of_version(case, wish.version, kind, at, {"reason": reason}, kind.value, f"{at:{STAMP}}")


def _worth_telling(decision: Decision) -> list[ItemDecision]:
    """The items that were decided otherwise than the whole, or with a reason."""
    return [i for i in decision.items if i.reason or i.outcome is not decision.outcome]


def _item_facts(decision: Decision, submission: Submission | None) -> Facts:
    told = _worth_telling(decision)
    if not told:
        return {}
    version = submission.version(decision.version) if submission else None
    if version is None:
        raise DomainError("version_not_here", Kind.UNAVAILABLE, version=decision.version)
    contents = {item.id: item.content for item in version.content.items}
    return item_facts([(contents.get(item.item, item.item), item.outcome.value, item.reason) for item in told])
