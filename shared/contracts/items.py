"""Items (mô hình, giải pháp, sáng kiến): what was registered, and where it comes from."""

from typing import Annotated

from pydantic import Field

from shared.contracts import files
from shared.contracts.columns import Answer
from shared.contracts.types import Contract, Key, OptionalParagraph, Paragraph, Slug, is_empty
from shared.language.periods import CompletionPeriod

Attachment = files.Attachment  # for those who know it by this module


class ItemSource(Contract):
    """A lower organisation's item that stands behind a consolidated one: `version` of `submission` was approved.

    `field` is the code in that submission's own campaign.
    """

    submission: Key
    organisation: Slug
    version: int
    item: Slug
    field: Slug


class Item(Contract):
    """An initiative. Its id lives through renaming, merging, consolidation and completion.

    `parts` are numbered sub-contents: an item counts once however many it has. `sources`: the items of lower
    organisations behind a consolidated one, which goes by the id of the first of them; empty for one of its own.
    `answers`: what is said in the columns that the plan added to those of the form's kind.
    """

    id: Slug
    field: Slug
    content: Paragraph
    parts: tuple[Paragraph, ...] = ()
    expected: CompletionPeriod
    note: OptionalParagraph = ""
    answers: Annotated[tuple[Answer, ...], Field(exclude_if=is_empty)] = ()
    sources: tuple[ItemSource, ...] = ()


class LeftOut(Contract):
    """An approved item of a lower organisation that is not sent to these recipients, and why."""

    source: ItemSource
    reason: Paragraph
