"""What reviewers do with a case: open it, hand it to somebody, decide."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field

from services.review.cases.model.case import WAITING, CaseChange, CaseRecord, require_current, status_of
from services.review.cases.model.delivered import version_of
from services.review.desk.model.standing import Standing, acting_person, deciding_person
from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.submissions import Decision, ItemDecision, Outcome, Submission
from shared.contracts.types import Contract, Line, OptionalParagraph, Person, Slug
from shared.errors import DomainError, conflict, refuse_first
from shared.identity import Actor
from shared.record.record import Change, Emit, Entry
from shared.rules.decisions import DECIDED_AS


class Assignment(Contract):
    """Who is to deal with a case: an account of the reviewing organisation, and its name."""

    account: Slug
    name: Line


class Verdict(Contract):
    """What a reviewer decides, on the version that he read. An item that is not named shares the whole's outcome."""

    version: Annotated[int, Field(ge=1)]
    outcome: Outcome
    reason: OptionalParagraph = ""
    items: tuple[ItemDecision, ...] = ()


def view(record: CaseRecord, actor: Actor, now: datetime, standing: Standing = ()) -> CaseChange | None:
    """The first opening by a reviewer; None for every later one."""
    case = record.public
    person = acting_person(actor, case.organisation, standing)
    if case.status is not CaseStatus.UNSEEN:
        return None
    return _change(
        record, _with_current(case, _seen(case.current, person, now)), Entry("viewed", person), "case.viewed"
    )


def assign(record: CaseRecord, assignment: Assignment, actor: Actor, standing: Standing = ()) -> CaseChange | None:
    """The case handed to a person; None when he already has it. Raises ``role_missing``, ``case_withdrawn``."""
    case = record.public
    by = acting_person(actor, case.organisation, standing)
    if case.status is CaseStatus.WITHDRAWN:
        raise conflict("case_withdrawn")
    person = Person(account=assignment.account, name=assignment.name, organisation=case.organisation)
    if case.assigned_to == person:
        return None
    entry = Entry("assigned", by, reason=person.name)
    return _change(record, case.model_copy(update={"assigned_to": person}), entry, "case.assigned")


def decide(
    record: CaseRecord,
    verdict: Verdict,
    actor: Actor,
    now: datetime,
    standing: Standing = (),
    *,
    submission: Submission | None = None,
) -> CaseChange:
    """The decision on the newest round. `submission`: as last heard of, where single items are decided on.

    Raises DomainError: ``role_missing``, ``own_submission``, ``own_submission_of_replaced``, ``case_withdrawn``,
    ``decision_stale``, ``version_unknown``, ``case_already_decided``, ``version_not_here``; and, all at once (the
    others in `causes`), ``reason_missing``, ``item_unknown``, ``item_named_twice``, ``decision_contradictory``.
    """
    case = record.public
    person = deciding_person(actor, case, standing)
    require_current(case, verdict.version)
    if case.current.decision is not None:
        raise conflict("case_already_decided", by=case.current.decision.decided_by.name)
    contents = _contents(verdict, submission)
    refuse_first([*_missing_reasons(verdict), *_wrong_items(contents, verdict)])
    decision = Decision(**dict(verdict), decided_at=now, decided_by=person)
    decided = _seen(case.current, person, now).model_copy(update={"decision": decision})
    done = DECIDED_AS[verdict.outcome]
    entry = Entry(done, person, reason=_reason(contents, decision))
    return _change(record, _with_current(case, decided), entry, f"case.{done}")


def is_clean(case: Case) -> bool:
    """Whether a case may be approved among others without being opened: waiting, in time, never sent back before."""
    return case.status in WAITING and not case.current.late and len(case.rounds) == 1


def approve_clean(record: CaseRecord, version: int, actor: Actor, now: datetime, standing: Standing = ()) -> CaseChange:
    """The approval of a clean case on the version that was named. Raises ``case_not_clean`` and as `decide`."""
    case = record.public
    change = decide(record, Verdict(version=version, outcome=Outcome.APPROVE), actor, now, standing)
    if not is_clean(case):
        raise conflict("case_not_clean")
    return change


def _missing_reasons(verdict: Verdict) -> Iterator[DomainError]:
    if verdict.outcome is not Outcome.APPROVE and not verdict.reason:
        yield DomainError("reason_missing", field="reason")
    for place, item in enumerate(verdict.items):
        if item.outcome is not Outcome.APPROVE and not item.reason:
            yield DomainError("reason_missing", field=f"items.{place}.reason")


def _contents(verdict: Verdict, submission: Submission | None) -> dict[str, str]:
    """What the items say, by id, in the version that is decided on; it is asked only where items are named."""
    if not verdict.items:
        return {}
    return {item.id: item.content for item in version_of(submission, verdict.version).content.items}


def _wrong_items(contents: Mapping[str, str], verdict: Verdict) -> Iterator[DomainError]:
    """Items exist, are named once, and none is returned within a whole that is approved: nothing would come back."""
    named = set()
    for place, item in enumerate(verdict.items):
        if item.item not in contents:
            yield DomainError("item_unknown", field=f"items.{place}.item", item=item.item)
        if item.item in named:
            yield DomainError("item_named_twice", field=f"items.{place}.item", item=item.item)
        if verdict.outcome is Outcome.APPROVE and item.outcome is Outcome.RETURN:
            yield DomainError("decision_contradictory", field=f"items.{place}.outcome", item=item.item)
        named.add(item.item)


def _reason(contents: Mapping[str, str], decision: Decision) -> str:
    """The reasons as the history keeps them: the whole's, then a line for each item that has its own."""
    lines = [f"{contents[item.item]}: {item.reason}" for item in decision.items if item.reason]
    return "\n".join([*([decision.reason] if decision.reason else []), *lines])


def _seen(current: Round, person: Person, now: datetime) -> Round:
    if current.viewed_at is not None:
        return current
    return current.model_copy(update={"viewed_at": now, "viewed_by": person})


def _with_current(case: Case, current: Round) -> Case:
    rounds = (*case.rounds[:-1], current)
    return case.model_copy(update={"rounds": rounds, "status": status_of(rounds)})


def _change(record: CaseRecord, case: Case, entry: Entry, event: str) -> CaseChange:
    return Change(case, record.private, entry, (Emit(event, (case.submitter,)),))
