"""The command ``sangkien``: the operators' commands, the demo, and the whole suite on one machine."""

import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from shared.clock import file_clock, move_clock
from shared.language.vietnamese import VIETNAM, format_instant
from shared.operator.cli import app

__all__ = ["app"]

CLOCK = Path(".local") / "clock"
READABLE = ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d")


@app.command("demo")
def demo(
    url: Annotated[str, typer.Option(help="A running suite.")] = "http://127.0.0.1:8000",
    standalone: Annotated[bool, typer.Option("--standalone", help="Start a throw-away suite for it.")] = False,
    year: Annotated[
        bool, typer.Option("--year", help="Play all of 2022 by a clock that is moved, in a throw-away suite.")
    ] = False,
) -> None:
    """Play the whole main job, or the whole year.

    Through the public API, step by step. Exit code 0: every number is the one in the plans of 2022.
    """
    from deploy.demo import run

    raise typer.Exit(run(url=url, standalone=standalone, year=year))


@app.command("clock")
def clock(
    moment: Annotated[str, typer.Argument(help='The new moment by Vietnam time, such as "03/11/2022 08:00".')] = "",
) -> None:
    """Show or move the practice clock of this folder's suite.

    For practice: a whole year can be played in an hour. Data keep the times at which they were made.
    """
    raise typer.Exit(moved_or_shown(moment))


@app.command("local")
def local() -> None:
    """Run the whole suite on this machine.

    Broker, database and all services, until Ctrl-C.
    """
    from deploy.local import main

    raise typer.Exit(main())


def moved_or_shown(text: str, file: Path = CLOCK) -> int:
    """Moves the clock where a moment is given, then says what it shows; 1 when it cannot."""
    if not file.exists():
        print(f'Không có đồng hồ thực hành ({file}): hãy chạy "make run" trong thư mục này trước.', file=sys.stderr)
        return 1
    if text:
        moment = read(text)
        if moment is None:
            print(f'Không hiểu "{text}": hãy ghi ngày/tháng/năm giờ:phút, ví dụ 03/11/2022 08:00.', file=sys.stderr)
            return 1
        move_clock(file, moment)
    print(f"Bây giờ là {format_instant(file_clock(file)())}.")
    return 0


def read(text: str) -> datetime | None:
    """A moment by Vietnam time; None when it is not one."""
    for pattern in READABLE:
        with suppress(ValueError):
            return datetime.strptime(text.strip(), pattern).replace(tzinfo=VIETNAM)
    return None
