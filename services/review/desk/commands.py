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

    @command("keep-reason")
    async def run(self, context: Context) -> None:
        """Raises DomainError ``role_missing``."""
        keep = partial(reasons.keep, text=self.text, person=context.acting_person())
        await context.stores.reasons.apply(reasons.reason_id(self.text), keep, cause=context.cause)


@dataclass(frozen=True)
class RemoveReason:
    """A text is offered no longer."""

    reason: str

    @command("remove-reason")
    async def run(self, context: Context) -> None:
        """Raises DomainError ``role_missing``, ``reason_not_found``."""
        remove = partial(reasons.remove, person=context.acting_person())
        await context.stores.reasons.update(self.reason, remove, cause=context.cause)


@dataclass(frozen=True)
class Appoint:
    """A substitute is named; `ident` is the new record's own."""

    ident: str
    appointment: Appointment

    @command("appoint-substitute")
    async def run(self, context: Context) -> SubstitutionRecord:
        await note_at_work(context)
        known = await context.stores.colleagues.get(self.appointment.replaced)
        change = substitutions.appoint(
            self.ident,
            self.appointment,
            context.actor,
            organisation=context.organisation,
            replaced=known.public if known else None,
            today=context.today,
        )
        return await context.stores.substitutions.create(self.ident, change, cause=context.cause)


@dataclass(frozen=True)
class EndSubstitution:
    """A substitution ends before its day."""

    substitution: str

    @command("end-substitution")
    async def run(self, context: Context) -> SubstitutionRecord:
        return await context.stores.substitutions.update(
            self.substitution,
            lambda record: substitutions.end(record, context.organisation, context.actor, context.now),
            cause=context.cause,
        )


async def note_at_work(context: Context) -> None:
    """Notes who works here, so that colleagues can be named without typing."""
    if context.actor.has(Role.REVIEWER, context.organisation):
        await context.stores.colleagues.apply(
            context.actor.account, partial(substitutions.seen_at_work, actor=context.actor), cause=f"seen:{context.now}"
        )
