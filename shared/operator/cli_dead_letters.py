"""``sangkien dead``: the parked messages of every queue."""

import json
from typing import Annotated

import typer

from shared.errors import DomainError
from shared.operator.session import on_broker, operating
from shared.operator.text import table

LIST_LIMIT = 20

dead = typer.Typer(no_args_is_help=True)


def work_queue(name: str) -> str:
    """The work queue's name, also when its parking was named."""
    return name.removesuffix(".dead")


QueueArgument = Annotated[
    str, typer.Argument(callback=work_queue, help="The work queue, for example notify or review.ttyt-tan-binh.")
]
IdArgument = Annotated[str, typer.Argument(help="The message's id, as 'sangkien dead list' shows it.")]


@dead.command("list")
def list_dead(
    queue: Annotated[list[str] | None, typer.Option(help="Only this work queue; repeat for more.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Show at most this many messages of a queue.")] = LIST_LIMIT,
) -> None:
    """List the parked messages; none is taken.

    The broker does not tell its queues, so the review queues are those of SANGKIEN_REVIEW_ORGANISATIONS; name others
    with --queue.
    """
    from shared.operator import dead_letters

    with operating() as settings:
        queues = [work_queue(name) for name in queue or settings.queues()]
        found = on_broker(settings, lambda connection: dead_letters.overview(connection, queues, limit))
    overview = [[name, "no such queue" if parked is None else str(parked)] for name, parked, _ in found]
    typer.echo(table(["queue", "parked"], overview))
    rows = [
        [m.queue, m.id, m.event, m.first_seen[:19], str(m.attempts), m.error.partition("\n")[0][:100]]
        for _, _, messages in found
        for m in messages
    ]
    if rows:
        typer.echo("\n" + table(["queue", "id", "event", "first seen (UTC)", "attempts", "error"], rows))
    hidden = sum((parked or 0) - len(messages) for _, parked, messages in found)
    if hidden > 0:
        typer.echo(f"... and {hidden} more; raise --limit to see them.")


@dead.command("show")
def show(queue: QueueArgument, ident: IdArgument) -> None:
    """Show one message: error, stack, headers, body."""
    from shared.operator import dead_letters

    with operating() as settings:
        message = on_broker(settings, lambda connection: dead_letters.find(connection, queue, ident))
    facts = [
        ["queue", message.queue],
        ["id", message.id],
        ["event", message.event],
        ["first seen", message.first_seen or "unknown"],
        ["attempts", str(message.attempts)],
        ["replayed", f"{message.replays} times"],
        ["error", message.error],
    ]
    typer.echo(table(None, facts))
    typer.echo(f"\nheaders\n{json.dumps(dict(message.headers), ensure_ascii=False, indent=2, default=str)}")
    if message.stack:
        typer.echo(f"\nstack\n{message.stack.rstrip()}")
    typer.echo(f"\nbody\n{message.readable_body}")


@dead.command("replay")
def replay_dead(
    queue: QueueArgument,
    ident: Annotated[str | None, typer.Argument(help="The message's id; leave it out with --all.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All messages parked in this queue now.")] = False,
) -> None:
    """Send a parked message back to work.

    It gets a fresh set of attempts. Doing so twice does no harm.
    """
    from shared.operator import dead_letters

    with operating() as settings:
        if (ident is None) != every:
            raise DomainError("choose_one_or_all")
        sent = on_broker(settings, lambda connection: dead_letters.replay(connection, queue, ident))
    for message in sent:
        typer.echo(f"replayed {message.id}  {message.event}")
    typer.echo(f"{len(sent)} messages are back in {queue}.")


@dead.command("drop")
def drop(
    queue: QueueArgument,
    ident: IdArgument,
    reason: Annotated[str, typer.Option(help="Why it may go; kept in the log.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Yes, for good.")] = False,
) -> None:
    """Give up a parked message for good.

    Prints and logs what was dropped.
    """
    from shared.operator import dead_letters

    with operating() as settings:
        if not yes or not reason.strip():
            raise DomainError("drop_unconfirmed")
        dropped = on_broker(settings, lambda connection: dead_letters.drop(connection, queue, ident, reason.strip()))
    for message in dropped:
        typer.echo(f"dropped {message.id}  {message.event}\nerror: {message.error}\nbody:\n{message.readable_body}")
