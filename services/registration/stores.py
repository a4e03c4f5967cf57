"""Registration's records: organisations, accounts, sessions, campaigns, submissions, and copies of the cases."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from datetime import date

from services.registration.consolidation.model.working_set import Consolidation, WorkingSet
from services.registration.people.accounts.model.account import Account
from services.registration.people.accounts.model.credentials import Credentials, SessionState
from services.registration.restructuring.model.definition import Restructuring
from services.registration.submissions.model.draft import SubmissionPrivate, with_kind
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.cases import Case
from shared.contracts.files import file_paths
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission, SubmissionStatus
from shared.contracts.substitutions import Substitution
from shared.errors import DomainError
from shared.forms.registry import kinds
from shared.record.files import Files
from shared.record.record import Emit, Nothing
from shared.runtime.member import Member, Source
from shared.runtime.runtime import Runtime

NAMED = ("organisation", "successor")
"""The params of a refusal that are ids of organisations."""


class Stores(Member):
    """Every collection of the service's own database, and the clock by which its commands are decided."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime)
        self.open_again: Callable[[Submission], Awaitable[None]] = _nobody_else
        """Told of each submission that may be its unit's turn again; a restructuring may pass it on."""
        self.organisations = self.store(
            "organisation",
            Organisation,
            Nothing,
            ("public.kind",),
            ("public.parents.organisation",),
            ("public.successors.organisation",),
            ("public.name", "_id"),
            ("public.reviewing_office",),
        )
        self.accounts = self.store("account", Account, Credentials, ("public.organisation",))
        self.sessions = self.store("session", SessionState, Nothing, ("public.account",), ("public.expires_at",))
        self.campaigns = self.store(
            "campaign",
            Campaign,
            Nothing,
            ("public.status",),
            ("public.obliged",),
            ("public.transfers.successor",),
            ("public.transfers.restructuring",),
            ("-public.year", "_id"),
        )
        self.file_places = file_places()
        self.submissions = self.store(
            "submission",
            Submission,
            SubmissionPrivate,
            ("public.organisation", "public.campaign"),
            ("public.campaign",),
            ("public.recipients.organisation",),
            ("public.versions.content.items.id",),
            *((place,) for place in self.file_places),
            upgrade=with_kind,
        )
        self.restructurings = self.store(
            "restructuring",
            Restructuring,
            Nothing,
            ("public.status", "public.on"),
            ("public.predecessors",),
        )
        self.consolidations = self.store("consolidation", Consolidation, WorkingSet, ("public.organisation",))
        self.attachments = Files(self.database, "attachments")
        self.cases = self.copy(Case, ("public.submission",))
        self.substitutions = self.copy(Substitution, ("public.substitute.account", "public.until"))
        self.sources = (
            Source(self.organisations, organisation_events, lambda _: {}),
            Source(self.campaigns, campaign_events, lambda _: {}),
            Source(self.submissions, submission_events, lambda place: {"public.recipients.organisation": place}),
        )

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


def file_places() -> tuple[str, ...]:
    """Where submissions name files, whatever their kind: in their drafts and in what was delivered."""
    drafted = {f"private.draft.{path}" for kind in kinds().values() for path in file_paths(kind.draft)}
    delivered = {f"public.versions.content.{path}" for kind in kinds().values() for path in file_paths(kind.content)}
    return tuple(sorted(drafted | delivered))


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
