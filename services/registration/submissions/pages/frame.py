"""What every page of a submission shows: whose it is, for which plan, until when, and what it was returned for."""

from typing import Any

from fastapi import Response

from services.registration.dependencies import CurrentPage
from services.registration.submissions.model.access import editing
from services.registration.submissions.model.obligations import returns
from services.registration.submissions.records.opening import OpenedSubmission
from shared.contracts.campaigns import REPORTS
from shared.rules.obligations import Obligation


async def render(page: CurrentPage, opened: OpenedSubmission, template: str, /, **values: Any) -> Response:
    """A page about a submission, for people who may write it or read it. `values` as for `Page.render`."""
    submission, campaign = opened.submission, opened.campaign
    form = campaign.form(submission.form)
    owed = Obligation(campaign, form, submission.organisation) if form else None
    concerned = {submission.organisation, *campaign.recipients, *(r.organisation for r in submission.recipients)}
    concerned |= {entry.organisation for entry in submission.upward}
    return await page.render(
        template,
        record=opened.record,
        submission=submission,
        campaign=campaign,
        form=form,
        due=owed.due if owed else None,
        sent_now=owed.lateness(page.context.now) if owed else None,
        names=await page.context.stores.names_of(concerned),
        returns=returns(submission),
        wordings={(v.number, item.id): item.content for v in submission.versions for item in v.content.items},
        editing=editing(page.context.actor, submission, campaign),
        base=f"/dang-ky/{submission.id}",
        reporting=submission.form in REPORTS,
        **values,
    )
