"""What a desk does: load, decide, save. The rules are in `domain`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from services.review.domain import cases, decisions
from services.review.domain.cases import CaseChange, CaseRecord, Delivery
from services.review.domain.decisions import Assignment, Verdict
from services.review.store import Stores
from shared.clock import Clock
from shared.contracts.cases import case_id
from shared.contracts.events import Event
from shared.contracts.submissions import Submission
from shared.identity import Actor
from shared.observability import Metrics


@dataclass(frozen=True)
class Desk:
    """One reviewing organisation with its own database."""

    organisation: str
    stores: Stores
    clock: Clock
    metrics: Metrics

    async def receive(self, submission: Submission, event: Event) -> None:
        """Opens, reopens or withdraws the case. A version that others already saw of it is never used again."""
        if submission.version_for(self.organisation) is None:
            return  # routed here by mistake: nothing of it concerns this desk
        entry = submission.recipient(self.organisation)
        delivery = Delivery(submission, event.sequence, event.headhash)
        await self.stores.cases.apply(
            case_id(self.organisation, submission.id),
            partial(cases.receive, delivery=delivery, organisation=self.organisation),
            cause=f"event:{event.id}",
            version_above=entry.case_sequence if entry else 0,
        )

    async def view(self, case: str, actor: Actor, *, cause: str) -> CaseRecord:
        return await self._command("view", case, lambda r: decisions.view(r, actor, self.clock()), cause)

    async def assign(
        self, case: str, assignment: Assignment, actor: Actor, *, cause: str, expected: int | None = None
    ) -> CaseRecord:
        return await self._command("assign", case, lambda r: decisions.assign(r, assignment, actor), cause, expected)

    async def decide(
        self, case: str, verdict: Verdict, actor: Actor, *, cause: str, expected: int | None = None
    ) -> CaseRecord:
        return await self._command(
            "decide", case, lambda r: decisions.decide(r, verdict, actor, self.clock()), cause, expected
        )

    async def next_for(self, actor: Actor) -> CaseRecord | None:
        """The next case that this person may decide on."""
        own = (actor.organisation, *(g.organisation for g in actor.grants if actor.belongs_to(g.organisation)))
        return await self.stores.next_waiting(own)

    async def _command(
        self,
        name: str,
        case: str,
        decide: Callable[[CaseRecord], CaseChange | None],
        cause: str,
        expected: int | None = None,
    ) -> CaseRecord:
        with self.metrics.counting("review", name):
            return await self.stores.cases.update(case, decide, cause=cause, expected=expected)
