"""The columns and the outline that the official forms have, as data beside this file."""

from functools import cache
from pathlib import Path

import yaml

from shared.contracts.campaigns import Column, FormKind, Section
from shared.contracts.types import Contract

FILE = Path(__file__).with_suffix(".yaml")


class OfficialForm(Contract):
    """What a form of a kind asks for; a form without table has no columns, one without report no outline."""

    columns: tuple[Column, ...] = ()
    outline: tuple[Section, ...] = ()


@cache
def official_forms() -> dict[FormKind, OfficialForm]:
    """The official form of every kind."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {kind: OfficialForm.model_validate(content[kind.value]) for kind in FormKind}
