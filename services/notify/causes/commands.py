"""What the service hears of becomes notifications."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice

from services.notify.causes.model.campaign_causes import of_campaign, of_reopenings
from services.notify.causes.model.case_causes import names_items, of_case
from services.notify.causes.model.causes import Asking, Cause, asking, noticed
from services.notify.causes.model.submission_causes import of_submission
from services.notify.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.events import Event
from shared.contracts.notifications import Notification
from shared.contracts.submissions import Submission

BATCH = 500
AT_ONCE = 16


class Notifier:
    """Turns what was heard into notifications. `wake` None: no mail server, in-app notifications only."""

    def __init__(self, stores: Stores, wake: Callable[[], None] | None) -> None:
        self._stores = stores
        self._wake = wake

    async def case(self, case: Case, event: Event) -> None:
        """Comes again a little later where a decision names items that were not heard of yet."""
        submission = await self._stores.submissions.content(case.submission) if names_items(case) else None
        await self._notice(list(of_case(case, submission)), event)

    async def campaign(self, campaign: Campaign, event: Event) -> None:
        """Thousands may be obliged: what is there already costs one query a batch."""
        causes: Iterator[Cause] = of_campaign(campaign)
        if campaign.reopenings:
            causes = chain(causes, of_reopenings(campaign, await self._stores.deliveries_for(campaign.id)))
        while batch := list(islice(causes, BATCH)):
            await self._notice(batch, event)

    async def submission(self, submission: Submission, event: Event) -> None:
        if causes := list(of_submission(submission)):
            await self._notice(causes, event)

    async def _notice(self, causes: Sequence[Cause], event: Event) -> None:
        """Creates what is missing, and asks for the mail of what is there. Repeating it changes nothing."""
        now = self._stores.clock()
        told = [(cause.notification, self._asking(cause, event, now)) for cause in causes]
        known = await self._stores.asked_for([notification.id for notification, _ in told])
        new = {
            notification.id: change
            for notification, asked in told
            if notification.id not in known and (change := noticed(None, notification, asked, now))
        }
        came_between = await self._stores.notifications.create_many(new, cause=f"event:{event.id}")
        known |= dict.fromkeys(came_between, False)
        unasked = [one for one, asked in told if asked is Asking.YES and known.get(one.id) is False]
        for start in range(0, len(unasked), AT_ONCE):
            await asyncio.gather(*(self._ask(one, event, now) for one in unasked[start : start + AT_ONCE]))
        if self._wake and (unasked or any(change.private.requested_at for change in new.values())):
            self._wake()

    def _asking(self, cause: Cause, event: Event, now: datetime) -> Asking:
        return asking(cause, event.type, replayed=event.replayed, now=now) if self._wake else Asking.NO

    async def _ask(self, notification: Notification, event: Event, now: datetime) -> None:
        decide = partial(noticed, notification=notification, asked=Asking.YES, now=now)
        await self._stores.notifications.apply(notification.id, decide, cause=f"event:{event.id}")
