"""``sangkien demo``: the whole main job through the public API of a running suite, with timings and figures."""

import asyncio
import time
import uuid
from pathlib import Path

import httpx2

from deploy.demo.client import DemoError, Suite
from deploy.demo.screen import Screen
from deploy.demo.stage import Hook, no_hook
from deploy.demo.story import Story
from deploy.demo.year import START, play_year
from deploy.demo.year.calendar import Calendar

PRACTICE_PASSWORD = "sang-kien-2022"  # noqa: S105 - the published password of the practice accounts


async def play(
    client: httpx2.AsyncClient, screen: Screen, *, password: str, after: Hook = no_hook, clock: Path | None = None
) -> None:
    """Plays the main job or, where the suite's `clock` can be moved, the whole year.

    Raises DemoError with the difference when an answer or a number is not what it must be.
    """
    started = time.perf_counter()
    suite, number = Suite(client), uuid.uuid4().hex[:6]
    if clock is None:
        story = Story(suite, screen, number, password, after)
        await story.play()
        await story.show_figures()
    else:
        await play_year(Calendar(suite, screen, number, password, after, clock=clock))
    held = "số liệu" if clock is None else "bảng"
    screen.line()
    screen.line(f"Mọi {held} khớp với hồ sơ năm 2022 ({screen.steps} bước, {time.perf_counter() - started:.1f} giây).")


def run(url: str, standalone: bool, year: bool) -> int:
    """The command: 0 when everything adds up, 1 otherwise. A year moves the clock, so its suite is always its own."""
    screen = Screen()
    try:
        if year or standalone:
            from deploy.local import PRACTICE_START, throw_away

            with throw_away(START if year else PRACTICE_START) as (address, clock):
                asyncio.run(_play(address, screen, clock if year else None))
        else:
            asyncio.run(_play(url, screen))
    except DemoError as error:
        screen.line(f"KHÔNG ĐẠT: {error}")
        return 1
    return 0


async def _play(url: str, screen: Screen, clock: Path | None = None) -> None:
    async with httpx2.AsyncClient(base_url=url, timeout=20) as client:
        try:
            await client.get("/livez")
        except httpx2.TransportError as error:
            raise DemoError(f"no suite answers at {url} ({error}); start one with: make run") from error
        await play(client, screen, password=PRACTICE_PASSWORD, clock=clock)
