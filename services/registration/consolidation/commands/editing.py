"""A consolidation begun and edited: load, decide, save. It is as private as a draft: no history, no event."""

import uuid
from dataclasses import dataclass, replace

from services.registration.consolidation.model import working_set as domain
from services.registration.consolidation.model.edit import Edit
from services.registration.consolidation.model.working_set import ConsolidationRecord
from services.registration.consolidation.records import opening
from services.registration.consolidation.records.feeding import parents
from services.registration.consolidation.records.opening import OpenedConsolidation
from services.registration.context import Context
from services.registration.submissions.model.access import require_submitter
from shared.contracts.types import Contract, Slug
from shared.rules.ids import consolidation_id
from shared.runtime.commands import command


class Begin(Contract):
    """Whose units' items are consolidated, and the own campaign in which they registered."""

    campaign: Slug
    organisation: Slug

    @command("start-consolidation")
    async def run(self, context: Context) -> ConsolidationRecord:
        """An empty working set. Raises DomainError ``consolidation_exists`` and what the domain refuses."""
        require_submitter(context.actor, self.organisation)
        own = (await context.stores.campaigns.load(self.campaign)).public
        above = await parents(context.stores, own.parents)
        change = domain.start(own, above.values(), self.organisation, context.actor)
        ident = consolidation_id(self.campaign, self.organisation)
        return await context.stores.consolidations.create(ident, change, cause=f"{context.cause}/start")


@dataclass(frozen=True)
class EditConsolidation:
    """The lines of a consolidation are to be changed. `expected`: the version that the person saw."""

    consolidation: str
    edit: Edit
    expected: int | None = None

    @command("consolidate")
    async def run(self, context: Context) -> OpenedConsolidation:
        """Raises what `open_consolidation` and the edit raise."""
        opened = await opening.open_consolidation(context, self.consolidation)
        if self.edit.informed:
            opened = await opening.informed(context.stores, opened)
        person = context.actor.acting_for(opened.organisation)
        record = await context.stores.consolidations.update(
            opened.record.id,
            lambda record: domain.save(record, self.edit.on(record.private, opened), person, context.now),
            cause=f"consolidate:{uuid.uuid4()}",
            expected=self.expected,
        )
        return replace(opened, record=record)
