"""What a command or a question of registration is given."""

from dataclasses import dataclass

from services.registration.stores import Stores
from shared.contracts.types import Person
from shared.runtime.context import RequestContext


@dataclass(frozen=True)
class Context(RequestContext[Stores]):
    """Opened once a request."""

    @property
    def person(self) -> Person:
        """Who acts, as a history names him: for his own organisation."""
        return self.actor.acting_for(self.actor.organisation)
