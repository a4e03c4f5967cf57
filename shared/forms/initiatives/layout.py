"""The columns that Mẫu 1 has, as data beside this file."""

from functools import cache
from pathlib import Path

import yaml

from shared.forms.kind import Layout


@cache
def layout() -> Layout:
    return Layout.model_validate(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))
