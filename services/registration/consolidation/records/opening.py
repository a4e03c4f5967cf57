"""Opening a consolidation: its lines, what it rests on, and what was made of it."""

from dataclasses import dataclass

from services.registration.consolidation.model.lines import ConsolidationRecord, WorkingSet, feeds
from services.registration.consolidation.model.sources import Registrations
from services.registration.context import Context
from services.registration.stores import Stores
from services.registration.submissions.model.access import require_submitter
from services.registration.submissions.records import consolidated
from services.registration.submissions.records.consolidated import Carrier
from shared.contracts.campaigns import Campaign, FormKind
from shared.errors import not_found
from shared.identity import homes
from shared.rules.ids import submission_id


@dataclass(frozen=True)
class Opened:
    """A consolidation before a person who may edit it: the own campaign, and the campaigns that it feeds."""

    record: ConsolidationRecord
    campaign: Campaign
    targets: tuple[Campaign, ...]
    registrations: Registrations | None = None
    """What the units registered, where a command has asked for it already."""

    @property
    def working(self) -> WorkingSet:
        return self.record.private

    @property
    def organisation(self) -> str:
        return self.record.public.organisation

    def target(self, ident: str) -> Campaign:
        """Raises DomainError ``target_not_found``."""
        found = next((target for target in self.targets if target.id == ident), None)
        if found is None:
            raise not_found("target", ident)
        return found


async def opened(context: Context, ident: str) -> Opened:
    """Raises DomainError ``consolidation_not_found``, also for people of other organisations."""
    record = await context.stores.consolidations.get(ident)
    if record is None or record.public.organisation not in homes(context.actor):
        raise not_found("consolidation", ident)
    require_submitter(context.actor, record.public.organisation)
    own = (await context.stores.campaigns.load(record.public.campaign)).public
    return Opened(record, own, tuple(feeds(await parents(context.stores, own), record.public.organisation)))


async def parents(stores: Stores, campaign: Campaign) -> list[Campaign]:
    """The campaigns that one feeds, in the order in which it names them."""
    found = {record.id: record.public for record in await stores.campaigns.find({"_id": {"$in": [*campaign.parents]}})}
    return [found[parent] for parent in campaign.parents if parent in found]


async def heard(stores: Stores, found: Opened) -> Registrations:
    """What the units registered and this organisation approved."""
    return Registrations(
        await consolidated.registrations(stores, found.campaign.id, found.organisation), found.organisation
    )


async def carriers(stores: Stores, found: Opened) -> dict[str, Carrier]:
    """The submissions that carry the consolidation upward, as far as they are begun, by target."""
    idents = {carrier(found, target): target.id for target in found.targets}
    return {idents[known.id]: known for known in await consolidated.carriers(stores, [*idents])}


def carrier(found: Opened, target: Campaign) -> str:
    """The id of the submission that carries the consolidation to a target."""
    return submission_id(target.id, FormKind.REGISTRATION, found.organisation)
