"""The columns that Mẫu 1 has, as data beside this file."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from shared.contracts.columns import Column
from shared.forms.values import Layout


@cache
def layout() -> Layout:
    return Layout.model_validate(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))


def added_columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns that a plan added to those of Mẫu 1: their answers stand with the items."""
    own = {column.code for column in layout().columns}
    return tuple(column for column in columns if column.code not in own)
