"""Reports on registered items as a kind of form."""

from collections.abc import Iterator, Sequence

from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.forms import Form
from shared.errors import DomainError
from shared.forms.draft import Draft
from shared.forms.kind import Background, Counted, Differences, Filling, Kind, Layout, Progress
from shared.forms.results.differences import differences
from shared.forms.results.layout import layout
from shared.forms.results.model import KIND as CODE
from shared.forms.results.model import Report, ReportDraft, ResultOutcome
from shared.forms.results.papers import report_sheets
from shared.forms.results.report import answers, faults_of, outcomes, passages, report_of
from shared.forms.results.review import ReportReview, review
from shared.sheets.model import Letterhead, Sheet

BARE = "bare"
"""Done, and without figures: the outline asks for "dẫn chứng, số liệu cụ thể"."""


class Results(Kind):
    """An organisation says of each registered item what became of it."""

    code = CODE
    content = Report
    draft = ReportDraft

    def layout(self, form: Form) -> Layout:
        return layout(form)

    def faults(self, draft: Draft, filling: Filling) -> list[DomainError]:
        return faults_of(typed(draft), filling)

    def said(self, draft: Draft, filling: Filling) -> Content:
        return report_of(typed(draft), filling)

    def progress(self, draft: Draft | None, filling: Filling) -> Progress:
        basis = {item.id for item in filling.basis}
        results = typed(draft).results if draft else ()
        return Progress(sum(r.item in basis and r.outcome is not None for r in results), len(basis))

    def sheets(self, form: Form, campaign: Campaign, letterhead: Letterhead, content: Content) -> list[Sheet]:
        said = reported(content)
        return report_sheets(form, campaign, letterhead, said.items, said.outcomes, passages=said.texts)

    def draft_sheets(self, filling: Filling, letterhead: Letterhead, draft: Draft) -> list[Sheet]:
        answered = answers(typed(draft), filling)
        named, became = [answer.item for answer in answered], outcomes(answered)
        texts = passages(filling.form, typed(draft), answered)
        return report_sheets(filling.form, filling.campaign, letterhead, named, became, passages=texts)

    def differences(self, before: Content, after: Content) -> Differences:
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


def typed(draft: Draft) -> ReportDraft:
    """The draft of a report. Raises TypeError for one of another kind."""
    if not isinstance(draft, ReportDraft):
        raise TypeError(f"a draft of kind {draft.kind} is no report's")
    return draft


def reported(content: Content) -> Report:
    """The content of a report. Raises TypeError for one of another kind."""
    if not isinstance(content, Report):
        raise TypeError(f"a content of kind {content.kind} is no report's")
    return content


KIND = Results()
