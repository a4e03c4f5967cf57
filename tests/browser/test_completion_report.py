"""A leader reads a completion report: each number leads to its list, on a telephone and at a desk, without script."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from deploy.suite import LocalSuite
from shared.contracts.events import Event
from tests.browser.accessible import assert_sound, assert_well_formed
from tests.browser.people import BOTH_WAYS, Device, People
from tests.reporting_samples import CENTRE
from tests.reporting_world import event
from tests.reporting_year import OWN_PLAN, submissions

REPORT = "tong-ket-thu-2022"


def heard() -> list[Event]:
    """A campaign of its own, so that the others are left as they are; the same events give the same state."""
    plan = OWN_PLAN.model_copy(update={"id": REPORT, "number": "71/KH-TTYT"})
    sent = [
        one.model_copy(update={"id": f"{REPORT}.{one.form}.{one.organisation}", "campaign": REPORT})
        for one in submissions()
    ]
    return [event("campaign.announced", plan), *(event("submission.submitted", one) for one in sent)]


@pytest.fixture
async def report(suite: tuple[LocalSuite, str]) -> AsyncIterator[str]:
    """The address of the report, while reporting knows the campaign; afterwards as if it had never heard of it."""
    reporting: Any = suite[0].apps["reporting"].state
    library = reporting.library
    for one in heard():
        if one.subject.startswith("campaign"):
            await reporting.keeper.campaign(one.content(), one)
        else:
            await reporting.keeper.submission(one.content(), one)
            await library.submissions.keep(one)
    yield f"/bao-cao/{REPORT}?recipient={CENTRE}&form=completion"
    await library.campaigns.collection.delete_one({"_id": REPORT})
    for copies in (library.rows, library.submissions.collection):
        await copies.delete_many({"public.campaign": REPORT})


@BOTH_WAYS
async def test_each_number_of_a_completion_report_leads_to_its_list(
    people: People, report: str, device: Device
) -> None:
    page = await people.page("giam-doc", device)
    await page.goto(report)
    await assert_sound(page, device)
    numbers = page.locator("a.number")
    targets = [str(await one.get_attribute("href")) for one in await numbers.all()]
    shown = dict(zip(targets, await numbers.all_inner_texts(), strict=True))
    assert len(shown) > 40
    for place, (target, number) in enumerate(shown.items()):
        await page.goto(target)
        assert await page.locator("main strong").first.inner_text() == number, target
        if place % 8 == 0:
            await assert_well_formed(page)
