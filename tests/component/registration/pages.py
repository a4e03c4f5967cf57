"""What a browser without JavaScript does with registration's pages: reads their forms and fills them in."""

import re
from html import unescape
from typing import Any

import httpx2

from shared.identity import Actor, Role
from tests.component.registration.world import World
from tests.unit.registration.examples import person

PLAN, CENTRE = "70-kh-ttyt-2022", "ttyt-tan-binh"
CODES = ["steering", "institutions", "procedures", "organisation", "civil-service", "public-finance"]
UNITS = iter([f"tyt-phuong-{number}" for number in range(1, 16)] + [f"khoa-{number}" for number in range(4, 10)])


def inputs(html: str) -> dict[str, str]:
    """What a browser would send of the page's form as it is shown, buttons aside."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        names = {name: unescape(value) for name, value in re.findall(r'([a-z]+)="([^"]*)"', tag)}
        if "name" in names and (names.get("type") not in {"radio", "checkbox"} or "checked" in tag):
            found[names["name"]] = names.get("value", "")
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL):
        found[name] = unescape(text)
    return found


class Clerk:
    """A clerk at the pages of his unit's Mẫu 1."""

    def __init__(self, world: World, actor: Actor) -> None:
        self.world = world
        self.actor = actor
        self.ident = f"{PLAN}.registration.{actor.organisation}"
        self.base = f"/dang-ky/{self.ident}"

    def beside(self, name: str) -> "Clerk":
        """A colleague of the same unit."""
        return Clerk(self.world, self.actor.model_copy(update={"account": name, "name": f"Đồng nghiệp {name}"}))

    async def see(self, path: str) -> httpx2.Response:
        return await self.world.browse(self.actor, self.base + path)

    async def shown(self, path: str) -> dict[str, str]:
        """The inputs of a page's form."""
        answer = await self.see(path)
        assert answer.status_code == 200, answer.text
        return inputs(answer.text)

    async def post(self, path: str, fields: dict[str, str]) -> httpx2.Response:
        return await self.world.fill_in(self.actor, self.base + path, fields)

    async def draft(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.world.get(self.actor, f"/submissions/{self.ident}")).json()
        return found

    async def contents(self) -> list[str]:
        return [item["content"] for item in (await self.draft())["draft"]["items"]]

    async def open_item(self, code: str = "steering", **typed: str) -> dict[str, str]:
        """A new row's inputs, filled."""
        fields = await self.shown(f"/soan/linh-vuc/{code}/them")
        return {**fields, "content": "Tuyên truyền", "expected": "Năm 2022", "action": "save"} | typed

    async def save(self, fields: dict[str, str]) -> httpx2.Response:
        return await self.post(f"/soan/noi-dung/{fields['item']}", fields)

    async def add(self, code: str = "steering", **typed: str) -> str:
        """A row saved; its id."""
        fields = await self.open_item(code, **typed)
        answer = await self.save(fields)
        assert answer.status_code == 303, answer.text
        return fields["item"]

    async def fill(self) -> str:
        """One row, an explicit nil elsewhere; the row's id."""
        item = await self.add()
        rest = await self.shown("/soan/con-lai")
        answer = await self.post("/soan/con-lai", rest)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{self.base}/kiem-tra")
        return item

    async def send(self) -> httpx2.Response:
        """What the last look's button sends."""
        return await self.post("/gui", await self.shown("/kiem-tra"))


async def clerk_of(world: World, unit: str) -> Clerk:
    """The clerk of a unit, led to the list of fields."""
    clerk = Clerk(world, person(unit, Role.CLERK))
    fields = {"campaign": PLAN, "form": "registration", "organisation": unit}
    answer = await world.fill_in(clerk.actor, "/dang-ky", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{clerk.base}/soan"), answer.text
    return clerk
