"""The columns and the outline that reports have, as data beside this file."""

from functools import cache
from pathlib import Path

import yaml

from shared.contracts.forms import Form
from shared.forms.values import Layout


def layout(form: Form) -> Layout:
    """Of a look at progress, or of the final report."""
    return _layouts()["interim" if form.interim else "final"]


@cache
def _layouts() -> dict[str, Layout]:
    content = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {name: Layout.model_validate(said) for name, said in content.items()}
