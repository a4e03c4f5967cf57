"""Substitution (thay thế): a dated, recorded right to review in the place of somebody who is away.

It keeps the rule that nobody decides on his own organisation's submission, for the substitute and for the person whom
he replaces: what the one may not decide himself he cannot have decided through another.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from services.review.desk.model.standing import own_organisations
from shared.contracts.substitutions import Substitution
from shared.contracts.types import Contract, Line, Paragraph, Person, Slug
from shared.errors import DomainError, conflict, forbidden, refuse_first
from shared.identity import Actor, Role
from shared.record.record import Change, Emit, Entry, Nothing, Record


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


def seen_at_work(record: Record[Colleague, Nothing] | None, actor: Actor) -> Change[Colleague, Nothing] | None:
    """What the desk remembers of a reviewer; None when it knows all that already."""
    colleague = Colleague(account=actor.account, name=actor.name, own=own_organisations(actor))
    if record is not None and record.public == colleague:
        return None
    return Change(colleague, Nothing(), Entry("seen", actor.acting_for(actor.organisation)))


def appoint(
    ident: str, appointment: Appointment, actor: Actor, *, organisation: str, replaced: Colleague | None, today: date
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
