"""The items behind a figure."""

from typing import Annotated, Any, ClassVar

from fastapi import Query

from services.reporting.figures.model.addresses import ReportList
from services.reporting.figures.model.buckets import Bucket, rows_in
from services.reporting.figures.opening import CurrentReport
from services.reporting.lists.model.views import ItemRow
from services.reporting.lists.question import WHO, ReportQuestion
from services.reporting.lists.records.items import REGISTERED, with_texts
from services.reporting.lists.windows import by_field
from services.reporting.rows.model.figures import UPWARD_PATTERN
from services.reporting.rows.model.row import ItemStatus
from services.reporting.rows.records import reading
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.forms.results.kind import BARE
from shared.sheets.fields import FieldHeading, field_title
from shared.sheets.wording import parts_text
from shared.web.lists import ListColumn, ListDescription, Say


class ItemQuestion(ReportQuestion):
    """Which items are listed: of one field, behind one figure, or those of organisations that were not obliged.

    Raises DomainError ``one_figure_only``, ``figure_not_in_form`` and ``field_not_in_campaign``.
    """

    listing = ReportList.ITEMS
    row: ClassVar[type[ItemRow]] = ItemRow

    def __init__(
        self,
        opened: CurrentReport,
        *,
        field: Slug | None = None,
        status: ItemStatus | None = None,
        outcome: Annotated[
            str | None, Query(max_length=64, description="What the form counts beside decisions: done, not_done, ...")
        ] = None,
        bare: Annotated[bool, Query(description="Done, and no figures show it; as outcome=bare.")] = False,
        upward: Annotated[
            str | None, Query(pattern=UPWARD_PATTERN, description="campaign:recipient:standing, of a higher recipient.")
        ] = None,
        voluntary: bool = False,
    ) -> None:
        figures = {
            "status": status and status.value,
            "outcome": outcome,
            "bare": BARE if bare else None,
            "upward": upward,
        }
        chosen = {name: value for name, value in figures.items() if value}
        if len(chosen) > 1:
            raise DomainError("one_figure_only", field=list(chosen)[1])
        figures["outcome"] = own = outcome or figures.pop("bare")
        super().__init__(opened, field=field, **figures, voluntary="true" if voluntary else None)
        names = {counted: name for name, counted in self.report.kind.figures.items()}
        if own and own not in names:
            raise DomainError("figure_not_in_form", field="outcome", value=own, form=self.report.form.name)
        self.figure = next(iter(chosen.values()), None)
        self.shown = names[own] if own else status
        self.voluntary = voluntary

    async def around(self) -> dict[str, Any]:
        """Also the name of the figure that the list is behind, as its sentence is called."""
        return await super().around() | {"figure": self.shown}

    async def rows(self, window: slice) -> tuple[list[ItemRow], int]:
        headings = self.report.all_headings if self.voluntary else self.report.headings
        sizes = [
            (heading, self.report.items(heading.code, self.figure, voluntary=self.voluntary))
            for heading in ([self.heading] if self.heading else headings)
        ]
        return await by_field(sizes, self._part, window)

    async def _part(self, heading: FieldHeading, window: slice) -> list[ItemRow]:
        bucket = rows_in(Bucket.VOLUNTARY if self.voluntary else Bucket.RECEIVED)
        matching = {"field": heading.code, **_matching(self.figure)}
        found = await reading.items(self.library, self.report.question, bucket, matching, window)
        return await with_texts(self.library, self.report, [(heading, *one) for one in found], self.row)


def _matching(figure: str | None) -> dict[str, Any]:
    """What the items have that are counted in a figure; see `figures_of`."""
    if figure is None:
        return REGISTERED
    if figure in set(ItemStatus):
        return {"status": figure}
    return {**REGISTERED, "upward" if ":" in figure else "figures": figure}


def _upward(row: ItemRow, say: Say) -> str:
    return "\n".join(
        f"{one.name}: {say(f'upward_{one.status}')}" + (f" ({one.reason})" if one.reason else "") for one in row.upward
    )


FIELD: ListColumn[Any] = ListColumn(
    "field", lambda row, _: field_title(row.field_number, row.field_name), heading="heading_field"
)
WHOSE_ITEM: tuple[ListColumn[Any], ...] = (
    ListColumn("status", lambda row, say: say(f"figure_{row.status}"), cell="decided"),
    ListColumn("reason", lambda row, _: row.reason),
    ListColumn("upward", _upward),
    ListColumn("submission", lambda row, _: row.submission),
    ListColumn("version", lambda row, _: row.version),
    *WHO,
)
"""What became of an item, and whose it is."""
ITEMS = ListDescription[ItemRow](
    name=ReportList.ITEMS.value,
    row=ItemRow,
    ask=ItemQuestion,
    about="The items behind a figure, by field in the campaign's order, then by organisation.",
    whole="All of these items as CSV.",
    columns=(
        FIELD,
        ListColumn("content", lambda row, _: row.content, cell="content", heading="heading_registered_content"),
        ListColumn("parts", lambda row, _: parts_text(row.parts)),
        ListColumn("expected", lambda row, _: row.expected),
        ListColumn("note", lambda row, _: row.note, cell="note"),
        ListColumn("organisation", lambda row, _: row.name, cell="unit", heading="heading_registrant"),
        *WHOSE_ITEM,
        ListColumn("answers", lambda row, _: "; ".join(f"{one.title}: {one.text}" for one in row.answers)),
    ),
    page=("content", "field", "organisation", "expected", "status", "note"),
)
