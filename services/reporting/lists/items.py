"""The items behind a figure."""

from collections.abc import Sequence
from typing import Annotated, Any, Self

from fastapi import Query

from services.reporting.figures.model.addresses import ReportList
from services.reporting.figures.model.summary import Summary
from services.reporting.figures.opening import CurrentReport
from services.reporting.lists.model.item import HigherView, ItemInRow
from services.reporting.lists.model.row_view import RowView, in_field
from services.reporting.lists.question import WHO, ReportQuestion
from services.reporting.lists.records.items import ItemFigure, first_items, items_behind
from services.reporting.rows.model.answers import ItemStatus
from services.reporting.rows.model.figures import BARE, UPWARD_PATTERN
from services.reporting.stores import Library
from shared.contracts.items import ResultOutcome
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.sheets.fields import field_title
from shared.sheets.wording import parts_text
from shared.web.lists import ListColumn, ListDescription, Say


class ItemRow(RowView):
    """A registered item, whose it is and what became of it; ``reason`` is the recipient's.

    ``upward``: where it stands with those that the recipient carried it to.
    """

    submission: str
    version: int
    item: str
    field: str
    field_number: int | None
    field_name: str
    content: str
    parts: list[str]
    expected: str
    note: str
    status: ItemStatus
    reason: str
    upward: list[HigherView]

    @classmethod
    def of_item(cls, found: ItemInRow, **more: Any) -> Self:
        """`more`: what a row of a report has besides."""
        known = in_field(found.heading) | {"upward": found.upward} | more
        return cls.of(found.whose, found.item, found.text, **known)


class ItemQuestion(ReportQuestion):
    """Which items are listed: of one field, behind one figure, or those of organisations that were not obliged.

    Raises DomainError ``one_figure_only`` and ``field_not_in_campaign``.
    """

    listing = ReportList.ITEMS

    def __init__(
        self,
        opened: CurrentReport,
        *,
        field: Slug | None = None,
        status: ItemStatus | None = None,
        outcome: ResultOutcome | None = None,
        bare: Annotated[bool, Query(description="Done, and no figures show it.")] = False,
        upward: Annotated[
            str | None, Query(pattern=UPWARD_PATTERN, description="campaign:recipient:standing, of a higher recipient.")
        ] = None,
        voluntary: bool = False,
    ) -> None:
        figures = {
            "status": status and status.value,
            "outcome": outcome and outcome.value,
            "bare": "true" if bare else None,
            "upward": upward,
        }
        super().__init__(opened, field=field, **figures, voluntary="true" if voluntary else None)
        chosen = {name: value for name, value in figures.items() if value}
        if len(chosen) > 1:
            raise DomainError("one_figure_only", field=list(chosen)[1])
        self.figure = ItemFigure(field, BARE if bare else next(iter(chosen.values()), None), voluntary)
        self.report.require(field)

    async def found(self, window: slice) -> tuple[list[ItemInRow], int]:
        return await items_behind(self.library, self.report, self.figure, window)

    async def rows(self, window: slice) -> tuple[Sequence[ItemRow], int]:
        found, total = await self.found(window)
        return [ItemRow.of_item(one) for one in found], total


async def first_names(library: Library, report: Summary) -> dict[tuple[str, str], list[ItemRow]]:
    """The first items by field and outcome, see `first_items`."""
    return {key: [ItemRow.of_item(one) for one in found] for key, found in (await first_items(library, report)).items()}


def _upward(row: ItemRow, say: Say) -> str:
    return "\n".join(
        f"{one.name}: {say(f'upward_{one.status}')}" + (f" ({one.reason})" if one.reason else "") for one in row.upward
    )


FIELD: ListColumn[Any] = ListColumn(
    "field", lambda row, _: field_title(row.field_number, row.field_name), heading="heading_field"
)
ORGANISATION: ListColumn[Any] = ListColumn("organisation", lambda row, _: row.name, cell="unit")
WHOSE_ITEM: tuple[ListColumn[Any], ...] = (
    ListColumn("status", lambda row, say: say(f"figure_{row.status}"), cell="decided"),
    ListColumn("reason", lambda row, _: row.reason),
    ListColumn("upward", _upward),
    ListColumn("submission", lambda row, _: row.submission),
    ListColumn("version", lambda row, _: row.version),
    *WHO,
)
"""What became of an item, and whose it is."""
COLUMNS: tuple[ListColumn[ItemRow], ...] = (
    FIELD,
    ListColumn("content", lambda row, _: row.content, cell="content", heading="heading_registered_content"),
    ListColumn("parts", lambda row, _: parts_text(row.parts)),
    ListColumn("expected", lambda row, _: row.expected),
    ListColumn("note", lambda row, _: row.note, cell="note"),
    ListColumn("organisation", lambda row, _: row.name, cell="unit", heading="heading_registrant"),
    *WHOSE_ITEM,
)
ITEMS = ListDescription(
    name=ReportList.ITEMS.value,
    row=ItemRow,
    ask=ItemQuestion,
    about="The items behind a figure, by field in the campaign's order, then by organisation.",
    whole="All of these items as CSV.",
    columns=COLUMNS,
    page=("content", "field", "organisation", "expected", "status", "note"),
)
