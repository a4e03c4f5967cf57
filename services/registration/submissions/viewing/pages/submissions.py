"""The pages of a submission: its beginning, what happened to it, its versions, its withdrawal."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.reports import commands as reports
from services.registration.reports.commands import Prefill
from services.registration.reports.pages.presentation import Paper, content_paper
from services.registration.submissions.corrections.model.corrections import may_correct, may_give_up
from services.registration.submissions.corrections.model.item_withdrawal import may_withdraw_items
from services.registration.submissions.delivery import commands
from services.registration.submissions.delivery import pages as sending_pages
from services.registration.submissions.delivery.commands import Start, Withdraw, Withdrawal
from services.registration.submissions.drafts.pages import fields as drafts
from services.registration.submissions.model import access
from services.registration.submissions.model.differences import differences
from services.registration.submissions.model.draft import unsent
from services.registration.submissions.model.permissions import may_withdraw
from services.registration.submissions.model.presentation import content_rows
from services.registration.submissions.model.receipts import fingerprint, receipt_number
from services.registration.submissions.pages.frame import render
from services.registration.submissions.records.opening import OpenedSubmission, readable
from services.registration.submissions.records.views import delivered_version, letterhead, sending
from services.registration.submissions.viewing.model.timeline import timeline
from services.registration.submissions.viewing.pages.item_standings import item_standings
from shared.contracts.campaigns import REPORTS
from shared.contracts.submissions import Version
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.web.page import Page
from shared.web.refusals import REFUSED, Refusal

router = APIRouter(prefix="/dang-ky", include_in_schema=False)
router.include_router(drafts.router)
router.include_router(sending_pages.router)

Number = Annotated[int, Path(ge=1, le=100_000)]
Done = Annotated[Literal["", "withdrawn", "correcting", "correction_given_up", "item_withdrawn"], Query(alias="xong")]


@router.post("")
async def start(page: CurrentPage) -> Response:
    """Begins a submission, or leads to the one that is there."""
    wanted = Start.model_validate((await page.typed()).values)
    try:
        record = await commands.start(page.context, wanted)
    except DomainError as error:
        if error.code != "submission_exists":
            raise
        return page.to(f"/dang-ky/{error.params['id']}")
    if wanted.form in REPORTS:
        await reports.prefill(page.context, Prefill(record.id))
    return page.to(f"/dang-ky/{record.id}/soan")


@router.get("/{ident}")
async def one(page: CurrentPage, ident: Key, done: Done = "") -> Response:
    """Where the submission stands with each recipient, and everything that was said about it."""
    return await _state(page, await readable(page.context, ident), done=done)


@router.get("/{ident}/ban/{number}")
async def version(page: CurrentPage, ident: Key, number: Number) -> Response:
    """A version as it was delivered, for good, and what it says differently from the one before."""
    opened = await readable(page.context, ident)
    submission = opened.submission
    delivered = delivered_version(submission, number)
    before = delivered_version(submission, number - 1) if number > 1 else None
    return await render(
        page,
        opened,
        "version.html",
        version=delivered,
        rows=content_rows(delivered.content, opened.campaign),
        paper=report_paper(opened, delivered),
        before=before,
        differences=differences(before.content, delivered.content) if before else None,
        fields={field.code: field for field in opened.campaign.fields},
        decisions=[(r.organisation, d) for r in submission.recipients for d in r.decisions if d.version == number],
        newest=delivered == submission.latest,
        number=receipt_number(submission, delivered),
        fingerprint=fingerprint(delivered),
        letterhead=await letterhead(page.context.stores, submission.organisation, delivered.delivered_at),
    )


@router.post("/{ident}/rut")
async def withdraw(page: CurrentPage, ident: Key) -> Response:
    """Withdraws, with a reason."""
    inputs = await page.typed()
    reason = inputs.value("reason")
    try:
        await commands.withdraw(page.context.keyed(inputs.key), Withdraw(ident, Withdrawal(reason=reason)))
    except REFUSED as error:
        await page.show(error)
        return await _state(page, await readable(page.context, ident), refusal=error, reason=reason)
    return page.to(f"/dang-ky/{ident}?xong=withdrawn")


def report_paper(opened: OpenedSubmission, version: Version) -> Paper | None:
    """A delivered report as it is on paper; None for a registration."""
    form = opened.campaign.form(opened.submission.form)
    return content_paper(form, opened.campaign, version.content) if form and form.kind in REPORTS else None


async def _state(
    page: Page[Context], opened: OpenedSubmission, *, refusal: Refusal | None = None, reason: str = "", done: str = ""
) -> Response:
    record, actor = opened.record, page.context.actor
    return await render(
        page,
        opened,
        "submission.html",
        refusal=refusal,
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
        done=done,
    )
