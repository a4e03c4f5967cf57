"""A case: what was delivered beside what came before, the decision, who deals with it."""

import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.review.cases import records as case_queue
from services.review.cases.model import corrections
from services.review.cases.model.case import WAITING, CaseRecord
from services.review.cases.model.corrections import CorrectionRequest
from services.review.cases.model.delivered import DeliveredCase, DeliveredRound, delivered
from services.review.cases.pages.presentation import due_of, field_rows, history_rows, item_decisions
from services.review.cases.pages.report_presentation import Behind, is_report, left_out, sections, units_behind
from services.review.cases.pages.report_presentation import beside as beside_items
from services.review.dependencies import CurrentDesk
from services.review.desk.commands import Desk
from services.review.desk.model.substitutions import acting_person, deciding_person
from services.review.web.common import DESK, done_line, fresh_cause, name_of, refusal
from services.review.web.forms import AssignmentForm, CorrectionForm, DecisionForm, FormError, RevocationForm
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case, Round
from shared.contracts.submissions import Correction, Outcome, Submission
from shared.errors import DomainError
from shared.identity import Actor
from shared.language.catalogue import Catalogue
from shared.rules.lateness import lateness
from shared.rules.tried import allows
from shared.rules.tried import refusal as refusal_of
from shared.runtime.runtime import idempotency_cause
from shared.sheets.contents import ReportContent
from shared.web.app import CurrentActor

OTHER_CASES = 20

router = APIRouter(prefix=DESK)

CaseForm = DecisionForm | AssignmentForm | CorrectionForm | RevocationForm


@router.get("/{case}")
async def read(
    *,
    request: Request,
    desk: CurrentDesk,
    actor: CurrentActor,
    case: str,
    done: Annotated[str, Query()] = "",
    beside: Annotated[int | None, Query(alias="so-voi", ge=1, le=1_000_000)] = None,
) -> Response:
    """A case. For a reviewer, opening this page is the act of seeing it, so this reading leaves a mark.

    It marks only the first time, never for leaders, never for a browser that fetches ahead of its reader, and the
    API's reading leaves none.
    """
    ahead = "prefetch" in request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    record = await (desk.stores.cases.load(case) if ahead else _opened(desk, case, actor))
    return await _show(request, desk, actor, record, done=done, beside=beside)


@router.post("/{case}/quyet-dinh")
async def decide(request: Request, desk: CurrentDesk, actor: CurrentActor, case: str) -> Response:
    """Decides, then leads to the next case that waits for this person."""
    form = DecisionForm.typed(await request.form(), await desk.stores.reusable_reasons())
    cause = idempotency_cause(actor.account, form.key)
    try:
        await desk.decide(case, form.verdict(), actor, cause=cause)
    except (DomainError, ValidationError) as error:
        status, errors = refusal(request, error, form)
        record = await _opened(desk, case, actor)
        return await _show(request, desk, actor, record, form=form, errors=errors, status=status)
    for text in form.kept:
        await desk.keep_reason(text, actor, cause=cause)
    following = await desk.next_for(actor)
    address = f"/tham-dinh/{desk.organisation}" + (f"/{following.id}" if following else "")
    return RedirectResponse(f"{address}?done={case}", 303)


@router.post("/{case}/phan-cong")
async def assign(request: Request, desk: CurrentDesk, actor: CurrentActor, case: str) -> Response:
    """Takes the case oneself, or hands it to a colleague."""
    form = AssignmentForm.typed(await request.form(), await desk.stores.people())
    try:
        await desk.assign(case, form.assignment(actor), actor, cause=fresh_cause(actor.account))
    except (DomainError, ValidationError) as error:
        status, errors = refusal(request, error, form)
        record = await _opened(desk, case, actor)
        return await _show(request, desk, actor, record, form=form, errors=errors, status=status)
    return RedirectResponse(f"/tham-dinh/{desk.organisation}/{case}", 303)


@router.post("/{case}/dinh-chinh")
async def ask_correction(request: Request, desk: CurrentDesk, actor: CurrentActor, case: str) -> Response:
    """Asks the unit to correct what was approved."""
    form = CorrectionForm.typed(await request.form())
    try:
        await desk.ask_correction(case, form.request(), actor, cause=idempotency_cause(actor.account, form.key))
    except (DomainError, ValidationError) as error:
        status, errors = refusal(request, error, form)
        record = await _opened(desk, case, actor)
        return await _show(request, desk, actor, record, form=form, errors=errors, status=status)
    return RedirectResponse(f"/tham-dinh/{desk.organisation}/{case}", 303)


@router.post("/{case}/thu-hoi-dinh-chinh")
async def revoke_correction(request: Request, desk: CurrentDesk, actor: CurrentActor, case: str) -> Response:
    """Takes back that a correction was asked for."""
    form = RevocationForm.typed(await request.form())
    cause = idempotency_cause(actor.account, form.key)
    try:
        await desk.revoke_correction(case, form.revocation(), actor, cause=cause)
    except (DomainError, ValidationError) as error:
        status, errors = refusal(request, error, form)
        record = await _opened(desk, case, actor)
        return await _show(request, desk, actor, record, form=form, errors=errors, status=status)
    return RedirectResponse(f"/tham-dinh/{desk.organisation}/{case}", 303)


