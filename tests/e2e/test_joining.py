"""A level that starts after submissions were sent to it, or that lost its database, has all its cases."""

import contextlib
from dataclasses import replace

import httpx2
from motor.motor_asyncio import AsyncIOMotorClient

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Json, Person, Suite, wait_until
from deploy.demo.stage import seed
from deploy.suite import LocalSuite
from shared.record.audit import verify
from tests.harness import running_suite, settings

CAMPAIGN = "2958-kh-syt-2022"
SUBMISSION = f"{CAMPAIGN}.registration.ttyt-tan-binh"
CASE = f"/api/review/so-y-te/cases/so-y-te.{SUBMISSION}"


async def submit_the_real_items(clerk: Person) -> None:
    """The centre's filled Mẫu 1 of 2022 to the department."""
    items = [
        {name: item[name] for name in ("field", "content", "parts", "expected") if name in item}
        for item in seed("items")["items"]
    ]
    filled = {item["field"] for item in items}
    plan = next(campaign for campaign in seed("campaigns")["campaigns"] if campaign["id"] == CAMPAIGN)
    nil = [field["code"] for field in plan["fields"] if field["code"] not in filled]
    body = {"campaign": CAMPAIGN, "form": "registration", "organisation": "ttyt-tan-binh"}
    await clerk.post("/api/registration/submissions", body)
    await clerk.put(f"/api/registration/submissions/{SUBMISSION}/draft", {"items": items, "nil_fields": nil})
    await clerk.post(f"/api/registration/submissions/{SUBMISSION}/submit")


def has_case(seen: Json) -> bool:
    return bool(seen["_status"] == 200)


async def test_a_level_joins_late_and_loses_its_database(amqp_url: str, mongo_url: str) -> None:
    values = settings(amqp_url, mongo_url, organisations=("ttyt-tan-binh",))
    async with running_suite(values) as (_, client):
        clerk = await Suite(client).person("tchc", PRACTICE_PASSWORD)
        await submit_the_real_items(clerk)

        late = LocalSuite({**values, "organisations": ("so-y-te",)})
        late.apps = {"review": late.apps["review"]}
        async with late.running():
            transport = httpx2.ASGITransport(app=late.apps["review"])
            async with httpx2.AsyncClient(transport=transport, base_url="http://review") as review:
                signed_in = await Suite(client).person("tccb", PRACTICE_PASSWORD)
                reviewer = replace(signed_in, suite=Suite(review))
                seen = await reviewer.wait(CASE, has_case, "the case at the level that joined late", allow=(404,))
                assert len(seen["case"]["rounds"][0]["content"]["items"]) == 3

                await reviewer.post(f"{CASE}/decide", {"version": 1, "outcome": "approve"})
                await clerk.wait(
                    f"/api/registration/submissions/{SUBMISSION}",
                    lambda s: s["submission"]["recipients"][0]["status"] == "approved",
                    "the unit to hear the approval",
                )
                before = (await reviewer.get(CASE))["version"]

                with contextlib.closing(AsyncIOMotorClient[Json](mongo_url)) as database:
                    await database.drop_database(f"{values['database_prefix']}_review_so-y-te")
                again = await reviewer.wait(
                    CASE,
                    lambda s: has_case(s) and s["case"]["status"] == "approved" and s["version"] > before,
                    "the case with its decision after the database was lost",
                    allow=(404,),
                )
                assert again["case"]["rounds"][0]["decision"]["outcome"] == "approve"

                async def audit() -> Json:
                    return {"faults": (await verify(mongo_url, values["database_prefix"])).faults}

                await wait_until(audit, lambda seen: not seen["faults"], "every witness to agree with the rebuilt case")
