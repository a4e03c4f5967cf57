"""The pages of a submission: its beginning, its state, its withdrawal; the form itself is in `drafts.py`."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentStores
from services.registration.domain import access
from services.registration.domain.drafts import SubmissionRecord, unsent
from services.registration.domain.history import lines
from services.registration.domain.submissions import SETTLED
from services.registration.handlers import submissions as handlers
from services.registration.handlers.submission_views import sending
from services.registration.handlers.tasks import names_of
from services.registration.pages import drafts
from services.registration.pages.form_body import read_form
from services.registration.pages.presentation import content_rows, item_wordings
from services.registration.pages.refusals import Refusal, beside, errors_of, raise_unless_shown, status
from services.registration.store import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.submissions import DECIDED, RecipientStatus, SubmissionStatus
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.identity import Actor
from shared.runtime import idempotency_cause
from shared.web import CurrentActor

router = APIRouter(prefix="/dang-ky", include_in_schema=False)
router.include_router(drafts.router)

Ident = Annotated[Key, Path()]
Done = Annotated[Literal["", "delivered", "withdrawn"], Query(alias="xong")]


@router.post("")
async def start(request: Request, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Begins a submission, or leads to the one that is there."""
    wanted = handlers.Start.model_validate(await read_form(request))
    try:
        record = await handlers.start(stores, actor, wanted, cause=idempotency_cause(actor.account, None))
    except DomainError as error:
        if error.code != "submission_exists":
            raise
        return RedirectResponse(f"/dang-ky/{error.params['id']}", 303)
    return RedirectResponse(f"/dang-ky/{record.id}/soan", 303)


@router.get("/{ident}")
async def one(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores, done: Done = "") -> Response:
    """Where the submission stands with each recipient, and everything that was said about it."""
    return await _state(request, actor, stores, await handlers.read(stores, actor, ident), done=done)


@router.post("/{ident}/rut")
async def withdraw(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Withdraws, with a reason."""
    sent = await read_form(request)
    reason, cause = sent.get("reason", ""), idempotency_cause(actor.account, sent.get("key"))
    try:
        await handlers.withdraw(stores, actor, ident, handlers.Withdrawal(reason=reason), cause=cause)
    except (DomainError, ValidationError) as error:
        raise_unless_shown(error)
        record = await handlers.read(stores, actor, ident)
        return await _state(request, actor, stores, record, refusal=error, reason=reason)
    return RedirectResponse(f"/dang-ky/{ident}?xong=withdrawn", 303)


async def _state(
    request: Request,
    actor: Actor,
    stores: Stores,
    record: SubmissionRecord,
    *,
    refusal: Refusal | None = None,
    reason: str = "",
    done: str = "",
) -> Response:
    campaign = (await stores.campaigns.load(record.public.campaign)).public
    errors = errors_of(refusal, request.app.state.catalogue, lambda path: path) if refusal else []
    page: Response = request.app.state.frame.render(
        request,
        "submission.html",
        status=status(refusal) if refusal else 200,
        submission=record.public,
        campaign=campaign,
        form=campaign.form(record.public.form),
        versions=[(v, content_rows(v.content, campaign)) for v in reversed(record.public.versions)],
        wordings=item_wordings(record.public),
        history=list(reversed(lines(record.history))),
        names=await names_of(stores, {record.public.organisation, *campaign.recipients, *_heard_of(record)}),
        sending=sending(record),
        unsent=access.may_read_draft(actor, record.public) and unsent(record),
        editing=_editing(actor, record, campaign),
        withdrawing=_withdrawing(actor, record, campaign),
        reason=reason,
        key=uuid.uuid4().hex,
        errors=errors,
        beside=beside(errors),
        done=done,
    )
    return page


def _heard_of(record: SubmissionRecord) -> set[str]:
    return {recipient.organisation for recipient in record.public.recipients}


def _editing(actor: Actor, record: SubmissionRecord, campaign: Campaign) -> str:
    """What the way to the form is called, empty where there is none."""
    submission = record.public
    settled = bool(submission.recipients) and all(r.status in SETTLED for r in submission.recipients)
    running = campaign.status is CampaignStatus.ANNOUNCED
    if settled or not running or not actor.may_submit_for(submission.organisation):
        return ""
    if any(r.status is RecipientStatus.RETURNED for r in submission.recipients):
        return "edit_returned"
    return {
        SubmissionStatus.DRAFT: "edit_draft",
        SubmissionStatus.DELIVERED: "edit_delivered",
        SubmissionStatus.WITHDRAWN: "edit_withdrawn",
    }[submission.status]


def _withdrawing(actor: Actor, record: SubmissionRecord, campaign: Campaign) -> bool:
    submission = record.public
    return (
        submission.status is SubmissionStatus.DELIVERED
        and campaign.status is CampaignStatus.ANNOUNCED
        and actor.may_submit_for(submission.organisation)
        and not any(r.status in DECIDED for r in submission.recipients)
    )
