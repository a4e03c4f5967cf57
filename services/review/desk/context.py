"""The desk itself, and what a command or a question at it is given: who acts, in whose place, under which cause."""

from dataclasses import dataclass
from datetime import date, datetime

from services.review.desk import records
from services.review.desk.model.standing import Standing, acting_person, standing_of
from services.review.stores import Stores
from shared.contracts.types import Person
from shared.identity import Actor, Role
from shared.rules.tried import allows
from shared.runtime.context import RequestContext
from shared.runtime.runtime import idempotency_cause


@dataclass(frozen=True)
class Desk:
    """One reviewing organisation with its own database. `review_days`: see `Timing`."""

    organisation: str
    stores: Stores
    review_days: int

    @property
    def today(self) -> date:
        """The day by the suite's clock, in Vietnam."""
        return self.stores.today

    async def standing(self, actor: Actor) -> Standing:
        """In whose place the person acts at this desk today."""
        if actor.has(Role.REVIEWER, self.organisation):
            return ()
        found = await records.substitutions_for(self.stores, actor.account, self.today)
        return standing_of(actor, self.organisation, found, self.today)

    async def opened(self, actor: Actor) -> "Context":
        """What the person's request is given."""
        cause = idempotency_cause(actor.account, None)
        return Context(self.stores.opened(), actor, cause, self, await self.standing(actor))


@dataclass(frozen=True)
class Context(RequestContext[Stores]):
    """Opened once a request at a desk; its stores are those of the desk."""

    desk: Desk
    standing: Standing

    @property
    def organisation(self) -> str:
        """Whose desk it is."""
        return self.desk.organisation

    @property
    def by(self) -> tuple[Actor, datetime, Standing]:
        """What a decision is told of its author: who, when, in whose place."""
        return self.actor, self.now, self.standing

    @property
    def reviewing(self) -> bool:
        """Whether the person acts here, in his own name or in another's place; a leader only reads."""
        return allows(self.acting_person)

    def acting_person(self) -> Person:
        """The person as the history names him. Raises DomainError ``role_missing``."""
        return acting_person(self.actor, self.organisation, self.standing)
