"""``sangkien demo --year``: all of 2022 by a clock that is moved, every closing table held against the documents."""

import time
import uuid
from datetime import datetime
from pathlib import Path

import httpx2

from deploy.demo.client import DemoError, Suite
from deploy.demo.screen import Screen
from deploy.demo.stage import Hook, no_hook
from deploy.demo.year import reports, spring, tables
from deploy.demo.year.calendar import Calendar
from shared.language.vietnamese import VIETNAM

START = datetime(2022, 4, 29, 8, tzinfo=VIETNAM)
"""Where the suite's clock stands before anything happens: it is only ever moved forward."""


async def play_year(
    client: httpx2.AsyncClient, screen: Screen, *, clock: Path, password: str, after: Hook = no_hook
) -> None:
    """Plays the year. Raises DemoError with the difference when an answer or a table is not what it must be."""
    started = time.perf_counter()
    year = Calendar(Suite(client), screen, uuid.uuid4().hex[:6], password, after, clock=clock)
    await spring.announce(year)
    await spring.register(year)
    await spring.consolidate(year)
    await spring.decisions(year)
    await reports.interim(year)
    await reports.units_report(year)
    await reports.centre_reports(year)
    if faults := await tables.check(year):
        raise DemoError("\n".join(["tables that are not the expected ones", *faults]))
    screen.line()
    screen.line(f"Mọi bảng khớp với hồ sơ năm 2022 ({screen.steps} bước, {time.perf_counter() - started:.1f} giây).")
