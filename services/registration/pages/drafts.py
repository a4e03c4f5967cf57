"""The form of Mẫu 1: every button saves what was typed, and nothing typed is lost by a refusal."""

import uuid
from dataclasses import replace
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentStores
from services.registration.domain.drafts import SubmissionRecord
from services.registration.handlers import submissions as handlers
from services.registration.handlers.tasks import names_of
from services.registration.pages.draft_form import DraftForm
from services.registration.pages.form_body import read_form
from services.registration.pages.presentation import draft_rows
from services.registration.pages.refusals import Refusal, beside, errors_of, raise_unless_shown, status
from services.registration.store import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.runtime import idempotency_cause
from shared.web import CurrentActor

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
Done = Annotated[Literal["", "saved"], Query(alias="xong")]
Extra = Annotated[str, Query(alias="them", max_length=100)]


@router.get("/{ident}/soan")
async def form(
    *,
    request: Request,
    ident: Ident,
    actor: CurrentActor,
    stores: CurrentStores,
    done: Done = "",
    extra: Extra = "",
) -> Response:
    """The form with the draft as it is saved."""
    record, campaign = await handlers.own(stores, actor, ident)
    held = DraftForm.of(record.private.draft, version=record.version, key=uuid.uuid4().hex)
    return await _form(request, stores, record, campaign, held, extra=extra, done=done)


@router.post("/{ident}/soan")
async def typed(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Saves what was typed, then does what the button says; on a refusal the page comes back as it was typed."""
    held = DraftForm.typed(await read_form(request))
    verb, _, argument = held.action.partition(":")
    record, campaign = await handlers.own(stores, actor, ident)
    if verb == "remove":
        return await _form(request, stores, record, campaign, held, removing=argument)
    if verb == "delete" and argument.isdigit():
        held = held.without(int(argument))
    try:
        record = await handlers.save_draft(stores, actor, ident, held.draft(), expected=held.version)
        if verb == "submit":
            held = held.saved(record.private.draft, record.version)
            await handlers.submit(stores, actor, ident, cause=idempotency_cause(actor.account, held.key))
    except (DomainError, ValidationError) as error:
        raise_unless_shown(error)
        record = await handlers.read(stores, actor, ident)
        return await _form(request, stores, record, campaign, held, refusal=error)
    if verb == "submit":
        return RedirectResponse(f"/dang-ky/{ident}?xong=delivered", 303)
    added = quote(argument) if verb == "add" else ""
    onward = f"them={added}#answer-{added}" if added else "xong=saved"
    return RedirectResponse(f"/dang-ky/{ident}/soan?{onward}", 303)


async def _form(
    request: Request,
    stores: Stores,
    record: SubmissionRecord,
    campaign: Campaign,
    held: DraftForm,
    *,
    extra: str = "",
    removing: str = "",
    refusal: Refusal | None = None,
    done: str = "",
) -> Response:
    """The form. After somebody else's change it shows theirs, too, and saving once more then writes over it."""
    errors = errors_of(refusal, request.app.state.catalogue, held.anchor) if refusal else []
    overtaken = isinstance(refusal, DomainError) and refusal.code == "record_changed"
    page: Response = request.app.state.frame.render(
        request,
        "draft.html",
        status=status(refusal) if refusal else 200,
        record=record,
        campaign=campaign,
        form=campaign.form(record.public.form),
        held=(replace(held, version=record.version) if overtaken else held).offering(campaign, extra),
        other=record.private if overtaken else None,
        other_rows=draft_rows(record.private.draft, campaign) if overtaken else [],
        removing=int(removing) if removing.isdigit() else None,
        names=await names_of(stores, {record.public.organisation, *campaign.recipients}),
        errors=errors,
        beside=beside(errors),
        done=done,
    )
    return page
