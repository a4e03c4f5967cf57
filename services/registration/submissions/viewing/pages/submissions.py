"""The pages of a submission: its beginning, what happened to it, its versions, its withdrawal."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.reports import commands as reports
from services.registration.submissions.corrections.model.corrections import may_correct, may_give_up
from services.registration.submissions.corrections.model.item_withdrawal import may_withdraw_items
from services.registration.submissions.delivery import commands as handlers
from services.registration.submissions.delivery import pages as sending_pages
from services.registration.submissions.drafts.pages import fields as drafts
from services.registration.submissions.model import access
from services.registration.submissions.model.differences import differences
from services.registration.submissions.model.draft import unsent
from services.registration.submissions.model.permissions import may_withdraw
from services.registration.submissions.model.receipts import fingerprint, receipt_number
from services.registration.submissions.pages.frame import Opened, readable, render
from services.registration.submissions.records.views import letterhead, sending, version_of
from services.registration.submissions.viewing.model.timeline import timeline
from services.registration.submissions.viewing.pages.item_standings import item_standings
from shared.contracts.campaigns import REPORTS
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.runtime.runtime import idempotency_cause
from shared.sheets.contents import content_sheets
from shared.web.app import CurrentActor
from shared.web.refusals import Refusal, errors_of
from shared.web.refusals import status_for as status
from shared.web.typed import read_form

router = APIRouter(prefix="/dang-ky", include_in_schema=False)
router.include_router(drafts.router)
router.include_router(sending_pages.router)

Ident = Annotated[Key, Path()]
Number = Annotated[int, Path(ge=1, le=100_000)]
Done = Annotated[Literal["", "withdrawn", "correcting", "correction_given_up", "item_withdrawn"], Query(alias="xong")]


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
    if wanted.form in REPORTS:
        await reports.prefill(stores, actor, record.id)
    return RedirectResponse(f"/dang-ky/{record.id}/soan", 303)


@router.get("/{ident}")
async def one(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores, done: Done = "") -> Response:
    """Where the submission stands with each recipient, and everything that was said about it."""
    return await _state(request, await readable(stores, actor, ident), done=done)


@router.get("/{ident}/ban/{number}")
async def version(
    request: Request, ident: Ident, number: Number, actor: CurrentActor, stores: CurrentStores
) -> Response:
    """A version as it was delivered, for good, and what it says differently from the one before."""
    opened = await readable(stores, actor, ident)
    submission = opened.record.public
    shown = version_of(submission, number)
    before = version_of(submission, number - 1) if number > 1 else None
    head = await letterhead(stores, submission.organisation, shown.delivered_at)
    return await render(
        request,
        opened,
        "version.html",
        version=shown,
        sheets=content_sheets(opened.campaign, submission.form, head, shown.content),
        before=before,
        differences=differences(before.content, shown.content) if before else None,
        fields={field.code: field for field in opened.campaign.fields},
        decisions=[(r.organisation, d) for r in submission.recipients for d in r.decisions if d.version == number],
        newest=shown == submission.latest,
        number=receipt_number(submission, shown),
        fingerprint=fingerprint(shown),
    )


@router.post("/{ident}/rut")
async def withdraw(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Withdraws, with a reason."""
    sent = await read_form(request)
    reason, cause = sent.get("reason", ""), idempotency_cause(actor.account, sent.get("key"))
    try:
        await handlers.withdraw(stores, actor, ident, handlers.Withdrawal(reason=reason), cause=cause)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        opened = await readable(stores, actor, ident)
        return await _state(request, opened, refusal=error, reason=reason)
    return RedirectResponse(f"/dang-ky/{ident}?xong=withdrawn", 303)


async def _state(
    request: Request,
    opened: Opened,
    *,
    refusal: Refusal | None = None,
    reason: str = "",
    done: str = "",
) -> Response:
    record, actor = opened.record, opened.actor
    return await render(
        request,
        opened,
        "submission.html",
        status=status(refusal) if refusal else 200,
        steps=list(reversed(timeline(record))),
        sending=sending(record),
        waiting=bool(record.undelivered),
        unsent=access.may_read_draft(actor, record.public) and unsent(record),
        withdrawing=may_withdraw(actor, record.public, opened.campaign),
        correcting=may_correct(actor, record.public, opened.campaign),
        giving_up=may_give_up(actor, record.public, opened.campaign),
        withdraws_items=may_withdraw_items(actor, record.public, opened.campaign),
        item_standings=item_standings(record.public),
        reason=reason,
        key=uuid.uuid4().hex,
        errors=errors_of(refusal, request.app.state.catalogue, lambda path: path) if refusal else [],
        done=done,
    )
