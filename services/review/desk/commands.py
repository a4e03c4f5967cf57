"""What a desk keeps for its people: who works here, reasons to use again, who stands in for whom."""

from dataclasses import dataclass
from functools import partial

from services.review.desk.context import Context
from services.review.desk.model import reasons, substitutions
from services.review.desk.model.substitutions import Appointment, SubstitutionRecord
from shared.identity import Role
from shared.runtime.commands import command


@dataclass(frozen=True)
class KeepReason:
    """A text is offered beside every field that asks for a reason."""

    text: str


@dataclass(frozen=True)
class RemoveReason:
    """A text is offered no longer."""

    reason: str


@dataclass(frozen=True)
class Appoint:
    """A substitute is named; `ident` is the new record's own."""

    ident: str
    appointment: Appointment


@dataclass(frozen=True)
class EndSubstitution:
    """A substitution ends before its day."""

    substitution: str


async def note_at_work(context: Context) -> None:
    """Notes who works here, so that colleagues can be named without typing."""
    if context.actor.has(Role.REVIEWER, context.organisation):
        await context.stores.colleagues.apply(
            context.actor.account,
            partial(substitutions.seen_at_work, actor=context.actor),
            cause=f"seen:{context.now}",
        )


@command("keep-reason")
async def keep_reason(context: Context, wanted: KeepReason) -> None:
    """Raises DomainError ``role_missing``."""
    person = context.acting_person()
    keep = partial(reasons.keep, text=wanted.text, person=person)
    await context.stores.reasons.apply(reasons.reason_id(wanted.text), keep, cause=context.cause)


@command("remove-reason")
async def remove_reason(context: Context, wanted: RemoveReason) -> None:
    """Raises DomainError ``role_missing``, ``reason_not_found``."""
    person = context.acting_person()
    await context.stores.reasons.update(wanted.reason, partial(reasons.remove, person=person), cause=context.cause)


@command("appoint-substitute")
async def appoint(context: Context, wanted: Appoint) -> SubstitutionRecord:
    """Names a substitute."""
    await note_at_work(context)
    known = await context.stores.colleagues.get(wanted.appointment.replaced)
    change = substitutions.appoint(
        wanted.ident,
        wanted.appointment,
        context.actor,
        organisation=context.organisation,
        replaced=known.public if known else None,
        today=context.today,
    )
    return await context.stores.substitutions.create(wanted.ident, change, cause=context.cause)


@command("end-substitution")
async def end_substitution(context: Context, wanted: EndSubstitution) -> SubstitutionRecord:
    """Ends a substitution before its day."""
    return await context.stores.substitutions.update(
        wanted.substitution,
        lambda record: substitutions.end(record, context.organisation, context.actor, context.now),
        cause=context.cause,
    )
