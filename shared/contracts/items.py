"""Items (mô hình, giải pháp, sáng kiến): what was registered, where it comes from, and what became of it."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts import files
from shared.contracts.types import Contract, Key, Line, OptionalParagraph, Paragraph, Slug
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
    """

    id: Slug
    field: Slug
    content: Paragraph
    parts: tuple[Paragraph, ...] = ()
    expected: CompletionPeriod
    note: OptionalParagraph = ""
    sources: tuple[ItemSource, ...] = ()


class LeftOut(Contract):
    """An approved item of a lower organisation that is not sent to these recipients, and why."""

    source: ItemSource
    reason: Paragraph


class Figure(Contract):
    """A figure of a result: what was counted, the number, and its unit ("hồ sơ", "%"), which may be empty."""

    name: Line
    value: Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
    unit: Annotated[OptionalParagraph, Field(max_length=60)] = ""


class ResultOutcome(StrEnum):
    """What became of an item: hoàn thành, chưa hoàn thành, không tiếp tục thực hiện."""

    DONE = "done"
    NOT_DONE = "not_done"
    GIVEN_UP = "given_up"


class Result(Contract):
    """What a report says of one item.

    `done_on`: when it was completed. `result` is what was achieved; `forecast` what is only expected and never
    counts as achieved. `reason`: why it is not done or was given up; `new_expected`: until when it shall be done.
    """

    item: Slug
    outcome: ResultOutcome
    done_on: CompletionPeriod | None = None
    result: OptionalParagraph = ""
    forecast: OptionalParagraph = ""
    figures: tuple[Figure, ...] = ()
    evidence: OptionalParagraph = ""
    attachments: tuple[Attachment, ...] = ()
    reason: OptionalParagraph = ""
    new_expected: CompletionPeriod | None = None

    @property
    def without_figures(self) -> bool:
        """The outline asks for "dẫn chứng, số liệu cụ thể": such a result is flagged, and may be sent all the same."""
        return self.outcome is ResultOutcome.DONE and not self.figures


class Passage(Contract):
    """A text of the narrative report (đề cương): in a section, of one item where the section has an entry an item."""

    section: Line
    item: Slug | None = None
    text: OptionalParagraph = ""


class Content(Contract):
    """What a delivered form says.

    Mẫu 1 has `items`, the fields answered with an explicit nil ("-", không có nội dung), and what a consolidating
    organisation left out. A report has the registered items as they are called now, one result for each, and the
    passages of its outline.
    """

    items: tuple[Item, ...] = ()
    nil_fields: tuple[Slug, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    results: tuple[Result, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def outcomes(self) -> dict[str, ResultOutcome]:
        """What became of the items, by their ids."""
        return {result.item: result.outcome for result in self.results}

    @property
    def texts(self) -> dict[tuple[str, str | None], str]:
        """The passages by section and item."""
        return {(passage.section, passage.item): passage.text for passage in self.passages}

    def item(self, ident: str) -> Item | None:
        return next((item for item in self.items if item.id == ident), None)

    def result(self, item: str) -> Result | None:
        return next((result for result in self.results if result.item == item), None)
