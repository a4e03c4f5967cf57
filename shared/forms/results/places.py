"""Where on the editor's pages a part of a report is typed."""

from shared.forms.results.check import TEXTS

INPUTS = ("name", *TEXTS, "note")
"""The texts of an item's form beside its figures and its words in the outline."""


def anchor(path: str) -> str | None:
    """The id on the page of an input path (``result.figures.0.name``); None for what no input shows."""
    name = path.removeprefix("result.")
    head, _, rest = name.partition(".")
    if head == "figures" and rest.count(".") == 1:
        return name
    if head == "texts" and rest.isdigit():
        return f"text-{rest}"
    return head if head in {*INPUTS, "outcome", "file"} else None
