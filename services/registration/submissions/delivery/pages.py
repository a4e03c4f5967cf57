"""The last look at the form as it will be on paper, the one button that sends it, and the receipt."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from services.registration.dependencies import CurrentPage
from services.registration.reports.pages import overview as reports
from services.registration.reports.records import as_report
from services.registration.submissions.delivery.commands import Submit
from services.registration.submissions.model.draft import sending
from services.registration.submissions.model.telling import delivered_version, fingerprint, receipt_number
from services.registration.submissions.pages.frame import render
from services.registration.submissions.records.opening import OpenedSubmission, editable, letterhead, readable
from shared.contracts.campaigns import REPORTS
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.forms.initiatives.check import faults_of
from shared.forms.initiatives.sheet import registration_sheet
from shared.rules.lateness import lateness
from shared.web.page import FormError, refused_as
from shared.web.readings import sent_version

router = APIRouter(include_in_schema=False)

Number = Annotated[int | None, Query(alias="ban", ge=1, le=100_000)]


@router.get("/{ident}/kiem-tra")
async def check(page: CurrentPage, ident: Key) -> Response:
    """The form as it will look on paper, with ways back to change it."""
    return await _check(page, await editable(page.context, ident))


@router.post("/{ident}/gui")
async def send(page: CurrentPage, ident: Key) -> Response:
    """Delivers what the person has just looked over; pressed twice it delivers once."""
    inputs = await page.inputs()
    try:
        wanted = Submit(ident, checked=sent_version(inputs.value("draft")))
        record = await wanted.run(page.context.keyed(inputs.key))
    except DomainError as error:
        return await _check(page, await editable(page.context, ident), refusal=error)
    return page.to(f"/dang-ky/{ident}/bien-nhan?ban={len(record.public.versions)}")


@router.get("/{ident}/bien-nhan")
async def receipt(page: CurrentPage, ident: Key, number: Number = None) -> Response:
    """Number, time, version, recipients and fingerprint of a delivery, to keep or to print."""
    opened = await readable(page.context, ident)
    submission = opened.submission
    version = delivered_version(submission, number)
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


async def _check(page: CurrentPage, opened: OpenedSubmission, *, refusal: DomainError | None = None) -> Response:
    """What the draft lacks is said fault by fault, also when it was refused for that."""
    if opened.submission.form in REPORTS:
        template = "report_check.html"
        content = await reports.last_look(page, await as_report(page.context, opened))
    else:
        template, content = "check.html", await _last_look(page, opened)
    if refused_as(refusal, "submission_incomplete"):
        content["errors"] = []
    return await render(page, opened, template, refusal=refusal, anchor=lambda _: None, **content)


async def _last_look(page: CurrentPage, opened: OpenedSubmission) -> dict[str, Any]:
    """Mẫu 1, where each row of it can be changed, and what is missing."""
    base = f"/dang-ky/{opened.record.id}/soan"
    fields = {f"fields.{field.code}": f"{base}#field-{field.code}" for field in opened.campaign.fields}
    head = await letterhead(page.context.stores, opened.submission.organisation, page.context.now)
    return {
        "sheet": registration_sheet(opened.campaign, head, opened.draft),
        "places": fields | {f"items.{item.id}": f"{base}/noi-dung/{item.id}" for item in opened.draft.items},
        "faults": _faults(page, opened),
    }


def _faults(page: CurrentPage, opened: OpenedSubmission) -> list[FormError]:
    """What is missing, each with the address at which it can be mended."""
    draft, base = opened.draft, f"/dang-ky/{opened.record.id}/soan"
    faults = []
    for fault in faults_of(draft, opened.campaign):
        kind, _, rest = (fault.field or "").partition(".")
        place, _, column = rest.partition(".")
        message = page.catalogue.say(fault.code, fault.params)
        if kind == "items":
            item = draft.items[int(place)]
            message = f"{item.content[:80]}: {message}" if item.content else message
            faults.append(FormError(f"{base}/noi-dung/{item.id}#{column.partition('.')[0]}", message))
        else:
            faults.append(FormError(f"{base}#field-{place}" if kind == "fields" else base, message))
    return faults
