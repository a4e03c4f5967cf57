"""The form of one row of Mẫu 1 as a browser holds it: everything stays as typed, whatever the service makes of it."""

from dataclasses import dataclass
from typing import Self

from services.registration.submissions.model.draft import mark
from services.registration.submissions.pages.frame import RowForm
from shared.forms.initiatives.model import DraftItem
from shared.web.form_input import FormInput

INPUTS = ("content", "parts", "expected", "note")


@dataclass(frozen=True)
class ItemForm(RowForm):
    """One initiative's inputs; `parts` has one sub-content a line."""

    field: str
    content: str = ""
    parts: str = ""
    expected: str = ""
    note: str = ""

    @classmethod
    def of(cls, item: DraftItem, *, page: str) -> Self:
        parts = "\n".join(" ".join(part.split("\n")) for part in item.parts)
        return cls(item.id, mark(item), page, item.field, item.content, parts, item.expected, item.note)

    @classmethod
    def from_inputs(cls, item: str, inputs: FormInput) -> Self:
        """What is missing is empty."""
        return cls(item, *(inputs.value(name) for name in ("seen", "page", "field", *INPUTS)))

    @property
    def blank(self) -> bool:
        return not any(text.strip() for text in self.texts.values())

    @property
    def part_lines(self) -> list[str]:
        return [line for line in self.parts.splitlines() if line.strip()]

    @property
    def texts(self) -> dict[str, str]:
        """The columns as plain texts, to be laid beside somebody else's."""
        parts = "\n".join(self.part_lines)
        return {"content": self.content, "parts": parts, "expected": self.expected, "note": self.note}

    def row(self) -> DraftItem:
        """What is to be saved. Raises pydantic.ValidationError, naming the input."""
        return DraftItem.model_validate({**self.texts, "id": self.item, "field": self.field, "parts": self.part_lines})


def texts_of(item: DraftItem | None) -> dict[str, str]:
    """A saved row as `ItemForm.texts`; all empty for one that is not there."""
    return ItemForm.of(item, page="").texts if item else dict.fromkeys(INPUTS, "")


def anchor(path: str) -> str | None:
    """The id on the page of an input path (``parts.0``); None for what no input shows."""
    name = path.partition(".")[0]
    return name if name in INPUTS else None
