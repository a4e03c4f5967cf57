"""Reports on registered items as a kind of form."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.files import Attachment
from shared.contracts.forms import Form, Period
from shared.errors import DomainError
from shared.forms.draft import Draft, Typed
from shared.forms.kind import Kind
from shared.forms.overall import FieldCount
from shared.forms.results.differences import differences
from shared.forms.results.layout import layout
from shared.forms.results.model import KIND as CODE
from shared.forms.results.model import RESULTS, Report, ReportDraft, ResultOutcome, drafted, reported
from shared.forms.results.outline import passage, text_places
from shared.forms.results.overall import COMPLETED, GIVEN_UP, UNCOMPLETED, overall_sheet
from shared.forms.results.papers import report_sheets
from shared.forms.results.places import anchor
from shared.forms.results.report import answers, faults_of, outcomes, passages, report_of, strays
from shared.forms.results.review import ReportReview, review
from shared.forms.results.sheet import Totals, names_results, result_columns
from shared.forms.results.written import TypedReport, check, compose
from shared.forms.values import Background, Counted, Differences, Filling, Layout, Place, Progress, View, Written
from shared.sheets.model import Letterhead, Sheet

BARE = "bare"
"""Done, and without figures: the outline asks for "dẫn chứng, số liệu cụ thể"."""


class Results(Kind):
    """An organisation says of each registered item what became of it."""

    code = CODE
    answers = True
    content = Report
    draft = ReportDraft
    typed = TypedReport
    figures = MappingProxyType(
        {
            COMPLETED: ResultOutcome.DONE.value,
            UNCOMPLETED: ResultOutcome.NOT_DONE.value,
            GIVEN_UP: ResultOutcome.GIVEN_UP.value,
            "without_figures": BARE,
        }
    )
    listing = "results"

    def layout(self, form: Form) -> Layout:
        return layout(form)

    def faults(self, draft: Draft, filling: Filling) -> list[DomainError]:
        return faults_of(drafted(draft), filling)

    def registers(self, draft: Draft, filling: Filling) -> int:
        return len(filling.basis)

    def takes_files(self, place: str, draft: Draft, filling: Filling) -> bool:
        return place.startswith(RESULTS) and place.removeprefix(RESULTS) in {item.id for item in filling.basis}

    def said(self, draft: Draft, filling: Filling) -> Content:
        return report_of(drafted(draft), filling)

    def progress(self, draft: Draft | None, filling: Filling) -> Progress:
        basis = {item.id for item in filling.basis}
        results = drafted(draft).results if draft else ()
        return Progress(sum(r.item in basis and r.outcome is not None for r in results), len(basis))

    def editor(self, draft: Draft, filling: Filling) -> View:
        said, form, found = drafted(draft), filling.form, answers(drafted(draft), filling)
        values = {
            "totals": Totals.of([answer.item for answer in found], outcomes(found)),
            "answers": found,
            "strays": strays(said, filling.basis),
            "left": sum(bool(answer.faults) for answer in found),
            "sections": [(n, section, passage(said, section.number)) for n, section in text_places(form).items()],
        }
        return View("results/editor.html", values)

    def written(self, values: Mapping[str, str], draft: Draft, filling: Filling) -> Written:
        return Written(draft, "")  # each item and each section is written on a page of its own

    def last_look(self, draft: Draft, filling: Filling) -> View:
        found = answers(drafted(draft), filling)
        sections = enumerate(filling.form.outline, start=1)
        written = {f"passages.{section.number}": f"/de-cuong/{place}" for place, section in sections}
        values = {
            "totals": Totals.of([answer.item for answer in found], outcomes(found)),
            "places": written | {f"results.{item.id}": f"/ket-qua/{item.id}" for item in filling.basis},
            "bare": [answer for answer in found if answer.without_figures],
        }
        return View("results/check.html", values)

    def place(self, fault: DomainError, draft: Draft, filling: Filling) -> Place:
        part, _, rest = (fault.field or "").partition(".")
        if part == "results":
            item, _, column = rest.partition(".")
            name = next(answer.item.content for answer in answers(drafted(draft), filling) if answer.item.id == item)
            words = "cau-chu" if column.startswith("passages.") else (anchor(column) or "outcome")
            return Place(f"/ket-qua/{item}#{words.replace('.', '-')}", name)
        place = next(n for n, section in enumerate(filling.form.outline, start=1) if section.number == rest)
        return Place(f"/de-cuong/{place}#text")

    def composed(self, typed: Typed, before: Draft, fresh: Sequence[str]) -> Draft:
        assert isinstance(typed, TypedReport)
        return compose(typed, drafted(before), fresh)

    def refused(self, draft: Draft, before: Draft, filling: Filling) -> Iterator[DomainError]:
        return check(drafted(draft), drafted(before), filling.form, filling.basis)

    def sheets(
        self, form: Form, campaign: Campaign, letterhead: Letterhead, content: Content, period: Period | None = None
    ) -> list[Sheet]:
        said = reported(content)
        return report_sheets(form, campaign, letterhead, said.items, said.outcomes, passages=said.texts)

    def draft_sheets(self, filling: Filling, letterhead: Letterhead, draft: Draft) -> list[Sheet]:
        answered = answers(drafted(draft), filling)
        named, became = [answer.item for answer in answered], outcomes(answered)
        texts = passages(filling.form, drafted(draft), answered)
        return report_sheets(filling.form, filling.campaign, letterhead, named, became, passages=texts)

    def differences(self, before: Content, after: Content, forms: tuple[Form, Form]) -> Differences:
        return differences(reported(before), reported(after))

    def review(self, now: Content, before: Content | None, background: Background) -> ReportReview:
        return review(reported(now), reported(before) if before else None, background)

    def texts(self, content: Content) -> Iterator[str]:
        said = reported(content)
        for item in said.items:
            yield from (item.content, *item.parts, item.note)
        for result in said.results:
            yield from (result.result, result.reason, result.evidence)
        yield from (passage.text for passage in said.passages if passage.item is None)

    def files(self, content: Content) -> Sequence[tuple[Attachment, str]]:
        names, results = {item.id: item.content for item in content.items}, reported(content).results
        return [(file, names.get(result.item, "")) for result in results for file in result.attachments]

    def counted(self, content: Content) -> Sequence[Counted]:
        """An item that a report says nothing of is not done: so every item is done, not done or given up."""
        results = {result.item: result for result in reversed(reported(content).results)}
        found = []
        for item in content.items:
            result = results.get(item.id)
            outcome = result.outcome if result else ResultOutcome.NOT_DONE
            bare = (BARE,) if result is not None and result.without_figures else ()
            found.append(Counted(item.id, (outcome.value, *bare)))
        return found

    def named(self, form: Form) -> tuple[str, ...]:
        return (COMPLETED, UNCOMPLETED, GIVEN_UP) if names_results(result_columns(form)) else ()

    def table(self, form: Form, campaign: Campaign, fields: Sequence[FieldCount]) -> Sheet | None:
        return overall_sheet(form, campaign, fields)


KIND = Results()
