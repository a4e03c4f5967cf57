"""The last look at the form as it will be on paper, the one button that sends it, and the receipt."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
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
from shared.rules.lateness import lateness
from shared.sheets.registration import registration_sheet
from shared.web.form_input import read_form
from shared.web.page import Page
from shared.web.refusals import FormError, errors_of

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
Number = Annotated[int | None, Query(alias="ban", ge=1, le=100_000)]


@router.get("/{ident}/kiem-tra")
async def check(page: CurrentPage, ident: Ident) -> Response:
    """The form as it will look on paper, with ways back to change it."""
    opened = await typed(page.context, ident)
    return await _check(page, opened)


@router.post("/{ident}/gui")
async def send(page: CurrentPage, ident: Ident) -> Response:
    """Delivers what the person has just looked over; pressed twice it delivers once."""
    sent = await read_form(page.request)
    context = page.context.keyed(sent.get("key", "")[:100] or None)
    try:
        record = await handlers.submit(context, ident, checked=typed_version(sent.get("draft", "")))
    except DomainError as error:
        await page.show(error)
        opened = await typed(page.context, ident)
        return await _check(page, opened, refusal=error)
    latest = record.public.latest
    return page.to(f"/dang-ky/{ident}/bien-nhan?ban={latest.number if latest else 1}")


@router.get("/{ident}/bien-nhan")
async def receipt(page: CurrentPage, ident: Ident, number: Number = None) -> Response:
    """Number, time, version, recipients and fingerprint of a delivery, to keep or to print."""
    opened = await readable(page.context, ident)
    submission = opened.record.public
    version = version_of(submission, number)
    return await render(
        page,
        opened,
        "receipt.html",
        version=version,
        lateness=lateness(version, version.extended_until),
        number=receipt_number(submission, version),
        fingerprint=fingerprint(version),
        letterhead=await letterhead(page.context.stores, submission.organisation, version.delivered_at),
        newest=version == submission.latest,
        sending=sending(opened.record),
    )


async def _check(page: Page[Context], opened: Opened, *, refusal: DomainError | None = None) -> Response:
    submission, stores = opened.record.public, opened.stores
    if submission.form in REPORTS:
        return await check_report(page, opened, refusal=refusal)
    catalogue = page.catalogue
    said = refusal is not None and refusal.code not in SAID_BY_FAULTS
    refused = errors_of(refusal, catalogue, lambda _: None) if refusal and said else []
    head = await letterhead(stores, submission.organisation, stores.clock())
    return await render(
        page,
        opened,
        "check.html",
        refusal=refusal,
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
