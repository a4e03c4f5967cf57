"""The practice clock: moved while the suite runs, by a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.cli import moved_or_shown, read
from shared.clock import file_clock, move_clock

SPRING, AUTUMN = datetime(2022, 4, 29, 1, 30, tzinfo=UTC), datetime(2022, 11, 3, 1, tzinfo=UTC)
MOMENT = timedelta(seconds=30)


def test_a_running_clock_goes_on_from_where_it_is_moved(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    move_clock(file, SPRING)
    clock = file_clock(file)
    assert SPRING <= clock() < SPRING + MOMENT
    move_clock(file, AUTUMN)
    assert AUTUMN <= clock() < AUTUMN + MOMENT
    move_clock(file, SPRING)
    assert SPRING <= clock() < SPRING + MOMENT


@pytest.mark.parametrize("text", ["03/11/2022 08:00", "2022-11-03 08:00", "2022-11-03T08:00", " 03/11/2022 08:00 "])
def test_a_moment_is_read_by_vietnam_time(text: str) -> None:
    assert read(text) == AUTUMN


def test_the_command_says_what_it_could_not_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "clock"
    assert moved_or_shown("03/11/2022", file) == 1
    assert "make run" in capsys.readouterr().err
    move_clock(file, SPRING)
    assert moved_or_shown("mai", file) == 1
    assert "mai" in capsys.readouterr().err
    assert moved_or_shown("03/11/2022 08:00", file) == 0
    assert "03/11/2022" in capsys.readouterr().out
