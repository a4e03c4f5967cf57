"""Carries out what was ordered, when its day has come by the suite's clock.

Every step is one write to one record under a cause of its own, so a process that is killed in between, or two of them
at once, do no step twice: the next one goes on where the last one stopped.
"""

import asyncio
from collections.abc import Sequence
from functools import partial

from services.registration.campaigns.records import obliging
from services.registration.restructuring.model import steps
from services.registration.restructuring.model.definition import MovedObligation, Restructuring, finish
from services.registration.restructuring.model.handover import hand_over
from services.registration.restructuring.records import moved_by, newest_of, planned, predecessor_obligations
from services.registration.stores import Stores
from shared.cancellation import rest
from shared.contracts.campaigns import CampaignStatus
from shared.contracts.submissions import Submission
from shared.errors import DomainError, Kind
from shared.observability import logger
from shared.rules.ids import submission_id
from shared.rules.obligations import UNDONE

log = logger("restructuring")

LOOK_SECONDS = 2.0


class Restructurer:
    """The job. `wake` lets it look at once."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._awake = asyncio.Event()

    def wake(self) -> None:
        self._awake.set()

    async def run(self) -> None:
        """Looks again and again; one that cannot be carried out does not hold up the others."""
        while True:
            self._awake.clear()
            try:
                await self.carry_out()
            except DomainError as error:
                log.warning("cannot restructure", error=str(error))
            await rest(LOOK_SECONDS, self._awake)

    async def carry_out(self) -> None:
        """Everything whose day has come, one after the other."""
        for ordered in await planned(self._stores):
            if ordered.on > self._stores.today:
                return
            try:
                await self._one(ordered)
            except DomainError as error:
                if error.kind is Kind.UNAVAILABLE:
                    raise
                log.error("a restructuring cannot be carried out", id=ordered.id, error=str(error))

    async def _one(self, ordered: Restructuring) -> None:
        await _organisations(self._stores, ordered)
        if ordered.ends:
            alive = (CampaignStatus.DRAFT, CampaignStatus.ANNOUNCED)
            for campaign in await obliging(self._stores, ordered.predecessors, *alive):
                await _pass_on(self._stores, ordered, campaign.id, ordered.predecessors, step=campaign.id)
        moved, now = await moved_by(self._stores, ordered), self._stores.clock()
        for one in moved:
            await _hand_over(self._stores, ordered, one)
        await self._stores.restructurings.update(
            ordered.id, lambda record: finish(record, moved, now), cause=f"{ordered.cause}/applied"
        )
        log.info("restructured", id=ordered.id, kind=ordered.kind.value, obligations=len(moved))


async def pass_on_later(stores: Stores, submission: Submission) -> None:
    """What was returned to an organisation after it had ended, or taken back by it, goes the way it was ordered then.

    So nothing lies with an organisation that is no more. Repeating it changes nothing.
    """
    if not any(recipient.status in UNDONE for recipient in submission.recipients):
        return
    organisation = await stores.organisations.get(submission.organisation)
    if organisation is None or organisation.public.dissolved is None:
        return
    ordered = await newest_of(stores, submission.organisation)
    if ordered is None or not ordered.ends:
        return
    step = f"{submission.id}/{len(submission.versions)}"
    await _pass_on(stores, ordered, submission.campaign, [submission.organisation], step=step)
    for one in await moved_by(stores, ordered):
        if one.organisation == submission.organisation and one.campaign == submission.campaign:
            await _hand_over(stores, ordered, one)


async def _organisations(stores: Stores, ordered: Restructuring) -> None:
    head = f"{ordered.cause}/organisation"
    for one in ordered.new:
        begin = partial(steps.begin, new=one.begun(ordered.on))
        await stores.organisations.apply(one.id, begin, cause=f"{head}/{one.id}/begins")
    change = steps.end if ordered.ends else steps.rename
    for place in ordered.predecessors:
        await stores.organisations.update(
            place, lambda record: change(record.public, ordered), cause=f"{head}/{place}/ends"
        )
    for place in dict.fromkeys(move.organisation for move in ordered.moves):
        await stores.organisations.update(
            place, lambda record: steps.reattach(record.public, ordered), cause=f"{head}/{place}/moves"
        )


async def _pass_on(
    stores: Stores, ordered: Restructuring, campaign: str, predecessors: Sequence[str], *, step: str
) -> None:
    """What is open is read just before it passes on."""
    found = await predecessor_obligations(stores, predecessors, campaign)
    unsent = {(one.owed.asked, one.owed.organisation) for one in found if one.unsent}
    now = stores.clock()
    await stores.campaigns.update(
        campaign,
        lambda record: steps.transfer(record.public, ordered, unsent, now),
        cause=f"{ordered.cause}/campaign/{step}",
    )


async def _hand_over(stores: Stores, ordered: Restructuring, moved: MovedObligation) -> None:
    """The predecessor's drafts of what passed on."""
    heir = moved.successor
    if heir is None:
        return
    for asked in moved.asked:
        before = await stores.submissions.get(submission_id(moved.campaign, asked, moved.organisation))
        if before is not None and before.private.saved_at is not None:
            await stores.submissions.apply(
                submission_id(moved.campaign, asked, heir),
                partial(hand_over, before=before, heir=heir, ordered=ordered),
                cause=f"{ordered.cause}/submission/{moved.organisation}",
            )
