"""The pages of a submission: its beginning, what happened to it, its versions, its withdrawal."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from services.registration.dependencies import CurrentPage
from services.registration.reports.commands import Prefill
from services.registration.submissions.corrections.model.corrections import give_up, with_whom
from services.registration.submissions.corrections.model.item_withdrawal import (
    ItemWithdrawal,
    withdraw_item,
    withdrawable,
)
from services.registration.submissions.delivery import pages as sending_pages
from services.registration.submissions.delivery.commands import Start, Withdraw, Withdrawal
from services.registration.submissions.delivery.model import life
from services.registration.submissions.drafts.pages import fields as drafts
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import sending, unsent
from services.registration.submissions.model.telling import delivered_version, fingerprint, receipt_number
from services.registration.submissions.pages.frame import render
from services.registration.submissions.records.opening import OpenedSubmission, letterhead, readable
from services.registration.submissions.viewing.model.item_standings import item_standings
from services.registration.submissions.viewing.model.timeline import timeline
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.forms.demands import differing_files, titles
from shared.forms.registry import kind_of
from shared.rules.decisions import approved_version
from shared.rules.lateness import lateness
from shared.rules.tried import allows
from shared.web.page import REFUSED, Refusal

router = APIRouter(prefix="/dang-ky", include_in_schema=False)
router.include_router(drafts.router)
router.include_router(sending_pages.router)

Number = Annotated[int, Path(ge=1, le=100_000)]
Done = Annotated[Literal["", "withdrawn", "correcting", "correction_given_up", "item_withdrawn"], Query(alias="xong")]


@router.post("")
async def start(page: CurrentPage) -> Response:
    """Begins a submission, or leads to the one that is there."""
    wanted = Start.model_validate((await page.inputs()).values)
    try:
        record = await wanted.run(page.context)
    except DomainError as error:
        if error.code != "submission_exists":
            raise
        return page.to(f"/dang-ky/{error.params['id']}")
    if kind_of(record.private.draft).answers:
        await Prefill(record.id).run(page.context)
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
    kind, form = kind_of(delivered.content), opened.form.shaped(delivered.shape)
    head = await letterhead(page.context.stores, submission.organisation, delivered.delivered_at)
    return await render(
        page,
        opened,
        "version.html",
        version=delivered,
        sheets=kind.sheets(form, opened.campaign, head, delivered.content, opened.period),
        before=before,
        differences=kind.differences(before.content, delivered.content, (opened.form.shaped(before.shape), form))
        if before
        else None,
        shown=f"{kind.code}/differences.html",
        files=kind.files(delivered.content),
        titles=titles(form),
        file_changes=differing_files(before.content, delivered.content) if before else [],
        fields={field.code: field for field in opened.campaign.fields},
        decisions=[(r.organisation, d) for r in submission.recipients for d in r.decisions if d.version == number],
        newest=delivered == submission.latest,
        number=receipt_number(submission, delivered),
        fingerprint=fingerprint(delivered),
    )


@router.post("/{ident}/rut")
async def withdraw(page: CurrentPage, ident: Key) -> Response:
    """Withdraws, with a reason."""
    inputs = await page.inputs()
    reason = inputs.value("reason")
    try:
        await Withdraw(ident, Withdrawal(reason=reason)).run(page.context.keyed(inputs.key))
    except REFUSED as error:
        return await _state(page, await readable(page.context, ident), refusal=error, reason=reason)
    return page.to(f"/dang-ky/{ident}?xong=withdrawn")


async def _state(
    page: CurrentPage, opened: OpenedSubmission, *, refusal: Refusal | None = None, reason: str = "", done: str = ""
) -> Response:
    record, campaign = opened.record, opened.campaign
    actor, now = page.context.actor, page.context.now
    submission, latest = record.public, record.public.latest
    above = await page.context.stores.campaigns.several({entry.campaign for entry in submission.upward})
    return await render(
        page,
        opened,
        "submission.html",
        refusal=refusal,
        steps=list(reversed(timeline(record))),
        sending=sending(record),
        waiting=bool(record.undelivered),
        unsent=access.may_read_draft(actor, submission) and unsent(record),
        lateness=lateness(latest, latest.extended_until) if latest else None,
        approved_version=approved_version,
        withdrawing=allows(life.withdraw, record, campaign, "", actor, now),
        correcting=allows(with_whom, submission, campaign, actor),
        giving_up=allows(give_up, record, campaign, actor),
        withdraws_items=any(
            allows(withdraw_item, record, campaign, item.id, ItemWithdrawal(reason="-"), actor=actor, now=now)
            for item in withdrawable(submission)[:1]
        ),
        item_standings=item_standings(submission),
        above={ident: found.public for ident, found in above.items()},
        reason=reason,
        done=done,
    )
