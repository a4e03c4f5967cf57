"""A desk's own database: its cases, what it keeps for its people, its copies of what others own."""

from collections.abc import Collection
from copy import copy
from typing import Any, Self

from services.review.cases.model.case import CasePrivate, events_of
from services.review.desk.model import substitutions
from services.review.desk.model.reasons import ReusableReason
from services.review.desk.model.substitutions import Colleague
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case, Substitution
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.record.copies import Copies
from shared.record.database import driver_errors
from shared.record.record import Nothing
from shared.record.store import Store
from shared.runtime.runtime import Runtime, Source

INDEXES = (
    # The queue's order, and with its last part all that the counts need: they read no case.
    ("public.status", "private.due_at", "private.delivered_at", "_id", "public.assigned_to.account"),
    ("public.status", "private.delivered_at", "_id"),
    ("private.delivered_at", "_id"),
    ("private.due_at", "private.delivered_at", "_id"),
    ("public.submitter", "private.delivered_at", "_id"),
    ("public.submitter", "public.status"),
    ("public.campaign", "public.status"),
    ("public.assigned_to.account", "public.status"),
)
SUBSTITUTION_INDEXES = (("public.substitute.account", "public.until"), ("public.until", "_id"))
OFFERED = 400
"""A longer list of organisations to choose from is no help: one is found by words, or named by its code."""


class Stores:
    """Every collection of one desk."""

    def __init__(self, runtime: Runtime, organisation: str) -> None:
        self.organisation = organisation
        self.database = runtime.database(organisation)
        source = f"review.{organisation}"
        self.cases: Store[Case, CasePrivate] = runtime.store(
            self.database, "case", Case, CasePrivate, indexes=INDEXES, source=source
        )
        self.substitutions: Store[Substitution, Nothing] = runtime.store(
            self.database, "substitution", Substitution, Nothing, indexes=SUBSTITUTION_INDEXES, source=source
        )
        self.reasons: Store[ReusableReason, Nothing] = runtime.store(
            self.database, "reason", ReusableReason, Nothing, source=source
        )
        self.colleagues: Store[Colleague, Nothing] = runtime.store(
            self.database, "colleague", Colleague, Nothing, source=source
        )
        self.campaigns: Copies[Campaign] = runtime.copy(self.database, "campaign", Campaign)
        self.organisations: Copies[Organisation] = runtime.copy(
            self.database, "organisation", Organisation, indexes=(("public.dissolved",), ("public.reviewing_office",))
        )
        self.submissions: Copies[Submission] = runtime.copy(self.database, "submission", Submission)

    def opened(self) -> Self:
        """The same stores for one request: a record is read once."""
        twin = copy(self)
        for name, store in vars(self).items():
            if isinstance(store, Store):
                setattr(twin, name, store.remembering())
        return twin

    @property
    def sources(self) -> tuple[Source[Any, Any], ...]:
        """What others may ask for again: the cases and the substitutions, each with the event of its present state."""
        return (
            Source(self.cases, events_of, lambda organisation: {"public.submitter": organisation}),
            Source(self.substitutions, substitutions.events_of, lambda _: {}),
        )

    async def campaign(self, ident: str) -> Campaign | None:
        """A campaign as last heard."""
        found = await self.campaigns.get(ident)
        return found.content if found else None

    async def submission(self, ident: str) -> Submission | None:
        """A submission as last heard."""
        found = await self.submissions.get(ident)
        return found.content if found else None

    async def names(self, organisations: Collection[str]) -> dict[str, str]:
        """Names by id; an organisation that was not heard of yet is shown by its id."""
        with driver_errors():
            wanted = {"_id": {"$in": sorted(organisations)}}
            found = await self.organisations.collection.find(wanted, {"public.name": 1}).to_list(None)
        return {ident: ident for ident in organisations} | {known["_id"]: known["public"]["name"] for known in found}

    async def name(self, organisation: str) -> str:
        return (await self.names([organisation]))[organisation]
