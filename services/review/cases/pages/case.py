"""What people do on a case's page: read it, decide, hand it on, ask for a correction."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from services.review.cases.commands import reviewing
from services.review.cases.commands.reviewing import AskCorrection, Assign, Decide, RevokeCorrection, View
from services.review.cases.model.case import CaseRecord
from services.review.cases.model.corrections import CorrectionDemand, CorrectionRevocation
from services.review.cases.model.decisions import Assignment
from services.review.cases.pages.decision_input import DecisionInput
from services.review.cases.pages.dossier import show
from services.review.desk import records as desk_records
from services.review.desk.commands import KeepReason, note_at_work
from services.review.desk.context import Context
from services.review.desk.dependencies import CurrentPage
from services.review.desk.pages.frame import DESK, address
from shared.web.form_input import Anchor, FormInput, read_form
from shared.web.page import REFUSED, Page, Refusal

router = APIRouter(prefix=DESK)


@router.get("/{case}")
async def read(
    *,
    page: CurrentPage,
    case: str,
    done: Annotated[str, Query()] = "",
    beside: Annotated[int | None, Query(alias="so-voi", ge=1, le=1_000_000)] = None,
) -> Response:
    """A case. For a reviewer, opening this page is the act of seeing it, so this reading leaves a mark.

    It marks only the first time, never for leaders, never for a browser that fetches ahead of its reader, and the
    API's reading leaves none.
    """
    headers = page.request.headers
    ahead = "prefetch" in headers.get("sec-purpose", "") + headers.get("purpose", "")
    record = await (page.context.stores.cases.load(case) if ahead else _seen(page.context, case))
    return await show(page, record, done=done, beside=beside)


@router.post("/{case}/quyet-dinh")
async def decide(page: CurrentPage, case: str) -> Response:
    """Decides, then leads to the next case that waits for this person."""
    sent = await read_form(page.request)
    form = DecisionInput.of(sent, await desk_records.reusable_reasons(page.context.stores))
    context = page.context.keyed(form.key)
    try:
        await Decide(case, form.verdict()).run(context)
    except REFUSED as error:
        return await _refused(page, case, error, form.anchor, form=form)
    for text in form.kept:
        await KeepReason(text).run(context)
    following = await reviewing.next_for(context)
    return page.to(f"{address(context, *([following.id] if following else []))}?done={case}")


@router.post("/{case}/phan-cong")
async def assign(page: CurrentPage, case: str) -> Response:
    """Takes the case oneself, or hands it to a colleague."""
    form = await _assignee(page)
    try:
        assignment = Assignment(account=form.value("account"), name=form.value("name"))
        await Assign(case, assignment).run(page.context)
    except REFUSED as error:
        return await _refused(page, case, error, _itself("account", "name"), assignment=form)
    return page.to(address(page.context, case))


@router.post("/{case}/dinh-chinh")
async def ask_correction(page: CurrentPage, case: str) -> Response:
    """Asks the unit to correct what was approved."""
    form = await page.inputs()
    try:
        demand = {"version": form.value("version"), "reason": form.value("reason")}
        wanted = AskCorrection(case, CorrectionDemand.model_validate(demand))
        await wanted.run(page.context.keyed(form.value("key")))
    except REFUSED as error:
        return await _refused(page, case, error, _reason("correction-reason"), correction=form)
    return page.to(address(page.context, case))


@router.post("/{case}/thu-hoi-dinh-chinh")
async def revoke_correction(page: CurrentPage, case: str) -> Response:
    """Takes back that a correction was asked for."""
    form = await page.inputs()
    try:
        wanted = RevokeCorrection(case, CorrectionRevocation(reason=form.value("reason")))
        await wanted.run(page.context.keyed(form.value("key")))
    except REFUSED as error:
        return await _refused(page, case, error, _reason("revocation-reason"), revocation=form)
    return page.to(address(page.context, case))


async def _assignee(page: Page[Context]) -> FormInput:
    """Who is named: whoever pressed the button for himself, an account that is typed, else a colleague chosen."""
    form = await page.inputs()
    account, name = form.value("account").strip(), form.value("name").strip()
    if form.on("oneself"):
        return FormInput({"account": page.context.actor.account, "name": page.context.actor.name})
    if not account:
        people = await desk_records.people(page.context.stores)
        chosen = next((person for person in people if person.account == form.value("colleague")), None)
        account, name = (chosen.account, chosen.name) if chosen else (account, name)
    return FormInput({"account": account, "name": name})


async def _refused(page: Page[Context], case: str, error: Refusal, anchor: Anchor, **typed: Any) -> Response:
    """The case as it stands now, with what was typed and why it was refused."""
    return await show(page, await _seen(page.context, case), refusal=error, anchor=anchor, **typed)


async def _seen(context: Context, case: str) -> CaseRecord:
    """The case, seen by whoever reviews it."""
    if not context.reviewing:
        return await context.stores.cases.load(case)
    await note_at_work(context)
    return await View(case).run(context)


def _itself(*inputs: str) -> Anchor:
    return lambda path: path if path in inputs else None


def _reason(element: str) -> Anchor:
    return lambda path: element if path == "reason" else None
