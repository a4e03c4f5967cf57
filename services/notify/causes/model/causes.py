"""What people are to be told, read off the state of a case.

The set follows from the state and not from the event that brought it, and each notification from the part of the
state that never changes again (a round, a decision). So repeated and reordered events give the same notifications.
"""

import hashlib
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.cases import Case, CaseStatus
from shared.contracts.notifications import Audience, MailStatus, Notification, NotificationKind
from shared.contracts.submissions import Correction, Decision, ItemDecision, Submission
from shared.errors import DomainError, Kind
from shared.rules.decisions import DECIDED_AS

Facts = dict[str, str]
STAMP = "%Y%m%d%H%M%S%f"
"""A moment as a part of a key."""
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


def notice(
    key: Sequence[str], kind: NotificationKind, subject: str, *, to: str, campaign: str, at: datetime, facts: Facts
) -> Notification:
    """Not mailed yet; a case is its reviewers' matter, all else that of those who submit.

    The id is the key joined by dots, or its digest where that would be longer than an id may be.
    """
    joined = ".".join(key)
    return Notification(
        id=joined if len(joined) <= KEY_LIMIT else hashlib.sha256(joined.encode()).hexdigest(),
        organisation=to,
        audience=Audience.REVIEWERS if subject.startswith("case/") else Audience.SUBMITTERS,
        kind=kind,
        subject=subject,
        campaign=campaign,
        facts=facts,
        caused_at=at,
        mail=MailStatus.NONE,
    )


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
        facts={"form": case.form.value, "version": str(version), **actor, **facts},
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


def item_facts(told: Sequence[tuple[str, str, str]]) -> Facts:
    """``item.<n>.content|outcome|reason`` of the first items; what a notification leaves out the page has."""
    facts: Facts = {}
    for number, (content, outcome, reason) in enumerate(told[:ITEMS_TOLD], start=1):
        facts[f"item.{number}.content"] = textwrap.shorten(content, ITEM_CHARACTERS, placeholder=" …")
        facts[f"item.{number}.outcome"] = outcome
        facts[f"item.{number}.reason"] = reason
    return facts
