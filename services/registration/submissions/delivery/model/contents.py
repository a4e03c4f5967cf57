"""What a draft says when it is delivered, by the kind of its form."""

from collections.abc import Sequence
from datetime import datetime

from services.registration.reports.model import report as reports
from services.registration.submissions.drafts.model.completeness import content_of
from services.registration.submissions.drafts.model.draft import Draft, check
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.items import Content, Item
from shared.errors import DomainError
from shared.refusals import refuse


def content_for(kind: FormKind, draft: Draft, campaign: Campaign, basis: Sequence[Item], now: datetime) -> Content:
    """The delivered content. `basis`: the registered items in force, which a report must answer one by one; what is
    done was done before `now`.

    Raises RefusalsError ``submission_incomplete`` with everything that is missing.
    """
    if kind is FormKind.REGISTRATION:
        return content_of(draft, campaign)
    return reports.report_of(kind, draft, campaign, basis, now)


def check_draft(kind: FormKind, draft: Draft, before: Draft, campaign: Campaign, basis: Sequence[Item]) -> None:
    """Refuses what a draft of this form may not say. `before`: the draft as it was; see `reports.check`.

    Raises the fault, or RefusalsError ``draft_invalid`` for several.
    """
    form = campaign.form(kind)
    if kind is not FormKind.REGISTRATION and form is not None:
        refuse("draft_invalid", reports.check(draft, before, form, basis))
        return
    check(draft, campaign)
    if draft.results or draft.passages:
        raise DomainError("results_not_in_registration", field="results" if draft.results else "passages")
