"""What operators type: the audit, the parked messages, a replay of all records, signing keys.

Exit codes: 0 done (the audit: green), 1 the audit found faults, 2 it could not run; then one sentence says why and
what to do about it.
"""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from shared.errors import DomainError
from shared.operator.cli_dead_letters import dead
from shared.operator.session import address, on_broker, operating
from shared.operator.text import table

HELP = """Operate a Sáng Kiến suite.

Addresses come from SANGKIEN_MONGO_URL, SANGKIEN_AMQP_URL, SANGKIEN_DATABASE_PREFIX, SANGKIEN_QUEUE_PREFIX and
SANGKIEN_EXCHANGE (or files named by SANGKIEN_..._FILE); what is unset comes from .local/environment in the current
folder, where a suite on this machine writes it.
"""
COUNTS = ("records", "entries", "files", "witnesses", "unwitnessed")

app = typer.Typer(
    no_args_is_help=True, help=HELP, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False
)
audit = typer.Typer(no_args_is_help=True)
app.add_typer(audit, name="audit", help="Check that nobody rewrote the past.")
app.add_typer(dead, name="dead", help="Look at parked messages, replay or drop them.")


@audit.command("verify")
def verify() -> None:
    """Check all histories, their witnesses and files.

    Every record's history must be whole, every copy in another service's database must agree with it, and every
    delivered file must be what it was. Exit code 0: green, 1: faults, 2: could not run.
    """
    from shared.record import audit as auditing

    with operating() as settings:
        url = address(settings.mongo_url, "mongo_url")
        report = asyncio.run(auditing.verify(url, settings.database_prefix))
    rows = [[t.database, t.collection, *(str(getattr(t, name)) for name in COUNTS)] for t in report.tallies.values()]
    typer.echo(table(["database", "collection", *COUNTS], rows, numbers=len(COUNTS)))
    records, entries, files, witnesses, unwitnessed = (report.total(name) for name in COUNTS)
    typer.echo(
        f"\n{records} records, {entries} history entries, {files} files, {witnesses} witnesses; "
        f"{unwitnessed} unwitnessed."
    )
    if report.green:
        typer.echo("Green: every history holds, every witness agrees, and every delivered file is what it was.")
        return
    typer.echo(f"\nFAULTS: {report.faults_found}\n")
    typer.echo(table(["database", "collection", "id", "what is wrong"], report.faults))
    if report.faults_found > len(report.faults):
        typer.echo(f"... and {report.faults_found - len(report.faults)} more.")
    raise typer.Exit(1)


@app.command("replay")
def replay(
    kind: Annotated[list[str] | None, typer.Option(help="Only records of this kind; repeat for more.")] = None,
    organisation: Annotated[str | None, typer.Option(help="Only what is addressed to this organisation.")] = None,
) -> None:
    """Have all records published again.

    Every service puts its records' present state on the exchange; copies that are current ignore it.
    """
    from shared.bus import replay_request

    with operating() as settings:
        kinds = replay_request.record_kinds(kind or [])
        event = replay_request.replay_event(kinds, organisation)
        on_broker(settings, lambda connection: replay_request.publish(connection, settings.exchange, event))
    scope = f"addressed to {organisation}" if organisation else "everywhere"
    typer.echo(f"Asked for {', '.join(kinds)} {scope}; request {event.id}.")


@app.command("keys")
def keys(folder: Annotated[Path | None, typer.Option(help="Write them here instead of printing them.")] = None) -> None:
    """Make a pair of signing keys.

    Ed25519, for session tokens: the private key is for registration alone, the public one for every service.
    """
    from shared.identity import make_keys

    private, public = make_keys()
    if folder is None:
        typer.echo(private + public, nl=False)
        return
    private_path, public_path = folder / "token-private.pem", folder / "token-public.pem"
    with operating():
        for path in (private_path, public_path):
            if path.exists():
                raise DomainError("key_exists", path=path)
        folder.mkdir(parents=True, exist_ok=True)
        write_new(private_path, private, 0o600)
        write_new(public_path, public, 0o644)
    typer.echo(f"{private_path}  (only for registration: SANGKIEN_TOKEN_PRIVATE_KEY_FILE)")
    typer.echo(f"{public_path}  (for every service: SANGKIEN_TOKEN_PUBLIC_KEY_FILE)")


def write_new(path: Path, text: str, mode: int) -> None:
    """Writes a file that must not exist yet, never readable by more than `mode` allows."""
    try:
        with open(path, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(text)
    except FileExistsError as error:
        raise DomainError("key_exists", path=path) from error
