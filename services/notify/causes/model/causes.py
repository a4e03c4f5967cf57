"""What people are to be told, read off the state of a case.

The set follows from the state and not from the event that brought it, and each notification from the part of the
state that never changes again (a round, a decision). So repeated and reordered events give the same notifications.
"""

import hashlib
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.notifications import Audience, MailStatus, Notification, NotificationKind
from shared.contracts.submissions import Correction, Decision, ItemDecision, RevokedCorrection, Submission
from shared.errors import DomainError, Kind
from shared.rules.decisions import DECIDED_AS

KEY_LIMIT = 200
ITEM_CHARACTERS = 200
ITEMS_TOLD = 200


@dataclass(frozen=True)
class Cause:
    """A notification that a state calls for. `newest`: it speaks of the record's newest round, not of a past one.

    `asked_by`: the events that its mail answers. Others carry the same state on, and would mail the past again.
    """

    notification: Notification
    asked_by: tuple[str, ...]
    newest: bool = True


def of_case(case: Case, submission: Submission | None = None) -> Iterator[Cause]:
    """For the reviewers one for each round and one for a withdrawal; for the submitter one for each decision, for
    each correction that the reviewer asks for and for each that he takes back.

    `submission`: as last heard of, where `names_items`. Raises DomainError ``version_not_here`` when a decision names
    items of a version that was not heard of yet.
    """
    for round_ in case.rounds:
        newest = round_ is case.current
        yield Cause(_opened(case, round_), ("case.opened", "case.reopened"), newest)
        if round_.decision is not None:
            notice = _decided(case, round_, round_.decision, submission)
            yield Cause(notice, (f"case.{DECIDED_AS[round_.decision.outcome]}",), newest)
    if case.status is CaseStatus.WITHDRAWN:
        yield Cause(_withdrawn(case), ("case.withdrawn",))
    for wish in (*(round_.correction for round_ in case.rounds), case.correction):
        if wish is not None and wish.asked_by.organisation == case.organisation:
            yield Cause(_correction_asked(case, wish), ("case.correction_asked",))
    for revoked in case.revoked_corrections:
        yield Cause(_correction_asked(case, revoked.correction), ("case.correction_asked",), newest=False)
        yield Cause(_correction_revoked(case, revoked), ("case.correction_revoked",))


def names_items(case: Case) -> bool:
    """Whether a decision has something to tell of single items, which the submission alone can name."""
    return any(round_.decision is not None and _worth_telling(round_.decision) for round_ in case.rounds)


def natural_key(*parts: str) -> str:
    """The parts joined by dots; their digest where that would be longer than a key may be."""
    joined = ".".join(parts)
    return joined if len(joined) <= KEY_LIMIT else hashlib.sha256(joined.encode()).hexdigest()


def _opened(case: Case, round_: Round) -> Notification:
    return Notification(
        id=natural_key(case.id, str(round_.version), "opened"),
        organisation=case.organisation,
        audience=Audience.REVIEWERS,
        kind=NotificationKind.CASE_OPENED,
        subject=f"case/{case.id}",
        campaign=case.campaign,
        facts={**_common(case, round_), "submitter": case.submitter, "late": "yes" if round_.late else "no"},
        caused_at=round_.delivered_at,
        mail=MailStatus.NONE,
    )


def _decided(case: Case, round_: Round, decision: Decision, submission: Submission | None) -> Notification:
    kind = NotificationKind(f"decision-{decision.outcome.value}")
    return Notification(
        id=natural_key(case.id, str(round_.version), kind.value),
        organisation=case.submitter,
        audience=Audience.SUBMITTERS,
        kind=kind,
        subject=f"submission/{case.submission}",
        campaign=case.campaign,
        facts={
            **_common(case, round_),
            "reviewer": case.organisation,
            "reason": decision.reason,
            **_item_facts(decision, submission),
        },
        caused_at=decision.decided_at,
        mail=MailStatus.NONE,
    )


def _withdrawn(case: Case) -> Notification:
    return Notification(
        id=natural_key(case.id, str(case.current.version), "withdrawn"),
        organisation=case.organisation,
        audience=Audience.REVIEWERS,
        kind=NotificationKind.CASE_WITHDRAWN,
        subject=f"case/{case.id}",
        campaign=case.campaign,
        facts={**_common(case, case.current), "submitter": case.submitter, "reason": case.withdrawn_reason},
        caused_at=case.withdrawn_at or case.current.delivered_at,
        mail=MailStatus.NONE,
    )


def _correction_asked(case: Case, wish: Correction) -> Notification:
    """The same while it is awaited, when the version that answers it has come, and when it was taken back."""
    return _of_correction(case, wish, NotificationKind.CORRECTION_ASKED, wish.asked_at, wish.reason)


def _correction_revoked(case: Case, revoked: RevokedCorrection) -> Notification:
    kind = NotificationKind.CORRECTION_REVOKED
    return _of_correction(case, revoked.correction, kind, revoked.revoked_at, revoked.reason)


def _of_correction(
    case: Case, wish: Correction, kind: NotificationKind, caused_at: datetime, reason: str
) -> Notification:
    return Notification(
        id=natural_key(case.id, str(wish.version), kind.value, f"{caused_at:%Y%m%d%H%M%S%f}"),
        organisation=case.submitter,
        audience=Audience.SUBMITTERS,
        kind=kind,
        subject=f"submission/{case.submission}",
        campaign=case.campaign,
        facts={
            "form": case.form.value,
            "version": str(wish.version),
            "reviewer": case.organisation,
            "reason": reason,
        },
        caused_at=caused_at,
        mail=MailStatus.NONE,
    )


def _common(case: Case, round_: Round) -> dict[str, str]:
    return {"form": case.form.value, "version": str(round_.version)}


def _worth_telling(decision: Decision) -> list[ItemDecision]:
    """The items that were decided otherwise than the whole, or with a reason."""
    return [i for i in decision.items if i.reason or i.outcome is not decision.outcome]


def _item_facts(decision: Decision, submission: Submission | None) -> dict[str, str]:
    told = _worth_telling(decision)
    if not told:
        return {}
    version = submission.version(decision.version) if submission else None
    if version is None:
        raise DomainError("version_not_here", Kind.UNAVAILABLE, version=decision.version)
    contents = {item.id: item.content for item in version.content.items}
    return item_facts([(contents.get(item.item, item.item), item.outcome.value, item.reason) for item in told])


def item_facts(told: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """``item.<n>.content|outcome|reason`` of the first items; what a notification leaves out the page has."""
    facts: dict[str, str] = {}
    for number, (content, outcome, reason) in enumerate(told[:ITEMS_TOLD], start=1):
        facts[f"item.{number}.content"] = textwrap.shorten(content, ITEM_CHARACTERS, placeholder=" …")
        facts[f"item.{number}.outcome"] = outcome
        facts[f"item.{number}.reason"] = reason
    return facts