async def _opened(desk: Desk, case: str, actor: Actor) -> CaseRecord:
    if allows(acting_person, actor, desk.organisation, await desk.standing(actor)):
        await desk.remember(actor)
        return await desk.view(case, actor, cause=fresh_cause(actor.account))
    return await desk.stores.cases.load(case)


async def _show(
    request: Request,
    desk: Desk,
    actor: Actor,
    record: CaseRecord,
    *,
    form: CaseForm | None = None,
    errors: Sequence[FormError] = (),
    status: int = 200,
    done: str = "",
    beside: int | None = None,
) -> Response:
    submission = await desk.stores.submission(record.public.submission)
    case = delivered(record.public, submission)
    campaign = await desk.stores.campaign(case.campaign)
    earlier = _earlier(case, beside)
    extension = campaign.extension(case.submitter, case.form) if campaign else None
    page: Response = request.app.state.frame.render(
        request,
        "case.html",
        status=status,
        desk=desk,
        desk_name=await name_of(desk, desk.organisation),
        submitter_name=await name_of(desk, case.submitter),
        record=record,
        case=case,
        campaign=campaign,
        lateness=lateness(case.current, extension.due if extension else None),
        due=due_of(record),
        earlier=earlier,
        fields=[row for row in field_rows(case.current, earlier, campaign) if row.items or not is_report(case)],
        **await _content(desk, case, campaign, earlier),
        decisions=item_decisions(case.current),
        history=history_rows(record.history),
        open=case.status in WAITING,
        form=form if isinstance(form, DecisionForm) else DecisionForm(key=uuid.uuid4().hex),
        assignment=form if isinstance(form, AssignmentForm) else AssignmentForm(),
        correction=form if isinstance(form, CorrectionForm) else CorrectionForm(key=uuid.uuid4().hex),
        revocation=form if isinstance(form, RevocationForm) else RevocationForm(key=uuid.uuid4().hex),
        approved_round=_approved(case),
        own_wish=_own_wish(submission, desk.organisation),
        errors=list(errors),
        done=await done_line(desk, done),
        **await _rights(request, desk, actor, record),
        **await _around(desk, record),
    )
    return page


async def _content(
    desk: Desk, case: DeliveredCase, campaign: Campaign | None, earlier: DeliveredRound | None
) -> dict[str, Any]:
    """What a report says, and who stands behind what was consolidated."""
    report, content = is_report(case), case.current.content
    behind = Behind(
        await desk.stores.registered(case, campaign) if report else {},
        await desk.stores.names(units_behind([round_ for round_ in (earlier, case.current) if round_])),
    )
    return {
        "reporting": report,
        "beside": beside_items(case.current, earlier, behind),
        "totals": ReportContent.of(content).totals if report else None,
        "bare": sum(result.without_figures for result in content.results),
        "sections": sections(case.current, earlier, campaign, case.form) if report else [],
        "left_out": left_out(content, behind.names),
    }


def _earlier(case: DeliveredCase, version: int | None) -> DeliveredRound | None:
    """The round to compare with: the one asked for, else the newest before the present one."""
    before = case.rounds[:-1]
    asked = next((found for found in before if found.version == version), None)
    return asked or (before[-1] if before else None)


def _approved(case: Case) -> Round | None:
    """The newest approved round: in force, also while a correction waits for its decision."""
    approved = [r for r in case.rounds if r.decision is not None and r.decision.outcome is Outcome.APPROVE]
    return approved[-1] if approved else None


def _own_wish(submission: Submission | None, desk: str) -> Correction | None:
    """The correction that the unit itself is preparing, as far as this desk has heard."""
    recipient = submission.recipient(desk) if submission else None
    wish = recipient.correction if recipient else None
    return wish if submission and wish and wish.asked_by.organisation == submission.organisation else None


async def _rights(request: Request, desk: Desk, actor: Actor, record: CaseRecord) -> dict[str, Any]:
    """Whether the reader reviews here, in whose place, and why he may not decide on this case."""
    catalogue: Catalogue = request.app.state.catalogue
    case, standing = record.public, await desk.standing(actor)
    reviewer = allows(acting_person, actor, desk.organisation, standing)
    barred = refusal_of(deciding_person, actor, case, standing) if reviewer else None
    wish = CorrectionRequest(version=case.current.version, reason="-")
    return {
        "reviewer": reviewer,
        "standing": standing,
        "barred": catalogue.say(barred.code, barred.params) if barred else "",
        "may_ask_correction": allows(corrections.ask_correction, record, wish, actor, desk.clock(), standing),
        "reasons": await desk.stores.reusable_reasons() if reviewer else {},
        "people": await desk.stores.people() if reviewer else [],
    }


async def _around(desk: Desk, record: CaseRecord) -> dict[str, Any]:
    """What else this desk has had of the unit."""
    stores, case = desk.stores, record.public
    others = await case_queue.of_submitter(stores.cases, case.submitter, record.id, OTHER_CASES)
    counts = await case_queue.counts_of_submitter(stores.cases, case.submitter)
    return {
        "others": [other.public for other in others],
        "unit_counts": {status: number for status, number in counts.items() if number},
        "unit_total": sum(counts.values()),
        "campaigns": await stores.campaigns_here(),
    }
