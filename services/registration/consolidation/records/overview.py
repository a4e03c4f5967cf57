"""A consolidation as its pages show it: what is offered, what would be sent and what was."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from services.registration.consolidation.model.projection import Projection, form_of
from services.registration.consolidation.model.sources import Offer
from services.registration.consolidation.records.opening import OpenedConsolidation, carrier_id, informed
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.files import DemandedFile
from shared.contracts.submissions import RecipientStatus, Submission, SubmissionStatus, Version
from shared.forms.carrying import carrying
from shared.forms.demands import delivered_files
from shared.forms.initiatives.carry import carried_columns
from shared.forms.initiatives.check import as_content
from shared.forms.initiatives.model import KIND, Registration
from shared.language.deadlines import Deadline
from shared.record.database import Document
from shared.rules.obligations import Obligation, statuses


@dataclass(frozen=True)
class Carrier:
    """A submission whose versions are shown without their contents; `latest` is the newest content as it is stored.

    `demanded`: the files that the target's form demands, as far as they were put to its draft.
    """

    id: str
    public: Submission
    latest: Document | None
    causes: frozenset[str]
    demanded: tuple[DemandedFile, ...] = ()

    @classmethod
    def of(cls, document: Document) -> Self:
        public, causes = document["public"], frozenset(entry["cause"] for entry in document["history"])
        contents = [version.get("content", {}) for version in public["versions"]]
        bare = {**public, "versions": [{**version, "content": {"kind": KIND}} for version in public["versions"]]}
        named = document["private"].get("draft", {}).get("demanded", ())
        files = tuple(DemandedFile.read(one) for one in named)
        return cls(document["_id"], Submission.read(bare), contents[-1] if contents else None, causes, files)


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
        draft, form, sent = self.projection.draft, form_of(self.campaign), self.carrier.latest
        said = as_content(draft, self.campaign, carried_columns([self.campaign]))
        now = said.model_copy(update={"demanded": delivered_files(form, draft)}) if form else said
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
    fields = {"history.cause": 1, "public": 1, "private.draft.demanded": 1}
    found = await stores.submissions.parts({"_id": {"$in": [*targets]}}, fields)
    return {targets[document["_id"]]: Carrier.of(document) for document in found}


async def overview(stores: Stores, opened: OpenedConsolidation) -> ConsolidationOverview:
    """One query for everything that the units registered, one for what was sent upward."""
    opened = await informed(stores, opened)
    sent, settled = await carriers(stores, opened), opened.working.settled
    offers = [offer for key, offer in opened.registrations.offers.items() if key not in settled]
    targets = [_target(opened, one, sent.get(one.id)) for one in opened.targets]
    return ConsolidationOverview(opened, offers, targets)


def _target(opened: OpenedConsolidation, target: Campaign, carrier: Carrier | None) -> Target:
    projection = opened.projected(target, carrier.demanded if carrier else ())
    return Target(projection, opened.organisation, carrier)
