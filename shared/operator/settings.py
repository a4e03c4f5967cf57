"""Where an operator's commands find the suite: the environment, secret files, or the suite on this machine."""

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from shared.errors import DomainError
from shared.settings import PREFIX, EnvironmentSettings

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
