"""What every page of a draft shows: whose it is, for which plan, until when, and what it was returned for."""

from dataclasses import dataclass
from typing import Any

from fastapi import Response

from services.registration.context import Context
from services.registration.stores import Stores
from services.registration.submissions.model.draft import Draft, SubmissionRecord, require_typed
from services.registration.submissions.model.permissions import editing
from services.registration.submissions.model.returns import returns
from services.registration.submissions.records import opening
from shared.contracts.campaigns import REPORTS, Campaign
from shared.contracts.submissions import Submission
from shared.identity import Actor
from shared.rules.obligations import Obligation
from shared.web.page import Page
from shared.web.refusals import Refusal


@dataclass(frozen=True)
class Opened:
    """A submission with its plan, before the person who opened it."""

    stores: Stores
    actor: Actor
    record: SubmissionRecord
    campaign: Campaign

    @property
    def draft(self) -> Draft:
        return self.record.private.draft


async def render(
    page: Page[Context], opened: Opened, template: str, /, *, refusal: Refusal | None = None, **values: Any
) -> Response:
    """A page about a submission, for people who may write it or read it."""
    submission, campaign = opened.record.public, opened.campaign
    form = campaign.form(submission.form)
    owed = Obligation(campaign, form, submission.organisation) if form else None
    concerned = {submission.organisation, *campaign.recipients, *(r.organisation for r in submission.recipients)}
    concerned |= {entry.organisation for entry in submission.upward}
    return page.render(
        template,
        refusal=refusal,
        record=opened.record,
        submission=submission,
        campaign=campaign,
        form=form,
        due=owed.due if owed else None,
        sent_now=owed.lateness(page.context.now) if owed else None,
        names=await opened.stores.names_of(concerned),
        returns=returns(submission),
        wordings=item_wordings(submission),
        editing=editing(opened.actor, submission, campaign),
        base=f"/dang-ky/{submission.id}",
        reporting=submission.form in REPORTS,
        **values,
    )


async def own(context: Context, ident: str) -> Opened:
    """A submission that the person may write. Raises DomainError ``submission_not_found``, ``organisation_foreign``."""
    return Opened(context.stores, context.actor, *await opening.own(context, ident))


async def typed(context: Context, ident: str) -> Opened:
    """A submission whose draft the person may type. Raises as `own`, and DomainError ``draft_consolidated``."""
    opened = await own(context, ident)
    require_typed(opened.draft)
    return opened


async def readable(context: Context, ident: str) -> Opened:
    """A submission that the person may read. Raises DomainError ``submission_not_found``."""
    record = await opening.read(context, ident)
    return Opened(
        context.stores, context.actor, record, (await context.stores.campaigns.load(record.public.campaign)).public
    )


def item_wordings(submission: Submission) -> dict[tuple[int, str], str]:
    """What an item was called in a version, for decisions that name it by its id."""
    return {(v.number, item.id): item.content for v in submission.versions for item in v.content.items}
