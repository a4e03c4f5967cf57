"""Registration's records: organisations, accounts, sessions, campaigns, submissions, and copies of the cases."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractContextManager, suppress
from copy import copy
from datetime import date
from typing import Any, Self

from services.registration.consolidation.model.working_set import Consolidation, WorkingSet
from services.registration.people.accounts.model.credentials import Credentials, SessionState
from services.registration.restructuring.model.definition import Restructuring
from services.registration.submissions.model.draft import SubmissionPrivate
from shared.contracts.accounts import Account
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.cases import Case
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission, SubmissionStatus
from shared.contracts.substitutions import Substitution
from shared.errors import DomainError
from shared.language.vietnamese import VIETNAM
from shared.record.copies import Copies
from shared.record.files import Files
from shared.record.record import Emit, Nothing
from shared.record.store import Store
from shared.runtime.runtime import Runtime, Source

DELIVERED_FILE = "public.versions.content.results.attachments.id"
DRAFTED_FILE = "private.draft.results.attachments.id"
NAMED = ("organisation", "successor")
"""The params of a refusal that are ids of organisations."""


class Stores:
    """Every collection of the service's own database, and the clock by which its commands are decided."""

    def __init__(self, runtime: Runtime) -> None:
        database, store = runtime.database(), runtime.store
        self.database = database
        self.clock = runtime.clock
        self._metrics = runtime.metrics
        self.open_again: Callable[[Submission], Awaitable[None]] = _nobody_else
        """Told of each submission that may be its unit's turn again; a restructuring may pass it on."""
        self.organisations = store(
            database,
            "organisation",
            Organisation,
            Nothing,
            indexes=(
                ("public.kind",),
                ("public.parents.organisation",),
                ("public.successors.organisation",),
                ("public.name", "_id"),
                ("public.reviewing_office",),
            ),
        )
        self.accounts = store(database, "account", Account, Credentials, indexes=(("public.organisation",),))
        self.sessions = store(
            database, "session", SessionState, Nothing, indexes=(("public.account",), ("public.expires_at",))
        )
        self.campaigns = store(
            database,
            "campaign",
            Campaign,
            Nothing,
            indexes=(
                ("public.status",),
                ("public.obliged",),
                ("public.transfers.successor",),
                ("public.transfers.restructuring",),
                ("-public.year", "_id"),
            ),
        )
        self.submissions = store(
            database,
            "submission",
            Submission,
            SubmissionPrivate,
            indexes=(
                ("public.organisation", "public.campaign"),
                ("public.campaign",),
                ("public.recipients.organisation",),
                ("public.versions.content.items.id",),
                (DELIVERED_FILE,),
                (DRAFTED_FILE,),
            ),
        )
        self.restructurings = store(
            database,
            "restructuring",
            Restructuring,
            Nothing,
            indexes=(("public.status", "public.on"), ("public.predecessors",)),
        )
        self.consolidations = store(
            database, "consolidation", Consolidation, WorkingSet, indexes=(("public.organisation",),)
        )
        self.attachments = Files(database, "attachments")
        self.cases: Copies[Case] = runtime.copy(database, "case", Case, indexes=(("public.submission",),))
        self.substitutions: Copies[Substitution] = runtime.copy(
            database, "substitution", Substitution, indexes=(("public.substitute.account", "public.until"),)
        )

    def opened(self) -> Self:
        """The same stores for one request or delivery: a record is read once."""
        twin = copy(self)
        for name, store in vars(self).items():
            if isinstance(store, Store):
                setattr(twin, name, store.remembering())
        return twin

    @property
    def sources(self) -> Sequence[Source[Any, Any]]:
        """What others may ask for again, for `Runtime.consume`."""
        return (
            Source(self.organisations, organisation_events, lambda _: {}),
            Source(self.campaigns, campaign_events, lambda _: {}),
            Source(
                self.submissions,
                submission_events,
                lambda organisation: {"public.recipients.organisation": organisation},
            ),
        )

    @property
    def today(self) -> date:
        """The day by the suite's clock, in Vietnam."""
        return self.clock().astimezone(VIETNAM).date()

    async def names_of(self, organisations: Collection[str], day: date | None = None) -> dict[str, str]:
        """The short names of organisations, for a page: those of a day, or the present ones."""
        found = (await self.organisations.several(organisations)).values()
        return {r.id: r.public.short_name_on(day) if day else r.public.short_name for r in found}

    async def name(self, refusal: DomainError) -> None:
        """Gives a refusal, and each behind it, the short names of the organisations that it speaks of: people know them
        by their names, the domain by their ids.

        One that is not known keeps its id, and so do all of them while the database is away.
        """
        faults = (refusal, *refusal.causes)
        idents = {str(fault.params[name]) for fault in faults for name in NAMED if fault.params.get(name)}
        if not idents:
            return
        with suppress(DomainError):
            names = await self.names_of(idents)
            for fault in faults:
                fault.names = names

    def counting(self, command: str) -> AbstractContextManager[None]:
        """Counts a command by what became of it."""
        return self._metrics.counting("registration", command)


async def _nobody_else(_: Submission) -> None:
    """Nothing is passed on."""


def organisation_events(organisation: Organisation) -> Sequence[Emit]:
    return (Emit("organisation.changed", (organisation.id,)),)


CAMPAIGN_EVENTS = {CampaignStatus.ANNOUNCED: "campaign.announced", CampaignStatus.CLOSED: "campaign.closed"}
SUBMISSION_EVENTS = {
    SubmissionStatus.DELIVERED: "submission.submitted",
    SubmissionStatus.WITHDRAWN: "submission.withdrawn",
}
"""The events that carry a record's present state; a draft is nobody else's matter."""


def campaign_events(campaign: Campaign) -> Sequence[Emit]:
    kind = CAMPAIGN_EVENTS.get(campaign.status)
    return (Emit(kind, campaign.recipients),) if kind else ()


def submission_events(submission: Submission) -> Sequence[Emit]:
    kind = SUBMISSION_EVENTS.get(submission.status)
    return (Emit(kind, tuple(r.organisation for r in submission.recipients)),) if kind else ()
