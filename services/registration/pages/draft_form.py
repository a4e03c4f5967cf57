"""The Mẫu 1 form as a browser holds it: everything stays as typed, whatever the service makes of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from services.registration.domain.drafts import Draft, DraftItem, TypedDraft
from shared.contracts.campaigns import Campaign

ITEMS, NIL = "items", "nil"
_ROW = re.compile(r"row\.([0-9]{1,4})\.(id|field|content|parts|expected|note)")
_ITEM = re.compile(r"items\.([0-9]+)(?:\.([a-z]+))?(?:\..*)?")


@dataclass(frozen=True)
class Row:
    """One initiative's inputs; `parts` has one sub-content a line."""

    field: str
    id: str = ""
    content: str = ""
    parts: str = ""
    expected: str = ""
    note: str = ""

    @property
    def blank(self) -> bool:
        return not any(text.strip() for text in (self.content, self.parts, self.expected, self.note))

    @classmethod
    def of(cls, item: DraftItem) -> Self:
        parts = "\n".join(" ".join(part.split("\n")) for part in item.parts)
        return cls(item.field, item.id, item.content, parts, item.expected, item.note)

    def typed(self) -> dict[str, object]:
        parts = [line for line in self.parts.splitlines() if line.strip()]
        return {
            "id": self.id or None,
            "field": self.field,
            "content": self.content,
            "parts": parts,
            "expected": self.expected,
            "note": self.note,
        }


@dataclass(frozen=True)
class DraftForm:
    """The rows in order, the answer to each field by its code, the version seen, and the key of the next delivery."""

    rows: tuple[Row, ...]
    answers: Mapping[str, str]
    version: int | None
    key: str
    action: str = field(default="save")

    @classmethod
    def of(cls, draft: Draft, *, version: int, key: str) -> Self:
        answers = {item.field: ITEMS for item in draft.items} | dict.fromkeys(draft.nil_fields, NIL)
        return cls(tuple(Row.of(item) for item in draft.items), answers, version, key)

    @classmethod
    def typed(cls, sent: Mapping[str, str]) -> Self:
        """From the names ``row.<n>.<input>``, ``answer.<field>``, ``version``, ``key`` and ``action``."""
        rows: dict[int, dict[str, str]] = {}
        for name, value in sent.items():
            if found := _ROW.fullmatch(name):
                rows.setdefault(int(found[1]), {})[found[2]] = value.replace("\r\n", "\n")
        version = sent.get("version", "")
        return cls(
            rows=tuple(Row(**{"field": "", **rows[number]}) for number in sorted(rows)),
            answers={name.removeprefix("answer."): value for name, value in sent.items() if name.startswith("answer.")},
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
            key=sent.get("key", "")[:100],
            action=sent.get("action", "save"),
        )

    def draft(self) -> TypedDraft:
        """What is to be saved: blank rows are nothing. Raises pydantic.ValidationError, naming the row."""
        return TypedDraft.model_validate(
            {
                "items": [row.typed() for row in self.rows if not row.blank],
                "nil_fields": [code for code, answer in self.answers.items() if answer == NIL],
            }
        )

    def offering(self, campaign: Campaign, extra: str = "") -> Self:
        """With a blank row in every field that is still unanswered, and in the one where another is wanted."""
        filled = {row.field for row in self.rows}
        wanted = [
            Row(f.code)
            for f in campaign.fields
            if f.code == extra or (f.code not in filled and self.answers.get(f.code) != NIL)
        ]
        return replace(self, rows=(*self.rows, *wanted))

    def saved(self, draft: Draft, version: int) -> Self:
        """As it is now saved, rows with their ids; the answers stay as they were chosen."""
        return replace(self, rows=tuple(Row.of(item) for item in draft.items), version=version)

    def without(self, position: int) -> Self:
        return replace(self, rows=self.rows[:position] + self.rows[position + 1 :])

    def rows_of(self, code: str) -> list[tuple[int, Row]]:
        """A field's rows, each with the number under which its inputs are named."""
        return [(number, row) for number, row in enumerate(self.rows) if row.field == code]

    def strays(self, campaign: Campaign) -> list[tuple[int, Row]]:
        """Rows of fields that the plan no longer has: shown, so that nothing typed gets lost."""
        return [pair for pair in enumerate(self.rows) if pair[1].field not in campaign.field_codes]

    def anchor(self, path: str) -> str | None:
        """The id on the page of an input path of the service; None for the form as a whole."""
        if found := _ITEM.fullmatch(path):
            numbers = [number for number, row in enumerate(self.rows) if not row.blank]
            position, part = int(found[1]), found[2] or "content"
            shown = part if part in {"content", "parts", "expected", "note"} else "content"
            return f"row-{numbers[position]}-{shown}" if position < len(numbers) else None
        return f"answer-{path.removeprefix('fields.')}" if path.startswith("fields.") else None
