"""The last look at the form as it will be on paper, the one button that sends it, and the receipt."""

from textwrap import shorten
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.registration.dependencies import CurrentPage
from services.registration.submissions.delivery.commands import Submit
from services.registration.submissions.model.draft import sending
from services.registration.submissions.model.telling import delivered_version, fingerprint, receipt_number
from services.registration.submissions.pages.frame import FileDone, asked_beside, file_anchor, render
from services.registration.submissions.records.opening import (
    OpenedSubmission,
    answering,
    editable,
    letterhead,
    readable,
)
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.forms.demands import titles
from shared.forms.values import Place
from shared.rules.lateness import lateness
from shared.web.page import FormError, refused_as
from shared.web.readings import sent_version

router = APIRouter(include_in_schema=False)

Number = Annotated[int | None, Query(alias="ban", ge=1, le=100_000)]


@router.get("/{ident}/kiem-tra")
async def check(page: CurrentPage, ident: Key, done: FileDone = "") -> Response:
    """The form as it will look on paper, with ways back to change it."""
    return await check_page(page, await editable(page.context, ident), done=done)


@router.post("/{ident}/gui")
async def send(page: CurrentPage, ident: Key) -> Response:
    """Delivers what the person has just looked over; pressed twice it delivers once."""
    inputs = await page.inputs()
    try:
        wanted = Submit(ident, checked=sent_version(inputs.value("draft")))
        record = await wanted.run(page.context.keyed(inputs.key))
    except DomainError as error:
        return await check_page(page, await editable(page.context, ident), refusal=error)
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
        titles=titles(opened.campaign.form(submission.form)),
        lateness=lateness(version, version.extended_until),
        number=receipt_number(submission, version),
        fingerprint=fingerprint(version),
        letterhead=await letterhead(page.context.stores, submission.organisation, version.delivered_at),
        newest=version == submission.latest,
        sending=sending(opened.record),
    )


async def check_page(
    page: CurrentPage, opened: OpenedSubmission, *, refusal: DomainError | None = None, done: str = ""
) -> Response:
    """The form as it would be on paper, where each part of it can be changed, what it lacks, fault by fault, and what
    the plan encourages beside it."""
    found, context = await answering(page.context, opened), page.context
    kind, draft, filling = found.kind, found.draft, found.filling(context.now)
    head = await letterhead(context.stores, found.submission.organisation, context.now)
    base, view = f"/dang-ky/{found.record.id}/soan", kind.last_look(draft, filling)
    values = {
        "sheets": kind.draft_sheets(filling, head, draft),
        "faults": [
            _fault(page, base, one, kind.mended_at(one, draft, filling)) for one in kind.lacking(draft, filling)
        ],
        **asked_beside(found, filling),
        **view.values,
        "places": {anchor: base + address for anchor, address in view.values["places"].items()},
    }
    if refused_as(refusal, "submission_incomplete"):
        values["errors"] = []
    return await render(page, found, view.template, refusal=refusal, anchor=file_anchor, done=done, **values)


def _fault(page: CurrentPage, base: str, fault: DomainError, place: Place) -> FormError:
    """What is missing, with the address at which it can be mended."""
    message = page.catalogue.say(fault.code, fault.params)
    return FormError(
        base + place.address, f"{shorten(place.about, 80, placeholder='…')}: {message}" if place.about else message
    )
