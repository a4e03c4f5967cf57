"""What a command or a question is given: who acts, on which records, when, under which cause."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, Self, TypeVar

from shared.identity import Actor
from shared.runtime.member import Member
from shared.runtime.runtime import idempotency_cause

Own = TypeVar("Own", bound=Member)


@dataclass(frozen=True)
class RequestContext(Generic[Own]):
    """Opened once a request. `stores` read a record once; `cause` makes a repeated command a no-op."""

    stores: Own
    actor: Actor
    cause: str

    @property
    def now(self) -> datetime:
        """The moment by the suite's clock."""
        return self.stores.clock()

    @property
    def today(self) -> date:
        """The day by the suite's clock, in Vietnam."""
        return self.stores.today

    def counting(self, command: str) -> AbstractContextManager[None]:
        return self.stores.counting(command)

    def keyed(self, key: str | None) -> Self:
        """The same under the key that a form's page carries: its button pressed twice is one command."""
        return replace(self, cause=idempotency_cause(self.actor.account, key))
