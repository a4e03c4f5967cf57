"""Mẫu 1 as a kind of form."""

from collections.abc import Iterator

from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.forms import Form
from shared.errors import DomainError
from shared.forms.draft import Draft
from shared.forms.initiatives.check import as_content, faults_of, unanswered
from shared.forms.initiatives.differences import differences
from shared.forms.initiatives.layout import layout
from shared.forms.initiatives.model import KIND as CODE
from shared.forms.initiatives.model import Registration, RegistrationDraft
from shared.forms.initiatives.review import RegistrationReview, review
from shared.forms.initiatives.sheet import registration_sheet
from shared.forms.kind import Background, Differences, Filling, Kind, Layout, Progress
from shared.sheets.model import Letterhead, Sheet


class Initiatives(Kind):
    """An organisation registers items, field by field."""

    code = CODE
    content = Registration
    draft = RegistrationDraft

    def layout(self, form: Form) -> Layout:
        return layout()

    def faults(self, draft: Draft, filling: Filling) -> list[DomainError]:
        return faults_of(typed(draft), filling.campaign)

    def said(self, draft: Draft, filling: Filling) -> Content:
        return as_content(typed(draft), filling.campaign)

    def progress(self, draft: Draft | None, filling: Filling) -> Progress:
        total = len(filling.campaign.fields)
        return Progress(total - len(unanswered(typed(draft), filling.campaign)) if draft else 0, total)

    def sheets(self, form: Form, campaign: Campaign, letterhead: Letterhead, content: Content) -> list[Sheet]:
        return [registration_sheet(form, campaign, letterhead, registered(content))]

    def draft_sheets(self, filling: Filling, letterhead: Letterhead, draft: Draft) -> list[Sheet]:
        return [registration_sheet(filling.form, filling.campaign, letterhead, typed(draft))]

    def differences(self, before: Content, after: Content) -> Differences:
        return differences(registered(before), registered(after))

    def review(self, now: Content, before: Content | None, background: Background) -> RegistrationReview:
        return review(registered(now), registered(before) if before else None, background)

    def organisations(self, content: Content) -> Iterator[str]:
        """Also those whose items a consolidation left out."""
        yield from super().organisations(content)
        yield from (left.source.organisation for left in registered(content).left_out)

    def texts(self, content: Content) -> Iterator[str]:
        for item in content.items:
            yield from (item.content, *item.parts, item.note)

    def nil_fields(self, content: Content) -> frozenset[str]:
        return frozenset(registered(content).nil_fields)


def typed(draft: Draft) -> RegistrationDraft:
    """The draft of a registration. Raises TypeError for one of another kind."""
    if not isinstance(draft, RegistrationDraft):
        raise TypeError(f"a draft of kind {draft.kind} is no registration's")
    return draft


def registered(content: Content) -> Registration:
    """The content of a registration. Raises TypeError for one of another kind."""
    if not isinstance(content, Registration):
        raise TypeError(f"a content of kind {content.kind} is no registration's")
    return content


KIND = Initiatives()
