"""A consolidation as its pages show it: what is offered, what would be sent and what was."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from services.registration.consolidation.model.projection import Projection
from services.registration.consolidation.model.sources import Offer
from services.registration.consolidation.records.opening import OpenedConsolidation, carrier_id, informed
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.submissions import RecipientStatus, Submission, SubmissionStatus, Version
from shared.forms.carrying import carrying
from shared.forms.initiatives.carry import carried_columns
from shared.forms.initiatives.check import as_content
from shared.forms.initiatives.model import KIND, Registration
from shared.language.deadlines import Deadline
from shared.record.database import Document
from shared.rules.obligations import Obligation, statuses


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
        bare = {**public, "versions": [{**version, "content": {"kind": KIND}} for version in public["versions"]]}
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
        found = carrying(self.campaign)
        return Obligation(self.campaign, *found, self.organisation).due if found else None

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
        now, sent = (
            as_content(self.projection.draft, self.campaign, carried_columns([self.campaign])),
            self.carrier.latest,
        )
        # What an older release stored may lack what is empty in both.
        return now.model_dump(mode="json") != sent and now != Registration.read(sent)

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


async def carriers(stores: Stores, opened: OpenedConsolidation) -> dict[str, Carrier]:
    """The submissions that carry the consolidation upward, as far as they are begun, by target.

    It costs little however much and however often they said it.
    """
    targets = {carrier_id(opened, target): target.id for target in opened.targets}
    fields = {"history.cause": 1, "public": 1}
    found = await stores.submissions.parts({"_id": {"$in": [*targets]}}, fields)
    return {targets[document["_id"]]: Carrier.of(document) for document in found}


async def overview(stores: Stores, opened: OpenedConsolidation) -> ConsolidationOverview:
    """One query for everything that the units registered, one for what was sent upward."""
    opened = await informed(stores, opened)
    sent, settled = await carriers(stores, opened), opened.working.settled
    offers = [offer for key, offer in opened.registrations.offers.items() if key not in settled]
    targets = [Target(opened.projected(one), opened.organisation, sent.get(one.id)) for one in opened.targets]
    return ConsolidationOverview(opened, offers, targets)
