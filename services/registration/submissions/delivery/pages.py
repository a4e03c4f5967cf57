"""The last look at the form as it will be on paper, the one button that sends it, and the receipt."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.reports.pages.sending import SAID_BY_FAULTS, check_report
from services.registration.submissions.delivery import commands as handlers
from services.registration.submissions.drafts.model.completeness import faults_of
from services.registration.submissions.drafts.pages.form import version_of as typed_version
from services.registration.submissions.model.receipts import fingerprint, receipt_number
from services.registration.submissions.pages.frame import Opened, readable, render, typed
from services.registration.submissions.records.views import letterhead, sending, version_of
from shared.contracts.campaigns import REPORTS
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.language.catalogue import Catalogue
from shared.runtime.runtime import idempotency_cause
from shared.sheets.registration import registration_sheet
from shared.web.app import CurrentActor
from shared.web.refusals import FormError, errors_of
from shared.web.refusals import status_for as status
from shared.web.typed import read_form

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
Number = Annotated[int | None, Query(alias="ban", ge=1, le=100_000)]


@router.get("/{ident}/kiem-tra")
async def check(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """The form as it will look on paper, with ways back to change it."""
    opened = await typed(stores, actor, ident)
    return await _check(request, opened)


@router.post("/{ident}/gui")
async def send(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Delivers what the person has just looked over; pressed twice it delivers once."""
    sent = await read_form(request)
    cause = idempotency_cause(actor.account, sent.get("key", "")[:100] or None)
    try:
        record = await handlers.submit(stores, actor, ident, cause=cause, checked=typed_version(sent.get("draft", "")))
    except DomainError as error:
        await raise_unless_shown(stores, error)
        opened = await typed(stores, actor, ident)
        return await _check(request, opened, refusal=error)
    latest = record.public.latest
    return RedirectResponse(f"/dang-ky/{ident}/bien-nhan?ban={latest.number if latest else 1}", 303)


@router.get("/{ident}/bien-nhan")
async def receipt(
    request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores, number: Number = None
) -> Response:
    """Number, time, version, recipients and fingerprint of a delivery, to keep or to print."""
    opened = await readable(stores, actor, ident)
    submission = opened.record.public
    version = version_of(submission, number)
    return await render(
        request,
        opened,
        "receipt.html",
        version=version,
        number=receipt_number(submission, version),
        fingerprint=fingerprint(version),
        letterhead=await letterhead(stores, submission.organisation, version.delivered_at),
        newest=version == submission.latest,
        sending=sending(opened.record),
    )


async def _check(
    request: Request,
    opened: Opened,
    *,
    refusal: DomainError | None = None,
) -> Response:
    submission, stores = opened.record.public, opened.stores
    if submission.form in REPORTS:
        return await check_report(request, opened, refusal=refusal)
    catalogue = request.app.state.catalogue
    said = refusal is not None and refusal.code not in SAID_BY_FAULTS
    refused = errors_of(refusal, catalogue, lambda _: None) if refusal and said else []
    head = await letterhead(stores, submission.organisation, stores.clock())
    return await render(
        request,
        opened,
        "check.html",
        status=status(refusal) if refusal else 200,
        sheet=registration_sheet(opened.campaign, head, opened.draft),
        places=_places(opened),
        faults=_faults(opened, catalogue),
        errors=refused,
        key=uuid.uuid4().hex,
    )


def _places(opened: Opened) -> dict[str, str]:
    """Where each row of the form can be changed."""
    base = f"/dang-ky/{opened.record.id}/soan"
    fields = {f"fields.{field.code}": f"{base}#field-{field.code}" for field in opened.campaign.fields}
    return fields | {f"items.{item.id}": f"{base}/noi-dung/{item.id}" for item in opened.draft.items}


def _faults(opened: Opened, catalogue: Catalogue) -> list[FormError]:
    """What is missing, each with the address at which it can be mended."""
    draft, base = opened.draft, f"/dang-ky/{opened.record.id}/soan"
    found = []
    for fault in faults_of(draft, opened.campaign):
        kind, _, rest = (fault.field or "").partition(".")
        place, _, column = rest.partition(".")
        message = catalogue.say(fault.code, fault.params)
        if kind == "items":
            item = draft.items[int(place)]
            message = f"{item.content[:80]}: {message}" if item.content else message
            found.append(FormError(f"{base}/noi-dung/{item.id}#{column.partition('.')[0]}", message))
        else:
            found.append(FormError(f"{base}#field-{place}" if kind == "fields" else base, message))
    return found
