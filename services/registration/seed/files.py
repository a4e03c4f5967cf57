"""The files of a seed: a folder with ``organisations.yaml``, ``accounts.yaml`` and ``campaigns.yaml``."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, ValidationError

from services.registration.people.accounts.model.account import AccountDefinition
from services.registration.people.accounts.model.credentials import PASSWORD_LENGTH
from shared.contracts.campaigns import CampaignDefinition
from shared.contracts.organisations import Organisation
from shared.contracts.types import Contract, Instant

Password = Annotated[str, Field(min_length=PASSWORD_LENGTH)]


class SeedAccount(AccountDefinition):
    """An account, for practice with its password."""

    password: Password | None = None

    @property
    def definition(self) -> AccountDefinition:
        return AccountDefinition.read(dict(self))


class SeedCampaign(CampaignDefinition):
    """A campaign; `announced_at` None: announced at the moment of loading."""

    announce: bool = False
    announced_at: Instant | None = None

    @property
    def definition(self) -> CampaignDefinition:
        return CampaignDefinition.read(dict(self))


class SeedFiles(Contract):
    """The files together; each holds the list of its own name, `password` is that of all accounts without their own."""

    organisations: tuple[Organisation, ...] = ()
    accounts: tuple[SeedAccount, ...] = ()
    campaigns: tuple[SeedCampaign, ...] = ()
    password: Password | None = None

    @property
    def holds_passwords(self) -> bool:
        return self.password is not None or any(account.password is not None for account in self.accounts)


def read(folder: Path) -> SeedFiles:
    """The folder's files; a missing one is an empty one.

    Ends the process with one line for each fault, as unusable settings do.
    """
    found: dict[str, Any] = {}
    for name in ("organisations", "accounts", "campaigns"):
        found |= _content(folder / f"{name}.yaml")
    try:
        return SeedFiles(**found)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors(include_url=False)]
        raise SystemExit(f"The seed in {folder} cannot be used:\n  " + "\n  ".join(lines)) from error


def parents_first(parents: Mapping[str, Sequence[str]]) -> list[str]:
    """The keys, each after those of its parents that are keys, too; what is in a circle comes last."""
    ordered: list[str] = []
    waiting = dict(parents)
    while waiting:
        ready = [ident for ident, above in waiting.items() if not any(other in waiting for other in above)]
        for ident in ready or list(waiting):
            ordered.append(ident)
            del waiting[ident]
    return ordered


class _Words(yaml.CSafeLoader):
    """YAML whose plain scalars stay text, but for null, true and false: ``10:00`` is a time and not 600."""


_Words.yaml_implicit_resolvers = {}
_Words.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Words.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])


def _content(file: Path) -> dict[str, Any]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), _Words)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SystemExit(f"The seed in {file} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise SystemExit(f"The seed in {file} cannot be used: it must hold the list named {file.stem}")
    return content
