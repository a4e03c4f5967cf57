"""What a draft says when it is delivered, by the kind of its form."""

from collections.abc import Sequence
from datetime import datetime

from services.registration.reports.model import report as reports
from services.registration.submissions.drafts.model.completeness import content_of
from services.registration.submissions.model.draft import Draft
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.items import Content, Item


def content_for(kind: FormKind, draft: Draft, campaign: Campaign, basis: Sequence[Item], now: datetime) -> Content:
    """The delivered content. `basis`: the registered items in force, which a report must answer one by one; what is
    done was done before `now`.

    Raises RefusalsError ``submission_incomplete`` with everything that is missing.
    """
    if kind is FormKind.REGISTRATION:
        return content_of(draft, campaign)
    return reports.report_of(kind, draft, campaign, basis, now)
