"""The form of one row of Mẫu 1 as a browser holds it: everything stays as typed, whatever the service makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from services.registration.submissions.model.draft import DraftItem, Seen, mark
from shared.errors import DomainError

INPUTS = ("content", "parts", "expected", "note")


@dataclass(frozen=True)
class ItemForm:
    """One initiative's inputs; `parts` has one sub-content a line.

    `seen` is the mark of the row as this page showed it (empty: not there), `page` the key of the opened page.
    """

    item: str
    field: str
    seen: str
    page: str
    content: str = ""
    parts: str = ""
    expected: str = ""
    note: str = ""

    @classmethod
    def of(cls, item: DraftItem, *, page: str) -> Self:
        parts = "\n".join(" ".join(part.split("\n")) for part in item.parts)
        return cls(item.id, item.field, mark(item), page, item.content, parts, item.expected, item.note)

    @classmethod
    def typed(cls, item: str, sent: Mapping[str, str]) -> Self:
        """From the names of the inputs; what is missing is empty."""
        texts = {name: sent.get(name, "").replace("\r\n", "\n") for name in INPUTS}
        return cls(item, sent.get("field", ""), sent.get("seen", "")[:64], sent.get("page", "")[:64], **texts)

    @property
    def seen_before(self) -> Seen:
        return Seen(self.seen, self.page)

    @property
    def blank(self) -> bool:
        return not any(text.strip() for text in (self.content, self.parts, self.expected, self.note))

    @property
    def part_lines(self) -> list[str]:
        return [line for line in self.parts.splitlines() if line.strip()]

    def row(self) -> DraftItem:
        """What is to be saved. Raises pydantic.ValidationError, naming the input."""
        values: dict[str, Any] = {
            "id": self.item,
            "field": self.field,
            "content": self.content,
            "parts": self.part_lines,
            "expected": self.expected,
            "note": self.note,
        }
        return DraftItem.model_validate(values)

    def against(self, current: DraftItem | None) -> Self:
        """The same typing, knowingly over what is saved now."""
        return replace(self, seen=mark(current))


def anchor(path: str) -> str | None:
    """The id on the page of an input path (``parts.0``); None for what no input shows."""
    name = path.partition(".")[0]
    return name if name in INPUTS else None


def version_of(text: str) -> int | None:
    """A version as a hidden input sends it; None for none. Raises DomainError ``input_invalid`` for nonsense."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise DomainError("input_invalid")
    return int(text)
