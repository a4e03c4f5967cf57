"""Registration's records: organisations, accounts, sessions, campaigns, submissions, and copies of the cases."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from services.registration.consolidation.model.working_set import Consolidation, WorkingSet
from services.registration.people.accounts.model.credentials import Credentials, SessionState
from services.registration.restructuring.model.definition import Restructuring
from services.registration.submissions.model.draft import SubmissionPrivate
from shared.contracts.accounts import Account
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
from shared.contracts.cases import Case
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission, SubmissionStatus
from shared.contracts.substitutions import Substitution
from shared.language.vietnamese import VIETNAM
from shared.record.copies import Copies
from shared.record.database import Document, driver_errors
from shared.record.files import Files
from shared.record.record import Emit, Nothing, Record
from shared.record.store import Store
from shared.runtime.runtime import Runtime, Source

DELIVERED_FILE = "public.versions.content.results.attachments.id"
DRAFTED_FILE = "private.draft.results.attachments.id"


@dataclass(frozen=True)
class Carrier:
    """A submission whose versions are shown without their contents; `latest` is the newest content as it is stored."""

    id: str
    public: Submission
    latest: Document | None
    causes: frozenset[str]


class Stores:
    """Every collection of the service's own database, and the clock by which its commands are decided."""

    def __init__(self, runtime: Runtime) -> None:
        self.database = runtime.database()
        self.clock = runtime.clock
        self._metrics = runtime.metrics
        self.open_again: Callable[[Submission], Awaitable[None]] = _nobody_else
        """Told of each submission that may be its unit's turn again; a restructuring may pass it on."""
        self.organisations: Store[Organisation, Nothing] = runtime.store(
            self.database,
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
        self.accounts: Store[Account, Credentials] = runtime.store(
            self.database, "account", Account, Credentials, indexes=(("public.organisation",),)
        )
        self.sessions: Store[SessionState, Nothing] = runtime.store(
            self.database, "session", SessionState, Nothing, indexes=(("public.account",), ("public.expires_at",))
        )
        self.campaigns: Store[Campaign, Nothing] = runtime.store(
            self.database,
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
        self.submissions: Store[Submission, SubmissionPrivate] = runtime.store(
            self.database,
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
        self.restructurings: Store[Restructuring, Nothing] = runtime.store(
            self.database,
            "restructuring",
            Restructuring,
            Nothing,
            indexes=(("public.status", "public.on"), ("public.predecessors",)),
        )
        self.consolidations: Store[Consolidation, WorkingSet] = runtime.store(
            self.database, "consolidation", Consolidation, WorkingSet, indexes=(("public.organisation",),)
        )
        self.attachments = Files(self.database, "attachments")
        self.cases: Copies[Case] = runtime.copy(self.database, "case", Case, indexes=(("public.submission",),))
        self.substitutions: Copies[Substitution] = runtime.copy(
            self.database, "substitution", Substitution, indexes=(("public.substitute.account", "public.until"),)
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

    async def desks_substituted(self, account: str, day: date) -> frozenset[str]:
        """The organisations for which the account reviews in another's place on a day."""
        query = {"public.substitute.account": account, "public.until": {"$gte": day.isoformat()}}
        found = [copy.content for copy in await self.substitutions.find(query)]
        return frozenset(one.replaced.organisation for one in found if one.holds_on(day))

    def counting(self, command: str) -> AbstractContextManager[None]:
        """Counts a command by what became of it."""
        return self._metrics.counting("registration", command)

    async def registrations(self, campaign: str, recipient: str) -> list[Submission]:
        """The registrations of a campaign that were sent to a recipient, in the order of their ids.

        One query, and nothing but their public states: a consolidation may rest on hundreds.
        """
        query = {
            "public.campaign": campaign,
            "public.form": FormKind.REGISTRATION.value,
            "public.recipients.organisation": recipient,
        }
        with driver_errors():
            found = await self.submissions.collection.find(query, {"public": 1}).to_list(None)
        return [Submission.read(one["public"]) for one in sorted(found, key=lambda one: str(one["_id"]))]

    async def naming(self, files: Sequence[str]) -> list[Record[Submission, SubmissionPrivate]]:
        """The submissions that name a file, in a delivered version or a draft; a draft that was handed over names its
        predecessor's."""
        wanted = {"$in": list(files)}
        return await self.submissions.find({"$or": [{DELIVERED_FILE: wanted}, {DRAFTED_FILE: wanted}]})

    async def carriers(self, idents: Sequence[str]) -> list[Carrier]:
        """Submissions without what they say, so that it costs little however much and however often they said it."""
        fields = {"history.cause": 1, "public": 1}
        with driver_errors():
            found = await self.submissions.collection.find({"_id": {"$in": list(idents)}}, fields).to_list(None)
        return [_carrier(document) for document in found]

    async def end_session(self, ident: str) -> None:
        await self._end_sessions({"_id": ident})

    async def end_sessions_of(self, account: str) -> None:
        await self._end_sessions({"public.account": account})

    async def end_sessions_before(self, moment: datetime) -> None:
        """Forgets the sessions that expired before a moment."""
        wire = SessionState(account="x", generation=0, expires_at=moment).model_dump(mode="json")["expires_at"]
        await self._end_sessions({"public.expires_at": {"$lt": wire}})

    async def _end_sessions(self, query: Document) -> None:
        with driver_errors():
            await self.sessions.collection.delete_many(query)


async def _nobody_else(_: Submission) -> None:
    """Nothing is passed on."""


def _carrier(document: Document) -> Carrier:
    public = document["public"]
    contents = [version.get("content", {}) for version in public["versions"]]
    bare = {**public, "versions": [{**version, "content": {}} for version in public["versions"]]}
    return Carrier(
        document["_id"],
        Submission.read(bare),
        contents[-1] if contents else None,
        frozenset(entry["cause"] for entry in document["history"]),
    )


def organisation_events(organisation: Organisation) -> Sequence[Emit]:
    return (Emit("organisation.changed", (organisation.id,)),)


def campaign_events(campaign: Campaign) -> Sequence[Emit]:
    """The event that carries a campaign's present state; a draft is nobody else's matter."""
    kinds = {CampaignStatus.ANNOUNCED: "campaign.announced", CampaignStatus.CLOSED: "campaign.closed"}
    kind = kinds.get(campaign.status)
    return (Emit(kind, campaign.recipients),) if kind else ()


def submission_events(submission: Submission) -> Sequence[Emit]:
    """The event that carries a submission's present state; a draft is nobody else's matter."""
    kinds = {
        SubmissionStatus.DELIVERED: "submission.submitted",
        SubmissionStatus.WITHDRAWN: "submission.withdrawn",
    }
    kind = kinds.get(submission.status)
    return (Emit(kind, tuple(r.organisation for r in submission.recipients)),) if kind else ()
