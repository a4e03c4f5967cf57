"""What a report says of the items in force, and what is typed of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field

from shared.contracts.content import Content
from shared.contracts.files import Attachment
from shared.contracts.types import Contract, Line, OptionalParagraph, Slug
from shared.errors import not_found
from shared.forms.draft import Draft, OptionalWording
from shared.forms.initiatives.model import DraftItem, joined_items
from shared.language.periods import CompletionPeriod
from shared.record.record import digest

KIND = "results"
RESULTS = "results."
"""Before the item in the place of the files of its result."""
FIGURE_LIMIT = 50


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


class Report(Content):
    """The registered items as they are called now, one result for each, and the passages of the outline."""

    kind: Slug = KIND
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

    def result(self, item: str) -> Result | None:
        return next((result for result in self.results if result.item == item), None)


class FigureText(Contract):
    """A figure as it was typed."""

    name: OptionalWording = ""
    value: OptionalWording = ""
    unit: OptionalWording = ""


class DraftResult(Contract):
    """What a report says of one item, as it was typed; `outcome` None: not answered yet.

    Files are uploaded and removed one by one, or come along with a result that is taken over.
    """

    item: Slug
    outcome: ResultOutcome | None = None
    done_on: OptionalWording = ""
    result: OptionalParagraph = ""
    forecast: OptionalParagraph = ""
    figures: Annotated[tuple[FigureText, ...], Field(max_length=FIGURE_LIMIT)] = ()
    evidence: OptionalParagraph = ""
    reason: OptionalParagraph = ""
    new_expected: OptionalWording = ""
    attachments: tuple[Attachment, ...] = ()


class ReportDraft(Draft):
    """The rows that are called otherwise than they were registered, the results, and the passages of the outline."""

    kind: Slug = KIND
    items: tuple[DraftItem, ...] = ()
    results: tuple[DraftResult, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def places(self) -> Mapping[str, tuple[Attachment, ...]]:
        """The files of the results: ``results.<item>``."""
        return {f"{RESULTS}{result.item}": result.attachments for result in self.results if result.attachments}

    def put(self, place: str, files: tuple[Attachment, ...]) -> Self:
        item = place.removeprefix(RESULTS)
        if item == place:
            raise not_found("file_place", place)
        results = {result.item: result for result in self.results}
        result = results.get(item) or DraftResult(item=item)
        results[item] = result.model_copy(update={"attachments": files})
        return self.model_copy(update={"results": tuple(results.values())})

    @property
    def rows(self) -> Mapping[str, Sequence[Contract]]:
        found: dict[str, list[Contract]] = {}
        for item in self.items:
            found.setdefault(item.id, []).append(item)
        for result in self.results:
            found.setdefault(result.item, []).append(result)
        for passage in self.passages:
            found.setdefault(passage.item or section_key(passage.section), []).append(passage)
        return found

    def joined(self, other: Self) -> Self:
        results = {result.item: result for result in (*other.results, *self.results)}
        return self.model_copy(
            update={
                "items": joined_items(self.items, other.items),
                "results": tuple(results.values()),
                "passages": _joined_passages((*self.passages, *other.passages)),
            }
        )


def section_key(section: str) -> str:
    """Under which a section's own text is stamped, as results are under their item's id."""
    return f"muc-{digest(section)[:32]}"


def _joined_passages(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Different texts of one place stand one below the other."""
    found: dict[tuple[str, str | None], Passage] = {}
    for passage in passages:
        key = (passage.section, passage.item)
        before = found.get(key)
        if before is None or not before.text.strip():
            found[key] = passage
        elif passage.text.strip() and passage.text != before.text:
            found[key] = before.model_copy(update={"text": f"{before.text}\n\n{passage.text}"})
    return tuple(found.values())


def drafted(draft: Draft) -> ReportDraft:
    """The draft of a report. Raises TypeError for one of another kind."""
    if not isinstance(draft, ReportDraft):
        raise TypeError(f"a draft of kind {draft.kind} is no report's")
    return draft


def reported(content: Content) -> Report:
    """The content of a report. Raises TypeError for one of another kind."""
    if not isinstance(content, Report):
        raise TypeError(f"a content of kind {content.kind} is no report's")
    return content
