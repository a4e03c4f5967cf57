"""Every kind of form that there is has what the services ask of it."""

import pytest
from jinja2 import Environment, nodes

from shared.forms.registry import homes

REVIEWED_BY = {"heading": 1, "summary": 1, "content": 3, "mark": 2}
"""The macros that a case's page calls, see `Kind.review`, and how many values each takes."""


@pytest.mark.parametrize("kind", sorted(homes()))
def test_a_reviewer_is_shown_every_kind(kind: str) -> None:
    text = (homes()[kind] / "templates" / "case.html").read_text(encoding="utf-8")
    macros = {macro.name: len(macro.args) for macro in Environment().parse(text).find_all(nodes.Macro)}
    assert REVIEWED_BY.items() <= macros.items()


@pytest.mark.parametrize("kind", sorted(homes()))
def test_a_reviewers_page_may_show_something_beside_each_item_of_every_kind(kind: str) -> None:
    """It calls `content` with a block, which Jinja refuses where the macro does not speak of its caller."""
    text = (homes()[kind] / "templates" / "case.html").read_text(encoding="utf-8")
    (content,) = (macro for macro in Environment().parse(text).find_all(nodes.Macro) if macro.name == "content")
    assert "caller" in {name.name for name in content.find_all(nodes.Name)}
