"""What a registration says, and what is typed of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field

from shared.contracts.columns import AnswerText
from shared.contracts.content import Content
from shared.contracts.files import Attachment
from shared.contracts.items import ItemSource, LeftOut
from shared.contracts.types import Contract, OptionalParagraph, Slug, is_empty
from shared.errors import not_found
from shared.forms.columns.answers import with_files
from shared.forms.draft import ITEM_LIMIT, PART_LIMIT, Draft, OptionalWording

KIND = "initiatives"
Parts = Annotated[tuple[OptionalParagraph, ...], Field(max_length=PART_LIMIT)]
Reasons = Annotated[dict[Slug, OptionalParagraph], Field(max_length=ITEM_LIMIT, exclude_if=is_empty)]
"""Why there is nothing in a field, by its code."""


class Registration(Content):
    """The items, the fields answered with an explicit nil ("-", không có nội dung) with the reason where one was given,
    and what a consolidating organisation left out."""

    kind: Slug = KIND
    nil_fields: tuple[Slug, ...] = ()
    nil_reasons: Reasons = Field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


class ItemText(Contract):
    """One row of the form as it was typed; whatever is missing is only missed when the draft is sent."""

    field: Slug
    content: OptionalParagraph = ""
    parts: Parts = ()
    expected: OptionalWording = ""
    note: OptionalParagraph = ""
    answers: Annotated[tuple[AnswerText, ...], Field(exclude_if=is_empty)] = ()


class DraftItem(ItemText):
    """A row with the id under which the initiative is known for good, and the rows of others that it stands for."""

    id: Slug
    sources: tuple[ItemSource, ...] = ()


class RegistrationDraft(Draft):
    """The rows, and the fields answered with an explicit nil. `nil_reasons`: as typed, also of fields that are still
    open. `left_out`: what a consolidation does not send."""

    kind: Slug = KIND
    items: tuple[DraftItem, ...] = ()
    nil_fields: tuple[Slug, ...] = ()
    nil_reasons: Reasons = Field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    def item(self, ident: str) -> DraftItem | None:
        return next((item for item in self.items if item.id == ident), None)

    @property
    def rows(self) -> Mapping[str, Sequence[Contract]]:
        return {item.id: [item] for item in self.items}

    @property
    def places(self) -> Mapping[str, tuple[Attachment, ...]]:
        """The files in the columns of the rows: ``items.<id>.answers.<column>``."""
        said = ((item.id, answer) for item in self.items for answer in item.answers)
        return {file_place(item, answer.column): answer.attachments for item, answer in said if answer.attachments}

    def put(self, place: str, files: tuple[Attachment, ...]) -> Self:
        row, column = row_and_column(place)
        item = self.item(row)
        if item is None or not column:
            raise not_found("file_place", place)
        filled = item.model_copy(update={"answers": with_files(item.answers, column, files)})
        rows = tuple(filled if known is item else known for known in self.items)
        return self.model_copy(update={"items": rows})

    def with_item(self, item: DraftItem) -> Self:
        """The draft with the row, new or in the place of the one before; its field is no longer nil."""
        rows = {known.id: known for known in self.items} | {item.id: item}
        return self.model_copy(
            update={
                "items": tuple(rows.values()),
                "nil_fields": tuple(code for code in self.nil_fields if code != item.field),
                "nil_reasons": {code: text for code, text in self.nil_reasons.items() if code != item.field},
            }
        )

    def without(self, item: str) -> Self:
        kept = tuple(row for row in self.items if row.id != item)
        return self if kept == self.items else self.model_copy(update={"items": kept})

    def joined(self, other: Self) -> Self:
        items = joined_items(self.items, other.items)
        answered = {item.field for item in items}
        nil = dict.fromkeys((*self.nil_fields, *other.nil_fields))
        return self.model_copy(
            update={
                "items": items,
                "nil_fields": tuple(code for code in nil if code not in answered),
                "nil_reasons": {
                    code: text for code, text in (other.nil_reasons | self.nil_reasons).items() if code not in answered
                },
                "left_out": tuple(dict.fromkeys((*self.left_out, *other.left_out))),
            }
        )


def file_place(item: str, column: str) -> str:
    """The place of the files in a column of a row."""
    return f"items.{item}.answers.{column}"


def row_and_column(place: str) -> tuple[str, str]:
    """The row and the column of such a place; both empty for what is none."""
    parts = place.split(".")
    return (parts[1], parts[3]) if len(parts) == 4 and (parts[0], parts[2]) == ("items", "answers") else ("", "")


def joined_items(first: Sequence[DraftItem], second: Sequence[DraftItem]) -> tuple[DraftItem, ...]:
    """The rows of both, those of the first as it has them and in front."""
    items = {item.id: item for item in (*second, *first)}
    order = dict.fromkeys(item.id for item in (*first, *second))
    return tuple(items[ident] for ident in order)


def drafted(draft: Draft) -> RegistrationDraft:
    """The draft of a registration. Raises TypeError for one of another kind."""
    if not isinstance(draft, RegistrationDraft):
        raise TypeError(f"a draft of kind {draft.kind} is no registration's")
    return draft


def registered(content: Content) -> Registration:
    """The content of a registration. Raises TypeError for one of another kind."""
    if not isinstance(content, Registration):
        raise TypeError(f"a content of kind {content.kind} is no registration's")
    return content
