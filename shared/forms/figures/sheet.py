"""A table of figures on paper: its rows by its columns, and their total."""

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column, ColumnType
from shared.contracts.forms import Form, Period
from shared.forms.columns.cells import answer_cells, sheet_column, total_cells
from shared.forms.figures.model import Figures, FiguresDraft
from shared.language.period_names import period_name
from shared.language.vietnamese import format_date
from shared.sheets.model import Anchor, Cell, Letterhead, Part, Sheet, SheetColumn, SheetRow, Table, Text

ROW_WIDTH = 32
TOTAL = "Cộng"
NIL = "Không có số liệu trong kỳ này."
REMARK = "Nhận xét, biện pháp khắc phục"


def figures_sheet(
    form: Form, campaign: Campaign, period: Period | None, letterhead: Letterhead, said: Figures | FiguresDraft
) -> Sheet:
    """The paper of what was delivered, or of what is typed so far."""
    return Sheet(
        letterhead=letterhead,
        title=form.title.upper(),
        caption=form.caption or _caption(campaign, period),
        blocks=(_nil(said) if said.nil else _table(form, said), *_remarks(said)),
    )


def _caption(campaign: Campaign, period: Period | None) -> str:
    plan = f"(Kèm theo Kế hoạch số {campaign.number})"
    if period is None or period.code is None:
        return plan
    window = period.window
    days = f", số liệu từ {format_date(window.first)} đến {format_date(window.last)}" if window else ""
    return f"{period_name(period.code)}{days}\n{plan}"


def _table(form: Form, said: Figures | FiguresDraft) -> Table:
    columns = _printed(form)
    answers = {row.code: said.said_in(row.code) for row in form.rows}
    shown = [row for row in form.rows if not row.retired or answers[row.code]]
    rows = [
        SheetRow(
            {"row": Cell((Text(row.title),), heading=True), **answer_cells(columns, answers[row.code])},
            Anchor(f"rows.{row.code}", row.title[:80]),
        )
        for row in shown
    ]
    total = total_cells(columns, [answers[row.code] for row in shown])
    if total and len(rows) > 1:
        rows.append(SheetRow({"row": Cell((Text(TOTAL),), heading=True), **total}, Anchor("total", TOTAL)))
    return Table(form.title, (SheetColumn("row", "Nội dung", ROW_WIDTH), *map(sheet_column, columns)), tuple(rows))


def _printed(form: Form) -> list[Column]:
    return [column for column in form.columns if not column.retired and column.type is not ColumnType.NOTE]


def _nil(said: Figures | FiguresDraft) -> Part:
    why = Text(said.reason, label="Lý do") if said.reason else None
    return Part("", NIL, (why,) if why else (), anchor=Anchor("nil", NIL))


def _remarks(said: Figures | FiguresDraft) -> tuple[Part, ...]:
    missing = Part("", "Chưa có số liệu của", (Text("; ".join(said.missing)),)) if said.missing else None
    remark = Part("", REMARK, (Text(said.remark),), anchor=Anchor("remark", REMARK)) if said.remark else None
    return tuple(part for part in (missing, remark) if part)
