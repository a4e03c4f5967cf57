"""Keeps the rows in step with the copies that they are made of.

A submission's rows are written before its copy, so that a process killed in between finds the event again. Campaigns
and organisations speak of rows that others write at the same time: they are looked at once more after the copy.
"""

import asyncio
from collections.abc import Sequence

from services.reporting.rows.records.building import built, ensure_indexes, mark_built, name_periods
from services.reporting.rows.records.documents import OrganisationNames, day_of
from services.reporting.rows.records.keeping import keep_campaign, keep_name, keep_submission, release
from services.reporting.rows.records.tallies import mark_campaign, refresh
from services.reporting.stores import Library
from shared.contracts.campaigns import Campaign
from shared.contracts.events import Event
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.observability import logger
from shared.record.copies import Copy

log = logger("reporting.rows")

TEND_SECONDS = 5.0
AT_ONCE = 32


class Keeper:
    """Writes what was heard of into the rows; repeating it, in any order, changes nothing."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def submission(self, content: Submission, event: Event) -> None:
        """The effect of a submission's event; the copy comes after it."""
        await keep_submission(self._library, content, event.sequence)

    async def campaign(self, content: Campaign, event: Event) -> None:
        """A campaign's event, and its copy."""
        copies = self._library.campaigns
        if await copies.is_stale(event):
            return
        await keep_campaign(self._library, content, event.sequence)
        await copies.keep(event)
        await release(self._library, content.id, event.sequence, day_of(content))
        newest = await copies.get(content.id)
        if newest is not None and newest.version > event.sequence:
            await keep_campaign(self._library, newest.content, newest.version)
        await mark_campaign(self._library, newest.content if newest else content)

    async def organisation(self, content: Organisation, event: Event) -> None:
        """An organisation's event, and its copy."""
        copies = self._library.organisations
        if await copies.is_stale(event):
            return
        named = OrganisationNames.of(content, event.sequence)
        await keep_name(self._library, content.id, named)
        await copies.keep(event)
        await keep_name(self._library, content.id, named)

    async def tend(self) -> None:
        """Makes the rows of a database that has none yet, or that made them otherwise, and adds up what was written;
        looks again and again."""
        await ensure_indexes(self._library)
        stale: dict[str, int] = {}
        while True:
            if not await built(self._library):
                await self.rebuild()
            stale = await refresh(self._library, stale)
            await asyncio.sleep(TEND_SECONDS)

    async def rebuild(self) -> None:
        """All rows from the copies, and no sum of before. What is heard of meanwhile is newer and stays."""
        count = 0
        await name_periods(self._library)
        async for campaign in self._library.campaigns.stream({}):
            await keep_campaign(self._library, campaign.content, campaign.version)
            await mark_campaign(self._library, campaign.content)
        waiting: list[Copy[Submission]] = []
        async for submission in self._library.submissions.stream({}):
            count += 1
            waiting.append(submission)
            if len(waiting) == AT_ONCE:
                await self._keep(waiting)
                waiting = []
        await self._keep(waiting)
        await mark_built(self._library)
        log.info("rows made from the copies", submissions=count)

    async def _keep(self, submissions: Sequence[Copy[Submission]]) -> None:
        await asyncio.gather(*(keep_submission(self._library, copy.content, copy.version) for copy in submissions))
