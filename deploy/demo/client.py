"""People at the public HTTP API. A request that found no server is sent again with the same key: nothing doubles."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx2

Json = dict[str, Any]

PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.05


class DemoError(Exception):
    """The suite answered something else than the main job needs; the message says what and where."""


def must(what: str, found: object, wanted: object) -> None:
    """Raises DemoError where something is not what the documents make it."""
    if found != wanted:
        raise DemoError(f"{what}: {found!r} instead of {wanted!r}")


@dataclass(frozen=True)
class Suite:
    """The suite behind one address."""

    client: httpx2.AsyncClient

    async def person(self, account: str, password: str) -> "Person":
        """Signs in."""
        credentials = {"account": account, "password": password}
        answer = await self.request("POST", "/api/registration/session", json=credentials)
        return Person(self, answer["actor"]["name"], {"Authorization": f"Bearer {answer['token']}"})

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        headers: dict[str, str] | None = None,
        allow: tuple[int, ...] = (),
    ) -> Json:
        """The JSON answer. Waits for a server that is away; raises DemoError for a refusal not in `allow`."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                response = await self.client.request(method, path, json=json, headers=headers)
            except httpx2.TransportError as error:
                problem = f"{type(error).__name__}: {error}"
            else:
                if response.status_code < 400 or response.status_code in allow:
                    return {**response.json(), "_status": response.status_code}
                problem = f"{response.status_code} {response.text[:500]}"
                if response.status_code not in {502, 503, 504}:
                    raise DemoError(f"{method} {path}: {problem}")
            if time.monotonic() > deadline:
                raise DemoError(f"{method} {path}: still {problem} after {PATIENCE_SECONDS:.0f} s")
            await asyncio.sleep(0.3)


@dataclass(frozen=True)
class Person:
    """A signed-in office."""

    suite: Suite
    name: str
    headers: dict[str, str]

    async def get(self, path: str, *, allow: tuple[int, ...] = ()) -> Json:
        return await self.suite.request("GET", path, headers=self.headers, allow=allow)

    async def post(self, path: str, body: object = None, *, allow: tuple[int, ...] = ()) -> Json:
        """A command under a fresh key, which every repetition of the same request carries again."""
        headers = {**self.headers, "Idempotency-Key": uuid.uuid4().hex}
        return await self.suite.request("POST", path, json=body or {}, headers=headers, allow=allow)

    async def put(self, path: str, body: object) -> Json:
        return await self.suite.request("PUT", path, json=body, headers=self.headers)

    async def wait(self, path: str, reached: Callable[[Json], bool], what: str, *, allow: tuple[int, ...] = ()) -> Json:
        """Reads until the condition holds. Raises DemoError with what was awaited and what was last seen."""
        return await wait_until(lambda: self.get(path, allow=allow), reached, what)


async def wait_until(
    read: Callable[[], Awaitable[Json]], reached: Callable[[Json], bool], what: str, patience: float = PATIENCE_SECONDS
) -> Json:
    """Polls a condition with a bound."""
    deadline = time.monotonic() + patience
    while True:
        seen = await read()
        if reached(seen):
            return seen
        if time.monotonic() > deadline:
            raise DemoError(f"waited {patience:.0f} s for: {what}; last seen: {str(seen)[:600]}")
        await asyncio.sleep(POLL_SECONDS)
