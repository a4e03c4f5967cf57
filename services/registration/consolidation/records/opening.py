"""A consolidation opened: its lines, what it rests on, what is offered, and what would go to each target."""

from dataclasses import dataclass, replace

from services.registration.consolidation.model.edit import Ground
from services.registration.consolidation.model.projection import Projection, form_of, project
from services.registration.consolidation.model.sources import Registrations
from services.registration.consolidation.model.working_set import ConsolidationRecord, WorkingSet, feeds
from services.registration.consolidation.records.feeding import parents
from services.registration.context import Context
from services.registration.stores import Stores
from services.registration.submissions.model.access import require_submitter
from services.registration.submissions.records.opening import filler_of
from shared.contracts.campaigns import Campaign
from shared.contracts.files import DemandedFile
from shared.contracts.submissions import Submission
from shared.errors import not_found
from shared.forms.carrying import carried
from shared.identity import homes
from shared.rules.ids import submission_id


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

    def projected(self, target: Campaign, demanded: tuple[DemandedFile, ...] = ()) -> Projection:
        """What would be sent to a target with the files that its form demands, see `project`."""
        return project(
            self.working,
            target,
            self.registrations,
            self.record.id,
            filler=self.filler,
            demanded=demanded,
            confided=self.confided,
        )


async def open_consolidation(context: Context, ident: str) -> OpenedConsolidation:
    """Raises DomainError ``consolidation_not_found``, also for people of other organisations."""
    record = await context.stores.consolidations.get(ident)
    if record is None or record.public.organisation not in homes(context.actor):
        raise not_found("consolidation", ident)
    require_submitter(context.actor, record.public.organisation)
    own = (await context.stores.campaigns.load(record.public.campaign)).public
    above = await parents(context.stores, own.parents)
    targets = tuple(feeds(above.values(), record.public.organisation))
    quotas = any(form.quotas for form in map(form_of, targets) if form)
    filler = await filler_of(context.stores, record.public.organisation) if quotas else None
    return OpenedConsolidation(record=record, campaign=own, targets=targets, filler=filler)


async def informed(stores: Stores, opened: OpenedConsolidation) -> OpenedConsolidation:
    """The same with what the units registered: one query, and nothing but public states, for there may be hundreds."""
    if opened.known is not None:
        return opened
    asked = carried(opened.campaign)
    query = {
        "public.campaign": opened.campaign.id,
        "public.form": asked.form if asked else None,
        "public.recipients.organisation": opened.organisation,
    }
    found = await stores.submissions.parts(query, {"public": 1})
    submissions = (Submission.read(one["public"]) for one in sorted(found, key=lambda one: str(one["_id"])))
    return replace(opened, known=Registrations(submissions, opened.organisation))


def carrier_id(opened: OpenedConsolidation, target: Campaign) -> str:
    """The submission that carries the consolidation to a target."""
    asked = carried(target)
    assert asked is not None  # see `feeds`
    return submission_id(target.id, asked, opened.organisation)
