"""The clock that everything asks for the time, so that a test or a practice year can hand in another one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in UTC, cut to milliseconds: what is stored and what is hashed is the same value."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def shifted_clock(offset: timedelta) -> Clock:
    """A clock that runs at normal speed from another moment; for practice and demonstration only."""
    return lambda: system_clock() + offset


def file_clock(file: Path) -> Clock:
    """A clock whose offset in seconds stands in a file and is read again whenever the file is replaced.

    So a practice year can be played by moving the clock of a running suite (see `move_clock`).
    """
    known: tuple[tuple[int, int], timedelta] | None = None

    def now() -> datetime:
        nonlocal known
        stat = file.stat()
        mark = (stat.st_ino, stat.st_mtime_ns)
        if known is None or known[0] != mark:
            known = mark, timedelta(seconds=float(file.read_text(encoding="utf-8")))
        return system_clock() + known[1]

    return now


def move_clock(file: Path, moment: datetime) -> None:
    """Lets the clock of `file_clock` go on from another moment. The file is replaced as a whole."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(str((moment - system_clock()).total_seconds()), encoding="utf-8")
    fresh.replace(file)
