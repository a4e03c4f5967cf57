"""What a registration says, and what is typed of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field

from shared.contracts.columns import AnswerText
from shared.contracts.content import Content
from shared.contracts.items import ItemSource, LeftOut
from shared.contracts.types import Contract, OptionalParagraph, Slug, is_empty
from shared.forms.draft import PART_LIMIT, Draft, OptionalWording

KIND = "initiatives"
Parts = Annotated[tuple[OptionalParagraph, ...], Field(max_length=PART_LIMIT)]


class Registration(Content):
    """The items, the fields answered with an explicit nil ("-", không có nội dung), and what a consolidating
    organisation left out."""

    kind: Slug = KIND
    nil_fields: tuple[Slug, ...] = ()
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
    """The rows, and the fields answered with an explicit nil. `left_out`: what a consolidation does not send."""

    kind: Slug = KIND
    items: tuple[DraftItem, ...] = ()
    nil_fields: tuple[Slug, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def item(self, ident: str) -> DraftItem | None:
        return next((item for item in self.items if item.id == ident), None)

    @property
    def rows(self) -> Mapping[str, Sequence[Contract]]:
        return {item.id: [item] for item in self.items}

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
                "left_out": tuple(dict.fromkeys((*self.left_out, *other.left_out))),
            }
        )


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
