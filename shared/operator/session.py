"""How every operator's command runs: with its settings, and with one sentence when something is refused."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

import typer
from pydantic import ValidationError

from shared.errors import DomainError
from shared.observability import configure_logging
from shared.operator.settings import OperatorSettings, address
from shared.operator.text import remedy

if TYPE_CHECKING:
    from aio_pika.abc import AbstractConnection

Result = TypeVar("Result")


@contextlib.contextmanager
def operating() -> Iterator[OperatorSettings]:
    """The settings; whatever is refused inside ends the command with one sentence on stderr and exit code 2."""
    configure_logging()
    try:
        yield OperatorSettings()
    except (DomainError, ValidationError, OSError) as error:
        typer.echo(remedy(error), err=True)
        raise typer.Exit(2) from error


def on_broker(settings: OperatorSettings, work: "Callable[[AbstractConnection], Awaitable[Result]]") -> Result:
    """Does something on a connection to the suite's broker."""
    from shared.operator.dead_letters import connected

    url = address(settings.amqp_url, "amqp_url")

    async def connect_and_work() -> Result:
        async with connected(url) as connection:
            return await work(connection)

    return asyncio.run(connect_and_work())
