"""Who worked in the suite of the version before forms were data, and how they go on in the one that comes up."""

from contextlib import AbstractAsyncContextManager
from typing import Any

from shared.identity import Actor
from tests.component.suite.earlier_forms import DATA
from tests.component.suite.upgraded import Json, Upgraded, upgraded_suite
from tests.review_world import eventually

CENTRE, DISTRICT, DEPARTMENT = "ttyt-tan-binh", "ubnd-tan-binh", "so-y-te"
OWN, DISTRICTS, DEPARTMENTS, NEXT = "70-kh-ttyt-2022", "124-kh-ubnd-2022", "2958-kh-syt-2022", "80-kh-ttyt-2023"
NOW = "2022-10-14T15:00:30+07:00"  # half a minute after the data was made
API = "/api/registration"
ACTORS = {account: Actor.model_validate(actor) for account, actor in DATA["actors"].items()}
ADMINISTRATOR, REVIEWER, LEADER = ACTORS["quan-tri"], ACTORS[f"td-{CENTRE}"], ACTORS["ld-trung-tam"]


def come_up(amqp_url: str, mongo_url: str) -> AbstractAsyncContextManager[Upgraded]:
    return upgraded_suite(DATA, amqp_url, mongo_url, (CENTRE, DISTRICT, DEPARTMENT), NOW)


def clerk(unit: str) -> Actor:
    return ACTORS[f"vt-{unit}"]


def submission(form: str, unit: str, campaign: str = OWN) -> str:
    return f"{API}/submissions/{campaign}.{form}.{unit}"


def case(form: str, unit: str, desk: str = CENTRE, campaign: str = OWN) -> str:
    return f"/api/review/{desk}/cases/{desk}.{campaign}.{form}.{unit}"


async def stands(upgraded: Upgraded, form: str, unit: str, status: str, campaign: str = OWN) -> Json:
    """The submission as its unit sees it, as soon as its recipient has it so."""

    async def reached() -> Any:
        seen = await upgraded.do(clerk(unit), "GET", submission(form, unit, campaign))
        return seen if [r["status"] for r in seen["submission"]["recipients"]] == [status] else None

    found: Json = await eventually(reached, f"{form} of {unit} {status}")
    return found


async def decide(upgraded: Upgraded, form: str, unit: str, version: int, **said: Any) -> None:
    """The centre approves a version as soon as it lies before it."""
    path = case(form, unit)

    async def there() -> bool:
        seen = await upgraded.call(REVIEWER, "GET", path)
        return seen.status_code == 200 and bool(seen.json()["case"]["rounds"][-1]["version"] == version)

    await eventually(there, f"version {version} of {path}")
    await upgraded.do(REVIEWER, "POST", f"{path}/decide", {"version": version, "outcome": "approve"} | said)
    await stands(upgraded, form, unit, "approved")


async def draft_of(upgraded: Upgraded, form: str, unit: str) -> Json:
    found: Json = (await upgraded.do(clerk(unit), "GET", submission(form, unit)))["draft"]
    return found


async def send(upgraded: Upgraded, form: str, unit: str, draft: Json) -> Json:
    """The newest version, as it was delivered."""
    await upgraded.do(clerk(unit), "PUT", f"{submission(form, unit)}/draft", draft)
    sent = await upgraded.do(clerk(unit), "POST", f"{submission(form, unit)}/submit")
    found: Json = sent["submission"]["versions"][-1]
    return found


async def told(upgraded: Upgraded, unit: str, kind: str, **facts: str) -> None:
    """The unit has a notification that says so."""

    async def there() -> bool:
        path = f"/api/notify/notifications?kind={kind}&size=100"
        found = (await upgraded.do(clerk(unit), "GET", path))["items"]
        return any(facts.items() <= one["facts"].items() for one in found)

    await eventually(there, f"{kind} for {unit}")
