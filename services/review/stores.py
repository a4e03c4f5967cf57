"""A desk's own database: its cases, what it keeps for its people, its copies of what others own."""

from collections.abc import Collection

from services.review.cases.model.case import CasePrivate, events_of
from services.review.desk.model import substitutions
from services.review.desk.model.reasons import ReusableReason
from services.review.desk.model.substitutions import Colleague
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.contracts.substitutions import Substitution
from shared.record.record import Nothing
from shared.runtime.member import Member, Source
from shared.runtime.runtime import Runtime

INDEXES = (
    # The queue's order, and with its last part all that the counts need: they read no case.
    ("public.status", "private.due_at", "private.delivered_at", "_id", "public.assigned_to.account"),
    ("public.status", "private.delivered_at", "_id"),
    ("private.delivered_at", "_id"),
    ("private.due_at", "private.delivered_at", "_id"),
    ("public.submitter", "private.delivered_at", "_id"),
    ("public.submitter", "public.status"),
    ("public.campaign", "public.form", "public.period", "public.status"),
    ("public.assigned_to.account", "public.status"),
)
SUBSTITUTION_INDEXES = (("public.substitute.account", "public.until"), ("public.until", "_id"))
OFFERED = 400
"""A longer list of organisations to choose from is no help: one is found by words, or named by its code."""


class Stores(Member):
    """Every collection of one desk."""

    def __init__(self, runtime: Runtime, organisation: str) -> None:
        super().__init__(runtime, organisation)
        self.cases = self.store("case", Case, CasePrivate, *INDEXES)
        self.substitutions = self.store("substitution", Substitution, Nothing, *SUBSTITUTION_INDEXES)
        self.reasons = self.store("reason", ReusableReason, Nothing)
        self.colleagues = self.store("colleague", Colleague, Nothing)
        self.campaigns = self.copy(Campaign)
        self.organisations = self.copy(Organisation, ("public.dissolved",), ("public.reviewing_office",))
        self.submissions = self.copy(Submission)
        self.sources = (
            Source(self.cases, events_of, lambda organisation: {"public.submitter": organisation}),
            Source(self.substitutions, substitutions.events_of, lambda _: {}),
        )

    async def names(self, organisations: Collection[str]) -> dict[str, str]:
        """Names by id; an organisation that was not heard of yet is shown by its id."""
        found = await self.organisations.parts({"_id": {"$in": sorted(organisations)}}, {"public.name": 1})
        return {ident: ident for ident in organisations} | {known["_id"]: known["public"]["name"] for known in found}

    async def name(self, organisation: str) -> str:
        return (await self.names([organisation]))[organisation]
