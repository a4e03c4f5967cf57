"""Settings come from the environment, secrets also from files (``<NAME>_FILE``, as containers mount them)."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from shared.errors import DomainError

PREFIX = "SANGKIEN_"
EXCHANGE = "sangkien"
PLACEHOLDERS = ("change-me", "changeme", "placeholder", "example", "secret", "password", "thay-doi")


class Mode(StrEnum):
    """`local`: one machine, practice data, secrets made on the spot. `production`: everything else."""

    LOCAL = "local"
    PRODUCTION = "production"


class FileSecrets(EnvSettingsSource):
    """Reads ``SANGKIEN_X_FILE`` where ``SANGKIEN_X`` is not set."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        found: dict[str, str | None] = {}
        for name, path in os.environ.items():
            if name.startswith(PREFIX) and name.endswith("_FILE") and path:
                try:
                    found[name.removesuffix("_FILE").lower()] = Path(path).read_text(encoding="utf-8").strip()
                except OSError as error:
                    reason = error.strerror or type(error).__name__
                    raise DomainError("setting_file_unreadable", field=name, path=path, reason=reason) from error
        return found


class EnvironmentSettings(BaseSettings):
    """Values from the environment, then from secret files, then from an env file where there is one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    exchange: str = EXCHANGE
    queue_prefix: str = ""
    database_prefix: str = "sangkien"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, FileSecrets(settings_cls), dotenv_settings


class Settings(EnvironmentSettings):
    """What every service needs. Services add their own."""

    mode: Mode = Mode.PRODUCTION
    amqp_url: SecretStr
    mongo_url: SecretStr
    retry_seconds: tuple[int, ...] = (1, 5, 30, 120, 600)
    token_public_key: str
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    log_level: str = "INFO"
    # Seconds between the machine's clock and the suite's; for a practice year on one machine only.
    clock_offset: float = 0.0
    # The same in a file that may be replaced while the suite runs; it goes before `clock_offset`.
    clock_file: Path | None = None

    @property
    def practice_clock(self) -> bool:
        """Whether the suite's clock is not the machine's."""
        return bool(self.clock_offset) or self.clock_file is not None

    @model_validator(mode="after")
    def fit_for_the_mode(self) -> Self:
        """Outside the local mode there is no practice clock, and no secret is a placeholder."""
        if self.mode is Mode.LOCAL:
            return self
        if self.practice_clock:
            raise ValueError(f"{PREFIX}CLOCK_OFFSET and {PREFIX}CLOCK_FILE are for the local mode only; unset them")
        for name in type(self).model_fields:
            value = getattr(self, name)
            text = value.get_secret_value() if isinstance(value, SecretStr) else ""
            if any(word in text.lower() for word in PLACEHOLDERS):
                raise ValueError(f"{PREFIX}{name.upper()} still holds a placeholder; set a secret of your own")
        return self


Chosen = TypeVar("Chosen", bound=Settings)


def load(kind: type[Chosen], **overrides: Any) -> Chosen:
    """The settings of a service. Ends the process with one line for each bad setting, naming it and the remedy."""
    try:
        return kind(**overrides)
    except DomainError as error:
        raise SystemExit(f"{error.field}: {error.params['path']}: {error.params['reason']}") from error
    except ValidationError as error:
        lines = []
        for fault in error.errors(include_url=False):
            name = "_".join(map(str, fault["loc"])).upper()
            own = bool(fault["loc"]) and fault["loc"][0] not in kind.model_fields  # a variable with a name of its own
            name = PREFIX + name if name and not own else name
            choice = f"set {name}" if own else f"set {name} or {name}_FILE"
            hint = choice if fault["type"] == "missing" else fault["msg"]
            lines.append(f"{name}: {hint}" if name else hint)
        raise SystemExit("Settings cannot be used:\n  " + "\n  ".join(lines)) from error
