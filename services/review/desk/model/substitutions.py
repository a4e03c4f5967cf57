"""Substitution (thay thế): a dated, recorded right to review in the place of somebody who is away.

It keeps the rule that nobody decides on his own organisation's submission, for the substitute and for the person whom
he replaces: what the one may not decide himself he cannot have decided through another.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from shared.contracts.cases import Case, Substitution
from shared.contracts.types import Contract, Line, Paragraph, Person, Slug
from shared.errors import DomainError, conflict, forbidden, refuse_first
from shared.identity import Actor, Role
from shared.record.record import Change, Emit, Entry, Nothing, Record

NAME_LIMIT = 300


class Colleague(Contract):
    """Somebody who works at the desk by a grant, as his token last told: `own` are the organisations he belongs to."""

    account: Slug
    name: Line
    own: tuple[Slug, ...]


class Appointment(Contract):
    """Who is to be replaced, by whom, on which days, and why."""

    replaced: Slug
    account: Slug
    name: Line
    organisation: Slug
    since: date
    until: date
    reason: Paragraph


SubstitutionRecord = Record[Substitution, Nothing]
Standing = Sequence[Substitution]
"""The substitutions by which a person acts at a desk today; none for its own reviewers."""


def own_organisations(actor: Actor) -> tuple[str, ...]:
    """The organisations on whose submissions a person must not decide."""
    granted = (grant.organisation for grant in actor.grants if actor.belongs_to(grant.organisation))
    return tuple(dict.fromkeys((actor.organisation, *granted)))


def standing_of(actor: Actor, organisation: str, substitutions: Iterable[Substitution], today: date) -> Standing:
    """Those substitutions by which the person may act; a reviewer of the desk acts in his own name."""
    if actor.has(Role.REVIEWER, organisation):
        return ()
    return [s for s in substitutions if s.substitute.account == actor.account and s.holds_on(today)]


def require_reader(actor: Actor, organisation: str, standing: Standing = ()) -> None:
    """Cases are read by the reviewers and leaders of their desk, and by who acts for one of them.

    Raises DomainError ``role_missing``.
    """
    if not standing and not actor.has(Role.LEADER, organisation):
        actor.require(Role.REVIEWER, organisation)


def acting_person(actor: Actor, organisation: str, standing: Standing) -> Person:
    """The person as the history names him. Raises DomainError ``role_missing``."""
    if not standing:
        actor.require(Role.REVIEWER, organisation)
        return actor.acting_for(organisation)
    return _in_place_of(actor, organisation, standing[0])


def deciding_person(actor: Actor, case: Case, standing: Standing) -> Person:
    """The person as a decision on the case names him.

    Raises DomainError ``role_missing``, ``own_submission`` (his own organisation's), ``own_submission_of_replaced``
    (that of everybody in whose place he could act).
    """
    person = acting_person(actor, case.organisation, standing)
    homes = {substitution.substitute.organisation for substitution in standing}
    if actor.belongs_to(case.submitter) or case.submitter in homes:
        raise forbidden("own_submission", organisation=case.submitter)
    if not standing:
        return person
    allowed = [substitution for substitution in standing if case.submitter not in substitution.replaced_own]
    if not allowed:
        raise forbidden("own_submission_of_replaced", name=standing[0].replaced.name)
    return _in_place_of(actor, case.organisation, allowed[0])


def forbidden_submitters(actor: Actor, standing: Standing) -> tuple[str, ...]:
    """On whose submissions the person may not decide."""
    own = {*own_organisations(actor), *(substitution.substitute.organisation for substitution in standing)}
    if standing:
        own |= set.intersection(*(set(substitution.replaced_own) for substitution in standing))
    return tuple(sorted(own))


def seen_at_work(record: Record[Colleague, Nothing] | None, actor: Actor) -> Change[Colleague, Nothing] | None:
    """What the desk remembers of a reviewer; None when it knows all that already."""
    colleague = Colleague(account=actor.account, name=actor.name, own=own_organisations(actor))
    if record is not None and record.public == colleague:
        return None
    return Change(colleague, Nothing(), Entry("seen", actor.acting_for(actor.organisation)))


def appoint(
    ident: str,
    appointment: Appointment,
    actor: Actor,
    *,
    organisation: str,
    replaced: Colleague | None,
    today: date,
) -> Change[Substitution, Nothing]:
    """A substitute named by the reviewer who will be away, or by the desk's leader for any of its reviewers.

    Raises DomainError ``substitution_not_yours``, ``colleague_unknown``, and, all at once, ``substitute_is_oneself``,
    ``substitution_backwards``, ``substitution_over``.
    """
    check_may_appoint(actor, organisation, appointment.replaced)
    if replaced is None:
        raise DomainError("colleague_unknown", field="replaced", account=appointment.replaced)
    refuse_first(_faults(appointment, today))
    person = actor.acting_for(organisation)
    substitution = Substitution(
        id=ident,
        replaced=Person(account=replaced.account, name=replaced.name, organisation=organisation),
        replaced_own=replaced.own,
        substitute=Person(account=appointment.account, name=appointment.name, organisation=appointment.organisation),
        since=appointment.since,
        until=appointment.until,
        reason=appointment.reason,
        named_by=person,
    )
    return Change(substitution, Nothing(), Entry("named", person, appointment.reason), events_of(substitution))


def check_may_appoint(actor: Actor, organisation: str, replaced: str) -> None:
    """A leader decides for everybody, a reviewer for himself. Raises DomainError ``substitution_not_yours``."""
    oneself = actor.account == replaced and actor.has(Role.REVIEWER, organisation)
    if not oneself and not actor.has(Role.LEADER, organisation):
        raise forbidden("substitution_not_yours")


def end(record: SubstitutionRecord, organisation: str, actor: Actor, now: datetime) -> Change[Substitution, Nothing]:
    """The end before its day. Raises DomainError ``substitution_not_yours``, ``substitution_ended``."""
    substitution = record.public
    check_may_appoint(actor, organisation, substitution.replaced.account)
    if substitution.ended_at is not None:
        raise conflict("substitution_ended")
    person = actor.acting_for(organisation)
    ended: dict[str, Any] = {"ended_at": now, "ended_by": person}
    ended_now = substitution.model_copy(update=ended)
    return Change(ended_now, Nothing(), Entry("ended", person), events_of(ended_now))


def events_of(substitution: Substitution) -> tuple[Emit, ...]:
    """The event that carries a substitution's state: who keeps files for reviewers must know who reviews."""
    return (Emit("substitution.changed", (substitution.replaced.organisation,)),)


def _faults(appointment: Appointment, today: date) -> Iterator[DomainError]:
    if appointment.account == appointment.replaced:
        yield DomainError("substitute_is_oneself", field="account")
    if appointment.until < appointment.since:
        yield DomainError("substitution_backwards", field="until")
    elif appointment.until < today:
        yield DomainError("substitution_over", field="until")


def _in_place_of(actor: Actor, organisation: str, substitution: Substitution) -> Person:
    name = f"{actor.name} (thay {substitution.replaced.name})"
    return Person(account=actor.account, name=name[:NAME_LIMIT].rstrip(), organisation=organisation)
