"""A table of figures as a kind of form."""

from collections.abc import Iterator, Mapping, Sequence

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import ColumnType
from shared.contracts.content import Content
from shared.contracts.forms import Form, Period
from shared.errors import DomainError
from shared.forms.columns.summing import Numbers, SummedTable
from shared.forms.draft import Draft, Typed
from shared.forms.figures.check import composed, faults_of, figures_of, not_understood, refused, written
from shared.forms.figures.differences import differences
from shared.forms.figures.gathering import gathered
from shared.forms.figures.model import KIND as CODE
from shared.forms.figures.model import (
    ROWS,
    Figures,
    FiguresDraft,
    TypedFigures,
    asked_columns,
    asked_rows,
    drafted,
    row_and_column,
    told,
)
from shared.forms.figures.sheet import figures_sheet
from shared.forms.figures.views import FiguresReview, added_up, numbers_of, review, typed_rows, typed_total
from shared.forms.kind import Kind
from shared.forms.values import Background, Below, Differences, Filling, Layout, Place, Progress, View, Written
from shared.sheets.model import Letterhead, Sheet


class FiguresKind(Kind):
    """An organisation fills in the numbers of a period."""

    code = CODE
    content = Figures
    draft = FiguresDraft
    typed = TypedFigures
    gathers = True
    takes_columns = True
    takes_rows = True

    def layout(self, form: Form) -> Layout:
        return Layout()

    def faults(self, draft: Draft, filling: Filling) -> list[DomainError]:
        return list(faults_of(drafted(draft), filling.form))

    def takes_files(self, place: str, draft: Draft, filling: Filling) -> bool:
        row, code = row_and_column(place)
        columns = {column.code for column in asked_columns(filling.form) if column.type is ColumnType.FILE}
        return code in columns and row in {known.code for known in asked_rows(filling.form)}

    def file_place(self, name: str) -> str:
        """The inputs of a row are named ``o-<row>.answers.<column>``."""
        return f"{ROWS}{name.removeprefix('o-')}" if name.startswith("o-") else name

    def said(self, draft: Draft, filling: Filling) -> Content:
        return figures_of(drafted(draft), filling.form)

    def progress(self, draft: Draft | None, filling: Filling) -> Progress:
        rows = asked_rows(filling.form)
        typed = drafted(draft) if draft else None
        whole = len(rows) if typed and typed.nil else 0
        return Progress(whole or sum(bool(typed and typed.said_in(row.code)) for row in rows), len(rows))

    def editor(self, draft: Draft, filling: Filling) -> View:
        said, form = drafted(draft), filling.form
        values = {
            "rows": typed_rows(form, said),
            "total": typed_total(form, said),
            "columns": asked_columns(form),
            "not_understood": list(not_understood(said, form)),
            "draft": said,
        }
        return View("figures/editor.html", values)

    def written(self, values: Mapping[str, str], draft: Draft, filling: Filling) -> Written:
        return Written(written(values, drafted(draft), filling.form), "saved")

    def gathered(self, draft: Draft, filling: Filling, below: Sequence[Below]) -> Draft:
        return gathered(drafted(draft), filling.form, below)

    def last_look(self, draft: Draft, filling: Filling) -> View:
        rows = {f"rows.{row.code}": f"#o-{row.code}" for row in filling.form.rows}
        return View("figures/check.html", {"places": {**rows, "nil": "#nil", "remark": "#remark"}})

    def place(self, fault: DomainError, draft: Draft, filling: Filling) -> Place:
        part, _, rest = (fault.field or "").partition(".")
        if part != "rows":
            return Place(f"#{part}")
        row, _, column = rest.partition(".")
        title = next((known.title for known in filling.form.rows if known.code == row), row)
        return Place("#" + "-".join(("o", row, *column.split("."))).rstrip("-"), title)

    def composed(self, typed: Typed, before: Draft, fresh: Sequence[str]) -> Draft:
        assert isinstance(typed, TypedFigures)
        return composed(typed, drafted(before))

    def refused(self, draft: Draft, before: Draft, filling: Filling) -> Iterator[DomainError]:
        return refused(drafted(draft), filling.form)

    def sheets(
        self, form: Form, campaign: Campaign, letterhead: Letterhead, content: Content, period: Period | None = None
    ) -> list[Sheet]:
        return [figures_sheet(form, campaign, period, letterhead, told(content))]

    def draft_sheets(self, filling: Filling, letterhead: Letterhead, draft: Draft) -> list[Sheet]:
        return [figures_sheet(filling.form, filling.campaign, filling.period, letterhead, drafted(draft))]

    def differences(self, before: Content, after: Content, forms: tuple[Form, Form]) -> Differences:
        return differences(told(before), told(after), forms)

    def review(self, now: Content, before: Content | None, background: Background) -> FiguresReview:
        return review(told(now), told(before) if before else None, background.form, background.earlier_form)

    def texts(self, content: Content) -> Iterator[str]:
        yield from (told(content).remark, told(content).reason)

    def numbers(self, content: Content) -> Numbers:
        return numbers_of(told(content))

    def added_up(self, form: Form, campaign: Campaign, now: Numbers, before: Numbers | None) -> SummedTable | None:
        return added_up(form, now, before)


KIND = FiguresKind()
