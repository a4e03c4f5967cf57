"""A desk's own database: its cases, what it keeps for its people, its copies of what others own."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from services.review.cases.model.case import WAITING, CasePrivate, CaseRecord, events_of
from services.review.cases.model.delivered import DeliveredCase, delivered
from services.review.cases.records import CaseFilter
from services.review.desk.model import substitutions
from services.review.desk.model.reasons import ReusableReason
from services.review.desk.model.substitutions import Colleague, SubstitutionRecord
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.cases import Case
from shared.contracts.items import Item
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.contracts.substitutions import Substitution
from shared.language.vietnamese import collation_key
from shared.record.copies import Copies
from shared.record.database import Document, driver_errors
from shared.record.record import Nothing
from shared.record.store import Store
from shared.rules.force import in_force
from shared.rules.ids import submission_id
from shared.rules.obligations import registrations_of
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

    @property
    def sources(self) -> tuple[Source[Any, Any], ...]:
        """What others may ask for again: the cases and the substitutions, each with the event of its present state."""
        return (
            Source(self.cases, events_of, lambda organisation: {"public.submitter": organisation}),
            Source(self.substitutions, substitutions.events_of, lambda _: {}),
        )

    async def page(self, wanted: CaseFilter, *, skip: int, limit: int) -> tuple[list[CaseRecord], int]:
        """A page of the queue and the number of all cases that match."""
        query = wanted.query(await self.submitters() if wanted.text else {})
        # Side by side: a search reads every case for each of them.
        return await asyncio.gather(
            self.cases.find(query, sort=wanted.sort, skip=skip, limit=limit), self.cases.count(query)
        )

    async def campaign(self, ident: str) -> Campaign | None:
        """A campaign as last heard."""
        copy = await self.campaigns.get(ident)
        return copy.content if copy else None

    async def submission(self, ident: str) -> Submission | None:
        """A submission as last heard."""
        copy = await self.submissions.get(ident)
        return copy.content if copy else None

    async def delivered(self, case: Case) -> DeliveredCase:
        """A case with what was delivered. Raises DomainError ``version_not_here``."""
        return delivered(case, await self.submission(case.submission))

    async def all_delivered(self, cases: Sequence[Case]) -> list[DeliveredCase]:
        """As `delivered`, of several at once."""
        wanted = {"_id": {"$in": sorted({case.submission for case in cases})}}
        found = {copy.id: copy.content for copy in await self.submissions.find(wanted)}
        return [delivered(case, found.get(case.submission)) for case in cases]

    async def items_in(self, cases: Iterable[Case]) -> dict[str, int]:
        """How many items the newest version of each case has, by the case's id, as far as it was heard of."""
        newest = {case.submission: case for case in cases}
        counted = {"public.versions.number": 1, "public.versions.content.items.id": 1}
        with driver_errors():
            cursor = self.submissions.collection.find({"_id": {"$in": sorted(newest)}}, counted)
            found = await cursor.to_list(None)
        return {
            newest[copy["_id"]].id: len(version["content"]["items"])
            for copy in found
            for version in copy["public"]["versions"]
            if version["number"] == newest[copy["_id"]].current.version
        }

    async def registered(self, case: Case, campaign: Campaign | None) -> dict[str, Item]:
        """By id, the items of a report as they were registered: by the submitter, or by whom it followed."""
        own = submission_id(case.campaign, FormKind.REGISTRATION, case.submitter)
        idents = registrations_of(campaign, case.form, case.submitter) if campaign else [own]
        copies = [copy.content for copy in await self.submissions.find({"_id": {"$in": idents}})]
        versions = [in_force(submission, self.organisation) or submission.latest for submission in copies]
        return {item.id: item for version in versions if version for item in version.content.items}

    async def parents(self, campaign: Campaign | None) -> list[Campaign]:
        """The campaigns that one feeds, as far as this desk has heard of them."""
        if campaign is None or not campaign.parents:
            return []
        return [copy.content for copy in await self.campaigns.find({"_id": {"$in": list(campaign.parents)}})]

    async def timed_by(self, campaign: str) -> list[CaseRecord]:
        """The cases that wait and whose clock goes by a campaign: its own, and those of the campaigns that feed it."""
        fed = await self.campaigns.find({"public.parents": campaign})
        campaigns = [campaign, *(copy.id for copy in fed)]
        query: Document = {"public.campaign": {"$in": campaigns}, "public.status": {"$in": sorted(WAITING)}}
        return await self.cases.find(query)

    async def submitters(self) -> dict[str, str]:
        """Every organisation that has a case here, with its name, or its id while the name is unknown."""
        return await self.names(await self._distinct("public.submitter"))

    async def submitters_offered(self, chosen: str | None) -> dict[str, str]:
        """The organisations to choose from, in alphabetical order; of too many only the one that is chosen."""
        idents = await self._distinct("public.submitter")
        names = await self.names(idents if len(idents) <= OFFERED else [chosen] if chosen else [])
        return dict(sorted(names.items(), key=lambda pair: collation_key(pair[1])))

    async def campaigns_here(self) -> dict[str, str]:
        """The numbers of the campaigns that have cases here, by id; the id where nothing was heard of one."""
        idents = await self._distinct("public.campaign")
        with driver_errors():
            cursor = self.campaigns.collection.find({"_id": {"$in": idents}}, {"public.number": 1, "public.year": 1})
            found = await cursor.to_list(None)
        found.sort(key=lambda copy: (-copy["public"]["year"], copy["_id"]))
        known = {copy["_id"]: copy["public"]["number"] for copy in found}
        return known | {ident: ident for ident in idents if ident not in known}

    async def names(self, organisations: list[str]) -> dict[str, str]:
        """Names by id; an organisation that was not heard of yet is shown by its id."""
        with driver_errors():
            cursor = self.organisations.collection.find({"_id": {"$in": organisations}}, {"public.name": 1})
            found = await cursor.to_list(None)
        return {ident: ident for ident in organisations} | {copy["_id"]: copy["public"]["name"] for copy in found}

    async def organisations_offered(self) -> list[tuple[str, str]] | None:
        """Id and name of the organisations that are not dissolved, in alphabetical order; None: they are too many."""
        with driver_errors():
            cursor = self.organisations.collection.find({"public.dissolved": None}, {"public.name": 1})
            found = await cursor.limit(OFFERED + 1).to_list(None)
        if len(found) > OFFERED:
            return None
        pairs = [(copy["_id"], copy["public"]["name"]) for copy in found]
        return sorted(pairs, key=lambda pair: collation_key(pair[1]))

    async def substitutions_for(self, account: str, today: date) -> list[Substitution]:
        """Where a person is named as a substitute on a day, the oldest first."""
        day = today.isoformat()
        query: Document = {
            "public.substitute.account": account,
            "public.until": {"$gte": day},
            "public.since": {"$lte": day},
            "public.ended_at": None,
        }
        return [record.public for record in await self.substitutions.find(query)]

    async def all_substitutions(self, limit: int) -> list[SubstitutionRecord]:
        """The newest last day first."""
        return await self.substitutions.find({}, sort=(("public.until", -1), ("_id", -1)), limit=limit)

    async def reusable_reasons(self) -> dict[str, str]:
        """The desk's own texts by id, in alphabetical order."""
        texts = {r.id: r.public.text for r in await self.reasons.find({"public.removed": False})}
        return dict(sorted(texts.items(), key=lambda pair: collation_key(pair[1])))

    async def people(self) -> list[Colleague]:
        """Who has worked at this desk by a grant, by name."""
        found = [record.public for record in await self.colleagues.find({})]
        return sorted(found, key=lambda colleague: collation_key(colleague.name))

    async def _distinct(self, path: str) -> list[str]:
        with driver_errors():
            return list(await self.cases.collection.distinct(path))
