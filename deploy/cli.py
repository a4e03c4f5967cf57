"""The command ``sangkien``: the operators' commands, the demo, and the whole suite on one machine."""

from typing import Annotated

import typer

from shared.operator.cli import app

__all__ = ["app"]


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
    from deploy.practice_clock import moved_or_shown

    raise typer.Exit(moved_or_shown(moment))


@app.command("local")
def local() -> None:
    """Run the whole suite on this machine.

    Broker, database and all services, until Ctrl-C.
    """
    from deploy.local import main

    raise typer.Exit(main())
