"""How every operator's command runs: where it finds the suite, and with one sentence when something is refused."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict

from shared.errors import DomainError
from shared.observability import configure_logging
from shared.operator.text import remedy
from shared.settings import PREFIX, EnvironmentSettings

if TYPE_CHECKING:
    from aio_pika.abc import AbstractConnection

Result = TypeVar("Result")

SERVICES = ("registration", "notify", "reporting")
LOCAL_ENVIRONMENT = Path(".local") / "environment"
"""Where a suite on this machine notes its addresses, in the folder from which it was started."""


class OperatorSettings(EnvironmentSettings):
    """What the commands need to know; each asks only for the addresses that it uses."""

    model_config = SettingsConfigDict(populate_by_name=True, env_file=LOCAL_ENVIRONMENT)

    amqp_url: SecretStr | None = None
    mongo_url: SecretStr | None = None
    review_organisations: str = Field(
        default="", validation_alias=AliasChoices(f"{PREFIX}REVIEW_ORGANISATIONS", "REVIEW_ORGANISATIONS")
    )

    def queues(self) -> list[str]:
        """The work queues of the suite. The broker cannot be asked for them, so they are known by name."""
        organisations = [name.strip() for name in self.review_organisations.split(",") if name.strip()]
        return [f"{self.queue_prefix}{name}" for name in (*SERVICES, *(f"review.{o}" for o in organisations))]


def address(value: SecretStr | None, field: str) -> str:
    """The address. Raises DomainError ``setting_missing`` naming what to set."""
    if value is None or not value.get_secret_value():
        raise DomainError("setting_missing", field=f"{PREFIX}{field.upper()}")
    return value.get_secret_value()


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

    async def connect_and_work() -> Result:
        async with connected(address(settings.amqp_url, "amqp_url")) as connection:
            return await work(connection)

    return asyncio.run(connect_and_work())
