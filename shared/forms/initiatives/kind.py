"""Mẫu 1 as a kind of form."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import ColumnType
from shared.contracts.content import Content
from shared.contracts.files import Attachment, files_in
from shared.contracts.forms import Form, Period, TableRow
from shared.contracts.items import LeftOut
from shared.errors import DomainError
from shared.forms.columns.summing import Numbers, SummedTable, numbers_in, summed
from shared.forms.columns.types import NUMBERS, asked
from shared.forms.draft import Draft, Typed
from shared.forms.initiatives.check import answers, as_content, faults_of, strays, unanswered
from shared.forms.initiatives.differences import differences
from shared.forms.initiatives.edits import written
from shared.forms.initiatives.layout import added_columns, layout
from shared.forms.initiatives.model import KIND as CODE
from shared.forms.initiatives.model import Registration, RegistrationDraft, drafted, registered, row_and_column
from shared.forms.initiatives.review import RegistrationReview, review
from shared.forms.initiatives.sheet import registration_sheet
from shared.forms.initiatives.written import TypedRegistration, compose, written_faults
from shared.forms.kind import Kind
from shared.forms.values import Background, Differences, Filling, Layout, Place, Progress, View, Written
from shared.sheets.model import Letterhead, Sheet


class Initiatives(Kind):
    """An organisation registers items, field by field."""

    code = CODE
    reports = False
    carries = True
    content = Registration
    draft = RegistrationDraft
    typed = TypedRegistration
    asks_fields = True
    takes_columns = True

    def layout(self, form: Form) -> Layout:
        return layout()

    def faults(self, draft: Draft, filling: Filling) -> list[DomainError]:
        columns, explain = added_columns(filling.form.columns), filling.form.explain_nil
        return faults_of(drafted(draft), filling.campaign, columns, explain=explain)

    def registers(self, draft: Draft, filling: Filling) -> int:
        return len(drafted(draft).items)

    def takes_files(self, place: str, draft: Draft, filling: Filling) -> bool:
        row, code = row_and_column(place)
        columns = {column.code: column.type for column in asked(added_columns(filling.form.columns))}
        return columns.get(code) is ColumnType.FILE and drafted(draft).item(row) is not None

    def said(self, draft: Draft, filling: Filling) -> Content:
        return as_content(drafted(draft), filling.campaign, added_columns(filling.form.columns))

    def progress(self, draft: Draft | None, filling: Filling) -> Progress:
        total = len(filling.campaign.fields)
        return Progress(total - len(unanswered(drafted(draft), filling.campaign)) if draft else 0, total)

    def editor(self, draft: Draft, filling: Filling) -> View:
        said, campaign, form = drafted(draft), filling.campaign, filling.form
        found = {
            "answers": answers(said, campaign, added_columns(form.columns), explain=form.explain_nil),
            "strays": strays(said, campaign),
            "left": len(unanswered(said, campaign)),
        }
        return View("initiatives/editor.html", found)

    def written(self, values: Mapping[str, str], draft: Draft, filling: Filling) -> Written:
        after, code = written(values, drafted(draft), filling.campaign), values.get("nil", "")
        named = code or values.get("reasoned", "")
        return Written(after, "nil" if code else "saved", f"field-{named}" if named else "")

    def last_look(self, draft: Draft, filling: Filling) -> View:
        fields = {f"fields.{field.code}": f"#field-{field.code}" for field in filling.campaign.fields}
        items = {f"items.{item.id}": f"/noi-dung/{item.id}" for item in drafted(draft).items}
        return View("initiatives/check.html", {"places": fields | items})

    def place(self, fault: DomainError, draft: Draft, filling: Filling) -> Place:
        part, _, rest = (fault.field or "").partition(".")
        place, _, column = rest.partition(".")
        if part == "items":
            item = drafted(draft).items[int(place)]
            return Place(f"/noi-dung/{item.id}#{_input(column)}", item.content)
        if fault.code == "nil_reason_missing":
            return Place(f"#reason-{place}", next(one.name for one in filling.campaign.fields if one.code == place))
        return Place(f"#field-{place}" if part == "fields" else "")

    def composed(self, typed: Typed, before: Draft, fresh: Sequence[str]) -> Draft:
        assert isinstance(typed, TypedRegistration)
        return compose(typed, drafted(before), fresh)

    def refused(self, draft: Draft, before: Draft, filling: Filling) -> Iterator[DomainError]:
        return written_faults(drafted(draft), filling.campaign)

    def own_ids(self, typed: Typed) -> Mapping[str, str]:
        assert isinstance(typed, TypedRegistration)
        return typed.own_ids

    def sheets(
        self, form: Form, campaign: Campaign, letterhead: Letterhead, content: Content, period: Period | None = None
    ) -> list[Sheet]:
        return [registration_sheet(form, campaign, letterhead, registered(content))]

    def draft_sheets(self, filling: Filling, letterhead: Letterhead, draft: Draft) -> list[Sheet]:
        explain = filling.form.explain_nil
        return [registration_sheet(filling.form, filling.campaign, letterhead, drafted(draft), explain=explain)]

    def differences(self, before: Content, after: Content, forms: tuple[Form, Form]) -> Differences:
        shapes = added_columns(forms[0].columns), added_columns(forms[1].columns)
        return differences(registered(before), registered(after), shapes)

    def review(self, now: Content, before: Content | None, background: Background) -> RegistrationReview:
        return review(registered(now), registered(before) if before else None, background)

    def organisations(self, content: Content) -> Iterator[str]:
        """Also those whose items a consolidation left out."""
        yield from super().organisations(content)
        yield from (left.source.organisation for left in registered(content).left_out)

    def texts(self, content: Content) -> Iterator[str]:
        for item in content.items:
            yield from (item.content, *item.parts, item.note)
        yield from registered(content).nil_reasons.values()

    def files(self, content: Content) -> Sequence[tuple[Attachment, str]]:
        return [(file, item.content) for item in content.items for file in files_in(item)]

    def numbers(self, content: Content) -> Numbers:
        """By field and column of those that the plan added."""
        found = dict[str, Decimal]()
        for item in content.items:
            for name, number in numbers_in(item.field, item.answers).items():
                found[name] = found.get(name, Decimal(0)) + number
        return found

    def added_up(self, form: Form, campaign: Campaign, now: Numbers, before: Numbers | None) -> SummedTable | None:
        columns = [column for column in added_columns(form.columns) if column.type in NUMBERS and not column.retired]
        rows = [TableRow(code=field.code, title=f"{field.number}. {field.name}") for field in campaign.fields]
        return summed(columns, rows, now, before) if columns else None

    def left_out(self, content: Content) -> tuple[LeftOut, ...]:
        return registered(content).left_out

    def nil_fields(self, content: Content) -> frozenset[str]:
        return frozenset(registered(content).nil_fields)


def _input(column: str) -> str:
    """The id of the input of a row's column: of Mẫu 1's own its name, of an added one ``answers-<code>``."""
    head, _, rest = column.partition(".")
    return f"{head}-{rest}" if head == "answers" else head


KIND = Initiatives()
