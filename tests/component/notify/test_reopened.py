"""A reopened campaign of a weekly form, whose deliveries notify looks up in its own copies."""

from collections.abc import AsyncIterator

import pytest

from shared.contracts.forms import FormPeriod
from tests.notify_repeated import SURVEY, WEEKS, reopened, sent
from tests.notify_samples import CAMPAIGN, STATION, centre, organisation, station
from tests.notify_world import World, event, organisations, running_world, settings_values

OTHER = "tyt-phuong-2"


@pytest.fixture
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(settings_values(amqp_url, mongo_url)) as running:
        yield running


async def test_who_sent_every_week_is_told_nothing_and_who_missed_some_once(world: World) -> None:
    other = organisation(OTHER, "Trạm Y tế Phường 2")
    await world.tell(*organisations(station(), other, centre()))
    deliveries = [sent(FormPeriod(SURVEY, week), STATION) for week in WEEKS[:20]]
    deliveries += [sent(FormPeriod(SURVEY, week), OTHER) for week in WEEKS[:18]]
    await world.tell(*(event("submission.submitted", one) for one in deliveries))
    known = await world.stores.deliveries_for(CAMPAIGN)
    assert len(known) == 38
    assert {version.content.items for one in known.values() for version in one.versions} == {()}
    await world.tell(event("campaign.amended", reopened(STATION, OTHER), 2))
    told = [one for one in (await world.kept()).values() if one["kind"] == "campaign-reopened"]
    assert [one["organisation"] for one in told] == [OTHER]
