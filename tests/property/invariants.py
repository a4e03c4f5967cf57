"""What must hold when everything that was said has been heard."""

import re
from typing import Any

from services.registration.submissions.settlement.model.upward import news_of
from services.review.cases.records.delivered import all_delivered
from shared.contracts.cases import CaseStatus
from shared.contracts.submissions import RecipientStatus, Submission, Upward
from shared.forms.registry import kind_of
from shared.rules.ids import case_id
from shared.runtime.runtime import Runtime
from tests.property.figures import figures_add_up
from tests.property.kept import nothing_confidential_is_told, what_was_delivered_is_kept
from tests.property.numbers import numbers_add_up
from tests.property.world import World

AS_CASE = {
    RecipientStatus.RECEIVED: CaseStatus.UNSEEN,
    RecipientStatus.VIEWED: CaseStatus.VIEWED,
    RecipientStatus.APPROVED: CaseStatus.APPROVED,
    RecipientStatus.RETURNED: CaseStatus.RETURNED,
    RecipientStatus.REJECTED: CaseStatus.REJECTED,
    RecipientStatus.WITHDRAWN: CaseStatus.WITHDRAWN,
}


HEARERS = {
    "registration": ("case",),
    "notify": ("organisation", "campaign", "submission", "case"),
    "reporting": ("organisation", "campaign", "submission", "case"),
}
"""Which services keep copies of what."""
UNTOLD = re.compile("^(started|created|edited|inherited:.*)$")
"""What happens to a record before anybody else hears of it; a draft may also be handed over by a restructuring."""


async def hold(world: World) -> None:
    """Every invariant, one after the other."""
    await copies_equal_their_sources(world)
    await everybody_heard_everything(world)
    await nothing_is_carried_twice(world)
    await units_know_what_became_of_their_items(world)
    delivered = await world.delivered()
    for submission in delivered:
        await both_sides_agree(world, submission)
    await what_was_delivered_is_kept(world, delivered)
    await nothing_confidential_is_told(world, delivered)
    for plan in [await world.plan(campaign) for campaign in world.campaigns]:
        own = [one for one in delivered if one.campaign == plan.id]
        await figures_add_up(world, plan, own)
        await numbers_add_up(world, plan, own)


async def copies_equal_their_sources(world: World) -> None:
    """Version by version and word for word, in every service; and nobody has anything left to say."""
    runtimes: list[Runtime] = [app.state.runtime for app in world.suite.apps.values()]
    sources: dict[str, dict[str, tuple[int, Any]]] = {}
    for runtime in runtimes:
        for store in runtime.stores:
            assert (await store.outbox.backlog())[0] == 0, f"{store.kind}: something was not said"
            async for found in store.collection.find({}, {"history": 1, "public": 1}):
                told = found["history"][-1]["version"] if found["history"] else 0
                sources.setdefault(store.kind, {})[found["_id"]] = told, found["public"]
    for runtime in runtimes:
        for copies in runtime.copies:
            async for found in copies.collection.find({}):
                assert (found["version"], found["public"]) == sources[copies.kind][found["_id"]], found["subject"]


async def everybody_heard_everything(world: World) -> None:
    """Who keeps copies of a kind of record holds one of every record that was ever told of."""
    apps = world.suite.apps
    owners = {store.kind: [store] for store in apps["registration"].state.runtime.stores}
    owners["case"] = [desk.stores.cases for desk in apps["review"].state.desks.values()]
    for service, kinds in HEARERS.items():
        kept = {copies.kind: copies for copies in apps[service].state.runtime.copies}
        for kind in kinds:
            told = {"history": {"$elemMatch": {"action": {"$not": UNTOLD}}}}
            query = {} if kind in {"organisation", "case"} else told
            wanted = {found["_id"] for store in owners[kind] for found in await _ids(store, query)}
            heard = {found["_id"] for found in await _ids(kept[kind], {})}
            assert wanted <= heard, f"{service} never heard of {sorted(wanted - heard)[:3]}"


async def _ids(kept: Any, query: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await kept.collection.find(query, {"_id": 1}).to_list(None)
    return found


async def nothing_is_carried_twice(world: World) -> None:
    """An item of a unit stands behind one item of each delivered version, or is left out of it, never both."""
    for submission in await world.delivered():
        for version in submission.versions:
            sources = [source for item in version.content.items for source in item.sources]
            sources += [left.source for left in kind_of(version.content).left_out(version.content)]
            places = [(source.submission, source.item) for source in sources]
            assert len(places) == len(set(places)), f"{submission.id}, version {version.number}"


async def both_sides_agree(world: World, submission: Submission) -> None:
    """The submitter sees what the desk sees, and no delivered version is lost on the way."""
    desks = world.suite.apps["review"].state.desks
    for recipient in submission.recipients:
        place = recipient.organisation
        case = (await desks[place].stores.cases.load(case_id(place, submission.id))).public
        sent = [version for version in submission.versions if place in version.recipients]
        assert [r.version for r in case.rounds] == [version.number for version in sent]
        (shown,) = await all_delivered(desks[place].stores, [case])
        assert [r.content for r in shown.rounds] == [version.content for version in sent]
        assert case.status is AS_CASE[recipient.status], submission.id
        assert [r.decision for r in case.rounds if r.decision] == list(recipient.decisions)
        wish = recipient.correction
        assert case.correction == (wish if wish and wish.asked_by.organisation == place else None), submission.id
        assert case.revoked_corrections == recipient.revoked_corrections


async def units_know_what_became_of_their_items(world: World) -> None:
    """What every carrier tells now is what the submissions behind it hold, and nothing else."""
    stores = world.suite.apps["registration"].state.stores
    records = await stores.submissions.find({"public.campaign": {"$in": world.campaigns}})
    wanted: dict[str, set[Upward]] = {}
    for record in records:
        for ident, news in news_of(record.public, 0).items():
            wanted.setdefault(ident, set()).update(_bare(entry) for entry in news.entries)
    for record in records:
        assert {_bare(entry) for entry in record.public.upward} == wanted.get(record.id, set()), record.id


def _bare(entry: Upward) -> Upward:
    return entry.model_copy(update={"sequence": 0})
