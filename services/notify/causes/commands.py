"""What the service hears of becomes notifications."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice

from services.notify.causes.model.asking import Asking, asking, noticed
from services.notify.causes.model.campaign_causes import of_campaign
from services.notify.causes.model.causes import Cause, names_items, of_case
from services.notify.causes.model.reopenings import of_reopenings
from services.notify.causes.model.submission_causes import of_submission
from services.notify.stores import Stores
from shared.clock import Clock
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.events import Event
from shared.contracts.submissions import Submission

BATCH = 500
AT_ONCE = 16


class Notifier:
    """Turns what was heard into notifications. `mailing` False: no mail server, in-app notifications only."""

    def __init__(self, stores: Stores, clock: Clock, *, mailing: bool, wake: Callable[[], None]) -> None:
        self._stores = stores
        self._clock = clock
        self._mailing = mailing
        self._wake = wake

    async def case(self, case: Case, event: Event) -> None:
        """Comes again a little later where a decision names items that were not heard of yet."""
        submission = await self._stores.submissions.content(case.submission) if names_items(case) else None
        await self._notice(list(of_case(case, submission)), event)

    async def campaign(self, campaign: Campaign, event: Event) -> None:
        """Thousands may be obliged: what is there already costs one query a batch."""
        causes: Iterator[Cause] = of_campaign(campaign)
        if campaign.reopenings:
            causes = chain(causes, of_reopenings(campaign, await self._stores.submissions_for(campaign.id)))
        while batch := list(islice(causes, BATCH)):
            await self._notice(batch, event)

    async def submission(self, submission: Submission, event: Event) -> None:
        if causes := list(of_submission(submission)):
            await self._notice(causes, event)

    async def _notice(self, causes: Sequence[Cause], event: Event) -> None:
        """Creates what is missing. Repeating it changes nothing."""
        known = await self._stores.asked_for([cause.notification.id for cause in causes])
        new = {c.notification.id: (c, self._asking(c, event)) for c in causes if c.notification.id not in known}
        known |= await self._create(new, event)
        work = []
        for cause in causes:
            asked = self._asking(cause, event)
            ident = cause.notification.id
            if ident not in known or (asked is Asking.YES and not known[ident]):
                work.append((cause, asked))
        for start in range(0, len(work), AT_ONCE):
            await asyncio.gather(*(self._keep(c, a, event) for c, a in work[start : start + AT_ONCE]))
        if any(asked is not Asking.NO for _, asked in (*work, *new.values())):
            self._wake()

    async def _create(self, new: Mapping[str, tuple[Cause, Asking]], event: Event) -> dict[str, bool]:
        """The new ones in one go, and whether their mail was asked for; not those that came in between."""
        now = self._clock()
        changes = {
            ident: change
            for ident, (cause, asked) in new.items()
            if (change := noticed(None, cause.notification, asked, now)) is not None
        }
        there = await self._stores.notifications.create_many(changes, cause=f"event:{event.id}")
        made = changes.keys() - there
        return {ident: changes[ident].private.requested_at is not None for ident in made}

    def _asking(self, cause: Cause, event: Event) -> Asking:
        if not self._mailing:
            return Asking.NO
        return asking(cause, event.type, replayed=event.replayed, now=self._clock())

    async def _keep(self, cause: Cause, asked: Asking, event: Event) -> None:
        now = self._clock()
        await self._stores.notifications.apply(
            cause.notification.id,
            lambda record: noticed(record, cause.notification, asked, now),
            cause=f"event:{event.id}",
        )
