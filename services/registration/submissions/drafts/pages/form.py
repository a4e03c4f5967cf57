"""The form of one row of Mẫu 1 as a browser holds it: everything stays as typed, whatever the service makes of it."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from services.registration.submissions.model.draft import mark
from services.registration.submissions.pages.frame import RowForm
from shared.contracts.columns import Column
from shared.contracts.files import Attachment
from shared.forms.columns.answers import as_typed, sent
from shared.forms.columns.types import place_of
from shared.forms.initiatives.model import DraftItem
from shared.web.form_input import FormInput

INPUTS = ("content", "parts", "expected", "note")


@dataclass(frozen=True)
class ItemForm(RowForm):
    """One initiative's inputs; `parts` has one sub-content a line.

    `answers`: what is typed in the columns that the plan added, `files` what was uploaded in them, both by column.
    """

    field: str
    content: str = ""
    parts: str = ""
    expected: str = ""
    note: str = ""
    answers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    files: Mapping[str, tuple[Attachment, ...]] = dataclasses.field(default_factory=dict)

    @classmethod
    def of(cls, item: DraftItem, *, page: str) -> Self:
        parts = "\n".join(" ".join(part.split("\n")) for part in item.parts)
        answers = {answer.column: answer.text for answer in item.answers}
        form = cls(item.id, mark(item), page, item.field, item.content, parts, item.expected, item.note, answers)
        return form.keeping(item)

    @classmethod
    def from_inputs(cls, item: str, inputs: FormInput, columns: Sequence[Column]) -> Self:
        """What is missing is empty."""
        seen, page, code, content, parts, expected, note = (
            inputs.value(name) for name in ("seen", "page", "field", *INPUTS)
        )
        return cls(item, seen, page, code, content, parts, expected, note, sent(columns, inputs.values))

    def keeping(self, saved: DraftItem | None) -> Self:
        """With what is not typed here: the files, and the answers in columns that are asked no longer."""
        answers = saved.answers if saved else ()
        before = {answer.column: answer.text for answer in answers}
        files = {answer.column: answer.attachments for answer in answers if answer.attachments}
        return dataclasses.replace(self, answers={**before, **self.answers}, files=files)

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
        own = {"content": self.content, "parts": parts, "expected": self.expected, "note": self.note}
        return own | {place_of(column): text for column, text in self.answers.items()}

    def row(self) -> DraftItem:
        """What is to be saved. Raises pydantic.ValidationError, naming the input, and as `as_typed`."""
        said = {name: getattr(self, name) for name in ("content", "expected", "note")}
        said |= {"id": self.item, "field": self.field, "parts": self.part_lines}
        return DraftItem.model_validate({**said, "answers": as_typed(self.answers, self.files)})


def texts_of(item: DraftItem | None) -> dict[str, str]:
    """A saved row as `ItemForm.texts`; all empty for one that is not there."""
    return ItemForm.of(item, page="").texts if item else dict.fromkeys(INPUTS, "")


def anchor(path: str) -> str | None:
    """The id on the page of an input path (``parts.0``); None for what no input shows."""
    name = path.partition(".")[0]
    return path if name == "answers" else name if name in INPUTS else None
