"""A suite comes up with the data of the version before forms were data, and says what it said at every address."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.reporting.rows.model.row import ONCE
from services.reporting.rows.records.building import SCHEMA
from tests.component.suite.earlier_forms import DATA, as_before, settled, told_otherwise
from tests.component.suite.earlier_people import ACTORS, CENTRE, DEPARTMENT, DEPARTMENTS, OWN, come_up, stands
from tests.component.suite.upgraded import Json, Upgraded
from tests.review_world import eventually

UNSAID = {
    ("registration", "campaigns", OWN): "extension.granted",
    ("registration", "organisations", "khoa-8"): "organisation.changed",
    ("registration", "submissions", f"{OWN}.registration.khoa-6"): "submission.submitted",
    ("review_so-y-te", "cases", f"{DEPARTMENT}.{DEPARTMENTS}.completion.{CENTRE}"): "case.approved",
    ("review_ttyt-tan-binh", "cases", f"{CENTRE}.{OWN}.completion.khoa-1"): "case.assigned",
}
"""What lies in the outboxes, as the version before wrote it."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def upgraded(amqp_url: str, mongo_url: str) -> AsyncIterator[Upgraded]:
    async with come_up(amqp_url, mongo_url) as suite:
        yield suite


def test_the_data_is_of_the_version_before() -> None:
    """What these tests are about: no reader may refuse it, and what is still to be said has its shape, too."""
    databases: Json = DATA["databases"]
    unsaid: dict[tuple[str, str, str], list[Json]] = {}
    for plan in databases["registration"]["campaigns"]:
        assert {form["kind"] for form in plan["public"]["forms"]} <= {"registration", "interim", "completion"}
        assert all("periods" not in form and "code" not in form for form in plan["public"]["forms"])
    for sent in databases["registration"]["submissions"]:
        assert "period" not in sent["public"]
        assert all("kind" not in version["content"] for version in sent["public"]["versions"])
    for database, collections in databases.items():
        for collection, documents in collections.items():
            unsaid |= {(database, collection, one["_id"]): one["outbox"] for one in documents if one.get("outbox")}
    assert {place: outbox[0]["type"] for place, outbox in unsaid.items()} == UNSAID
    kinds = {one["public"]["kind"] for one in databases["notify"]["notifications"]}
    assert len(kinds) == 13, "a notification of every kind"


async def test_what_was_still_to_be_said_is_heard(upgraded: Upgraded) -> None:
    await stands(upgraded, "completion", CENTRE, "approved", DEPARTMENTS)
    await stands(upgraded, "registration", "khoa-6", "received")

    async def heard() -> bool:
        notify, figures = "notify", "reporting"
        unit = await upgraded.stored(figures, "copies_organisations").find_one({"_id": "khoa-8"})
        plan = await upgraded.stored(figures, "copies_campaigns").find_one({"_id": OWN})
        one = await upgraded.stored(notify, "copies_cases").find_one({"_id": f"{CENTRE}.{OWN}.completion.khoa-1"})
        extended = [extension["organisation"] for extension in plan["public"]["extensions"]]
        told = await upgraded.stored(notify, "notifications").find_one({"public.facts.above": DEPARTMENTS})
        names = unit["public"]["short_name"], one["public"]["assigned_to"]["account"]
        return bool(told) and "khoa-8" in extended and names == ("K. Kiểm soát", "td-ba")

    await eventually(heard, "what waited in the outboxes")
    await upgraded.told()
    assert await upgraded.faults() == []


async def test_rows_are_made_again_and_keep_their_keys(upgraded: Upgraded) -> None:
    async def built() -> Any:
        return await upgraded.stored("reporting", "builds").find_one({"_id": "rows", "public.schema": SCHEMA})

    await eventually(built, "rows made from the copies")
    rows = [row async for row in upgraded.stored("reporting", "rows").find()]
    before = {row["_id"] for row in DATA["databases"]["reporting"]["rows"]}
    sent_since = {f"{OWN}.registration.khoa-6.{CENTRE}"}
    assert {row["_id"] for row in rows} == before | sent_since
    assert all(row["public"]["period"] == ONCE for row in rows)
    assert not any("outcome" in item for row in rows for item in row["public"].get("items", ())), "as it was made"


async def test_every_answer_is_as_before(upgraded: Upgraded) -> None:
    """Of all services, in JSON and CSV, but for what forms have gained; a refusal keeps its code."""
    differing = []
    for asked in DATA["answers"]:
        answer = await upgraded.call(ACTORS[asked["actor"]], "GET", asked["path"])
        said: Any = answer.json() if "json" in answer.headers["content-type"] else answer.text
        said = as_before(said) if answer.status_code == 200 else {"code": said["code"]}
        if (answer.status_code, said) != (asked["status"], settled(asked["answer"])):
            differing.append((asked["actor"], asked["path"]))
    assert differing == []


async def test_every_old_address_leads_to_what_it_led_to(upgraded: Upgraded) -> None:
    """Every page, receipt and file; a receipt with its number and fingerprint."""
    differing: list[tuple[str, str, object]] = []
    for page in DATA["pages"]["seen"]:
        answer = await upgraded.call(ACTORS[page["actor"]], "GET", page["path"])
        if answer.status_code != 200:
            differing.append((page["actor"], page["path"], answer.status_code))
        elif "type" in page:
            assert answer.headers["content-type"] == page["type"]
        elif missing := told_otherwise(page, answer.text):
            differing.append((page["actor"], page["path"], missing))
    assert differing == []
