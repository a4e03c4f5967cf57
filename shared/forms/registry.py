"""The kinds that there are: every package beside this file that has a `kind.py`. Nothing is listed by hand."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol

import shared.forms
from shared.errors import DomainError
from shared.forms.kind import Kind


class HasKind(Protocol):
    """A form, a content or a draft."""

    @property
    def kind(self) -> str: ...


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its code; looked for once, when the first application is built."""
    packages = sorted(f"shared.forms.{module.name}" for module in iter_modules(shared.forms.__path__) if module.ispkg)
    found = (import_module(f"{name}.kind").KIND for name in packages if find_spec(f"{name}.kind"))
    return {kind.code: kind for kind in found}


def homes() -> dict[str, Path]:
    """The folder of each kind's package: its templates and its sentences are there."""
    return {code: Path(str(files(type(kind).__module__.rpartition(".")[0]))) for code, kind in kinds().items()}


def kind_of(thing: HasKind) -> Kind:
    """The kind of a form, a content or a draft. Raises DomainError ``form_kind_unknown``."""
    found = kinds().get(thing.kind)
    if found is None:
        raise DomainError("form_kind_unknown", field="kind", value=thing.kind)
    return found
