"""The clock that everything asks for the time, so that a test or a practice year can hand in another one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC, cut to milliseconds: what is stored and what is hashed is the same value."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def shifted_clock(offset: timedelta) -> Clock:
    """A clock that runs at normal speed from another moment; for practice and demonstration only."""
    return lambda: system_clock() + offset
