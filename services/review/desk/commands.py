"""What a desk does: load, decide, save. The rules are in `domain`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.review.cases import records as case_queue
from services.review.cases.model import case as cases
from services.review.cases.model import corrections, decisions
from services.review.cases.model.case import CaseChange, CaseRecord, Delivery
from services.review.cases.model.corrections import CorrectionRequest, CorrectionRevocation
from services.review.cases.model.decisions import Assignment, Verdict
from services.review.cases.model.timing import REVIEW_DAYS, Timing, timing_of
from services.review.desk.model import reasons, substitutions
from services.review.desk.model.substitutions import Appointment, Standing, SubstitutionRecord
from services.review.stores import Stores
from shared.clock import Clock
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.events import Event
from shared.contracts.submissions import Submission
from shared.identity import Actor, Role
from shared.language.vietnamese import VIETNAM
from shared.observability import Metrics
from shared.rules.ids import case_id, submission_of


@dataclass(frozen=True)
class Desk:
    """One reviewing organisation with its own database."""

    organisation: str
    stores: Stores
    clock: Clock
    metrics: Metrics
    review_days: int = REVIEW_DAYS

    @property
    def today(self) -> date:
        return self.clock().astimezone(VIETNAM).date()

    async def receive(self, submission: Submission, event: Event) -> None:
        """Opens, reopens or withdraws the case. A version that others already saw of it is never used again."""
        if submission.version_for(self.organisation) is None:
            return  # routed here by mistake: nothing of it concerns this desk
        entry = submission.recipient(self.organisation)
        delivery = Delivery(submission, event.sequence, event.headhash)
        timing = await self.timing(submission.campaign, submission.form)
        record = await self.stores.cases.apply(
            case_id(self.organisation, submission.id),
            partial(cases.receive, delivery=delivery, organisation=self.organisation, timing=timing),
            cause=f"event:{event.id}",
            version_above=entry.case_sequence if entry else 0,
        )
        # A campaign may have been heard of between the two.
        await self._retime(record, await self.timing(submission.campaign, submission.form))

    async def hear_campaign(self, campaign: Campaign, _: Event) -> None:
        """Sets the clock of the cases that go by a campaign.

        After its copy: whoever receives a case at the same time either sees the campaign or is seen here.
        """
        clocks: dict[tuple[str, FormKind], Timing] = {}
        for record in await self.stores.timed_by(campaign.id):
            which = record.public.campaign, record.public.form
            if which not in clocks:
                clocks[which] = await self.timing(*which)
            await self._retime(record, clocks[which])

    async def timing(self, campaign: str, form: FormKind) -> Timing:
        """The desk's clock for a campaign's form."""
        known = await self.stores.campaign(campaign)
        parents = await self.stores.parents(known)
        return timing_of(self.organisation, known, form, parents, self.review_days)

    async def standing(self, actor: Actor) -> Standing:
        """In whose place the person acts at this desk today."""
        if actor.has(Role.REVIEWER, self.organisation):
            return ()
        found = await self.stores.substitutions_for(actor.account, self.today)
        return substitutions.standing_of(actor, self.organisation, found, self.today)

    async def view(self, case: str, actor: Actor, *, cause: str) -> CaseRecord:
        standing = await self.standing(actor)
        return await self._command("view", case, lambda r: decisions.view(r, actor, self.clock(), standing), cause)

    async def assign(
        self, case: str, assignment: Assignment, actor: Actor, *, cause: str, expected: int | None = None
    ) -> CaseRecord:
        standing = await self.standing(actor)
        return await self._command(
            "assign", case, lambda r: decisions.assign(r, assignment, actor, standing), cause, expected
        )

    async def decide(
        self, case: str, verdict: Verdict, actor: Actor, *, cause: str, expected: int | None = None
    ) -> CaseRecord:
        standing = await self.standing(actor)
        submission = await self.stores.submission(submission_of(case)) if verdict.items else None

        def decide(record: CaseRecord) -> CaseChange:
            return decisions.decide(record, verdict, actor, self.clock(), standing, submission=submission)

        return await self._command("decide", case, decide, cause, expected)

    async def ask_correction(
        self, case: str, wanted: CorrectionRequest, actor: Actor, *, cause: str, expected: int | None = None
    ) -> CaseRecord:
        """Asks the submitter to correct what was approved here."""
        standing = await self.standing(actor)

        def decide(record: CaseRecord) -> CaseChange:
            return corrections.ask_correction(record, wanted, actor, self.clock(), standing)

        return await self._command("ask-correction", case, decide, cause, expected)

    async def revoke_correction(
        self, case: str, wanted: CorrectionRevocation, actor: Actor, *, cause: str, expected: int | None = None
    ) -> CaseRecord:
        """Takes back that a correction was asked for."""
        standing = await self.standing(actor)

        def decide(record: CaseRecord) -> CaseChange:
            return corrections.revoke_correction(record, wanted, actor, self.clock(), standing)

        return await self._command("revoke-correction", case, decide, cause, expected)

    async def approve_clean(self, case: str, version: int, actor: Actor, *, cause: str) -> CaseRecord:
        """One of several approvals; only a clean case on the version that was named."""
        standing = await self.standing(actor)
        return await self._command(
            "decide", case, lambda r: decisions.approve_clean(r, version, actor, self.clock(), standing), cause
        )

    async def next_for(self, actor: Actor, after: CaseRecord | None = None) -> CaseRecord | None:
        """The next case that this person may decide on: behind `after` where it is given, else from the beginning."""
        not_from = substitutions.forbidden_submitters(actor, await self.standing(actor))
        found = await case_queue.next_waiting(self.stores.cases, actor.account, not_from, after)
        if found is None and after is not None:
            found = await case_queue.next_waiting(self.stores.cases, actor.account, not_from)
        return None if after is not None and found is not None and found.id == after.id else found

    async def remember(self, actor: Actor) -> None:
        """Notes who works here, so that colleagues can be named without typing."""
        if actor.has(Role.REVIEWER, self.organisation):
            await self.stores.colleagues.apply(
                actor.account, partial(substitutions.seen_at_work, actor=actor), cause=f"seen:{self.clock()}"
            )

    async def keep_reason(self, text: str, actor: Actor, *, cause: str) -> None:
        """Offers a text beside every field that asks for a reason. Raises DomainError ``role_missing``."""
        person = substitutions.acting_person(actor, self.organisation, await self.standing(actor))
        ident = reasons.reason_id(text)
        await self.stores.reasons.apply(ident, partial(reasons.keep, text=text, person=person), cause=cause)

    async def remove_reason(self, ident: str, actor: Actor, *, cause: str) -> None:
        """Offers a text no longer. Raises DomainError ``role_missing``, ``reason_not_found``."""
        person = substitutions.acting_person(actor, self.organisation, await self.standing(actor))
        await self.stores.reasons.update(ident, partial(reasons.remove, person=person), cause=cause)

    async def appoint(self, ident: str, appointment: Appointment, actor: Actor, *, cause: str) -> SubstitutionRecord:
        """Names a substitute; `ident` is the new record's own."""
        await self.remember(actor)
        known = await self.stores.colleagues.get(appointment.replaced)
        change = substitutions.appoint(
            ident,
            appointment,
            actor,
            organisation=self.organisation,
            replaced=known.public if known else None,
            today=self.today,
        )
        return await self.stores.substitutions.create(ident, change, cause=cause)

    async def end_substitution(self, ident: str, actor: Actor, *, cause: str) -> SubstitutionRecord:
        """Ends a substitution before its day."""
        return await self.stores.substitutions.update(
            ident,
            lambda record: substitutions.end(record, self.organisation, actor, self.clock()),
            cause=cause,
        )

    async def _retime(self, record: CaseRecord, timing: Timing) -> None:
        if cases.retimed(record, timing) is not None:
            await self.stores.cases.update(record.id, lambda r: cases.retimed(r, timing), cause="clock")

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
