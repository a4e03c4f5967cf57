"""What was delivered stays as it was, in every service, and what was told in confidence is told to nobody else."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from typing import Any

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Answer, ColumnType
from shared.contracts.content import Content
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Submission
from shared.language.vietnamese import fold
from tests.property.columns import SECRET
from tests.property.papers import Paper, are_readable
from tests.property.world import World, reviewer

Asked = tuple[str, FormPeriod]
"""A plan by its id, and a form of it in a period."""


async def what_was_delivered_is_kept(world: World, delivered: Sequence[Submission]) -> None:
    """Every version with the paper that was kept of it when it was sent: here, and in whoever heard of it."""
    papers = dict(world.papers)
    for submission in delivered:
        plan = await world.plan(submission.campaign)
        for version in submission.versions:
            paper = papers.pop((submission.id, version.number))
            assert Paper.of(version, submission.asked, plan) == paper, f"{submission.id}, version {version.number}"
        are_readable(submission.versions, submission.asked, plan)
    assert not papers, "what was delivered is gone"
    for found in await _copies(world):
        heard = Submission.read(found)
        for version in heard.versions:
            assert version.content.model_dump_json() == world.papers[heard.id, version.number].content, heard.id


async def _copies(world: World) -> list[dict[str, Any]]:
    """Submissions as review and reporting hold them."""
    query = {"public.campaign": {"$in": world.campaigns}}
    kept = [
        copies
        for service in ("review", "reporting")
        for copies in world.suite.apps[service].state.runtime.copies
        if copies.kind == "submission"
    ]
    return [found["public"] for copies in kept for found in await copies.collection.find(query).to_list(None)]


async def nothing_confidential_is_told(world: World, delivered: Sequence[Submission]) -> None:
    """Neither found by a search, nor listed, nor mailed: also what only became confidential after it was sent."""
    plans = {campaign: await world.plan(campaign) for campaign in world.campaigns}
    secrets = {fold(SECRET)}
    sent: dict[Asked, None] = {}
    for one in delivered:
        told = {
            text for version in one.versions for text in _confidential(version.content, plans[one.campaign], one.form)
        }
        sent |= {(one.campaign, one.asked): None} if told else {}
        secrets |= told
    texts = [*await _stored(world), *[text async for text in _lists(world, plans, sent)]]
    for text in map(fold, texts):
        for secret in secrets:
            assert secret not in text, f"{secret} is told in {text[:300]}"


def _confidential(content: Content, plan: Campaign, code: str) -> Iterator[str]:
    """The words in columns that are confidential now; those of a report's items are told by their registration."""
    form = plan.form(code)
    columns = form.columns if form and content.kind == form.kind else ()
    hidden = {one.code for one in columns if one.confidential and one.type is ColumnType.TEXT}
    rows: list[Sequence[Answer]] = [row.answers for row in getattr(content, "rows", ())]
    for answer in (answer for row in [*rows, *(item.answers for item in content.items)] for answer in row):
        if answer.column in hidden:
            yield fold(answer.text)


async def _stored(world: World) -> list[str]:
    """What cases are found by, what reporting's rows hold, and everything that notify wrote."""
    desks = world.suite.apps["review"].state.desks.values()
    found = [
        case["private"]["search"]
        for desk in desks
        for case in await desk.stores.cases.collection.find({}).to_list(None)
    ]
    rows = await world.suite.apps["reporting"].state.library.rows.find({}).to_list(None)
    stores = world.suite.apps["notify"].state.runtime.stores
    told = [one for store in stores for one in await store.collection.find({}).to_list(None)]
    return [*found, *map(str, rows), *map(str, told)]


async def _lists(world: World, plans: Mapping[str, Campaign], sent: Collection[Asked]) -> AsyncIterator[str]:
    """The lists of items, as JSON and as files, of what was sent."""
    for ident, asked in sent:
        to = plans[ident].recipients[0]
        query = f"recipient={to}&form={asked.form}" + (f"&period={asked.period}" if asked.period else "")
        for name in ("items", "items.csv", "summary.csv"):
            yield await world.read(reviewer(to), f"/api/reporting/campaigns/{ident}/{name}?{query}")
