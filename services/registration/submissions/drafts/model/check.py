"""What a draft of a form may not say, by the kind of the form."""

from collections.abc import Sequence

from services.registration.reports.model import report as reports
from services.registration.submissions.model.draft import Draft, check
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.items import Item
from shared.errors import DomainError
from shared.refusals import refuse


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
