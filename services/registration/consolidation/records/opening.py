"""A consolidation opened: its lines, what it rests on, what is offered, and what would go to each target."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from services.registration.consolidation.model.edit import Ground
from services.registration.consolidation.model.projection import Projection, project
from services.registration.consolidation.model.sources import Offer, Registrations
from services.registration.consolidation.model.working_set import ConsolidationRecord, WorkingSet, feeds
from services.registration.consolidation.records.feeding import parents
from services.registration.context import Context
from services.registration.stores import Stores
from services.registration.submissions.drafts.model.completeness import as_content
from services.registration.submissions.model.access import require_submitter
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.items import Content
from shared.contracts.submissions import RecipientStatus, Submission, SubmissionStatus, Version
from shared.errors import not_found
from shared.identity import homes
from shared.language.deadlines import Deadline
from shared.record.database import Document
from shared.rules.ids import submission_id
from shared.rules.obligations import Obligation, statuses


@dataclass(frozen=True, kw_only=True)
class OpenedConsolidation(Ground):
    """A consolidation before a person who may edit it."""

    record: ConsolidationRecord

    @property
    def working(self) -> WorkingSet:
        return self.record.private

    @property
    def organisation(self) -> str:
        return self.record.public.organisation

    def projected(self, target: Campaign) -> Projection:
        """What would be sent to a target, see `project`."""
        return project(self.working, target, self.registrations, self.record.id)


@dataclass(frozen=True)
class Carrier:
    """A submission whose versions are shown without their contents; `latest` is the newest content as it is stored."""

    id: str
    public: Submission
    latest: Document | None
    causes: frozenset[str]

    @classmethod
    def of(cls, document: Document) -> Self:
        public, causes = document["public"], frozenset(entry["cause"] for entry in document["history"])
        contents = [version.get("content", {}) for version in public["versions"]]
        bare = {**public, "versions": [{**version, "content": {}} for version in public["versions"]]}
        return cls(document["_id"], Submission.read(bare), contents[-1] if contents else None, causes)


@dataclass(frozen=True)
class Target:
    """A target with what would be sent to it now, and what was sent; `carrier` None: nothing was begun."""

    projection: Projection
    organisation: str
    carrier: Carrier | None

    @property
    def campaign(self) -> Campaign:
        return self.projection.target

    @property
    def statuses(self) -> dict[str, RecipientStatus | None]:
        return statuses(self.carrier.public if self.carrier else None, self.campaign.recipients)

    @property
    def due(self) -> Deadline | None:
        form = self.campaign.form(FormKind.REGISTRATION)
        return Obligation(self.campaign, form, self.organisation).due if form else None

    @property
    def delivered(self) -> Version | None:
        """The newest version, unless it was taken back."""
        known = self.carrier
        return known.public.latest if known and known.public.status is SubmissionStatus.DELIVERED else None

    @cached_property
    def unsent(self) -> bool:
        """Whether what would be sent now is not what was sent last."""
        if self.delivered is None or self.carrier is None or self.carrier.latest is None or not self.projection.ready:
            return True
        now, sent = as_content(self.projection.draft, self.campaign), self.carrier.latest
        # What an older release stored may lack what is empty in both.
        return now.model_dump(mode="json") != sent and now != Content.read(sent)

    @property
    def count(self) -> int:
        return len(self.projection.draft.items)


@dataclass(frozen=True)
class ConsolidationOverview:
    """All that the pages show. `offers` are those that are neither taken over nor left out."""

    opened: OpenedConsolidation
    offers: list[Offer]
    targets: list[Target]

    def target(self, ident: str) -> Target:
        """Raises DomainError ``target_not_found``."""
        campaign = self.opened.target(ident)
        return next(target for target in self.targets if target.campaign is campaign)


async def open_consolidation(context: Context, ident: str) -> OpenedConsolidation:
    """Raises DomainError ``consolidation_not_found``, also for people of other organisations."""
    record = await context.stores.consolidations.get(ident)
    if record is None or record.public.organisation not in homes(context.actor):
        raise not_found("consolidation", ident)
    require_submitter(context.actor, record.public.organisation)
    own = (await context.stores.campaigns.load(record.public.campaign)).public
    above = await parents(context.stores, own.parents)
    targets = tuple(feeds(above.values(), record.public.organisation))
    return OpenedConsolidation(record=record, campaign=own, targets=targets)


async def informed(stores: Stores, opened: OpenedConsolidation) -> OpenedConsolidation:
    """The same with what the units registered: one query, and nothing but public states, for there may be hundreds."""
    if opened.known is not None:
        return opened
    query = {
        "public.campaign": opened.campaign.id,
        "public.form": FormKind.REGISTRATION.value,
        "public.recipients.organisation": opened.organisation,
    }
    found = await stores.submissions.parts(query, {"public": 1})
    submissions = (Submission.read(one["public"]) for one in sorted(found, key=lambda one: str(one["_id"])))
    return replace(opened, known=Registrations(submissions, opened.organisation))


async def carriers(stores: Stores, opened: OpenedConsolidation) -> dict[str, Carrier]:
    """The submissions that carry the consolidation upward, as far as they are begun, by target.

    It costs little however much and however often they said it.
    """
    targets = {carrier_id(opened, target): target.id for target in opened.targets}
    fields = {"history.cause": 1, "public": 1}
    found = await stores.submissions.parts({"_id": {"$in": [*targets]}}, fields)
    return {targets[document["_id"]]: Carrier.of(document) for document in found}


def carrier_id(opened: OpenedConsolidation, target: Campaign) -> str:
    """The submission that carries the consolidation to a target."""
    return submission_id(target.id, FormKind.REGISTRATION, opened.organisation)


async def overview(stores: Stores, opened: OpenedConsolidation) -> ConsolidationOverview:
    """One query for everything that the units registered, one for what was sent upward."""
    opened = await informed(stores, opened)
    sent, settled = await carriers(stores, opened), opened.working.settled
    offers = [offer for key, offer in opened.registrations.offers.items() if key not in settled]
    targets = [Target(opened.projected(one), opened.organisation, sent.get(one.id)) for one in opened.targets]
    return ConsolidationOverview(opened, offers, targets)
