"""The JSON face of a desk. Reading has no side effect: marking a case as seen is a command of its own."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BeforeValidator

from services.review.cases.commands.reviewing import AskCorrection, Assign, Decide, RevokeCorrection, View
from services.review.cases.filters import CurrentFilters
from services.review.cases.model.case import CaseRecord
from services.review.cases.model.corrections import CorrectionDemand, CorrectionRevocation
from services.review.cases.model.decisions import Assignment, Verdict
from services.review.cases.model.delivered import delivered
from services.review.cases.records import queue
from services.review.cases.records.delivered import all_delivered, background
from services.review.cases.views import CaseAnswer, CaseHistory, CasePage, HistoryEntry
from services.review.desk.context import Context
from services.review.desk.dependencies import CommandContext, CurrentContext
from shared.contracts.cases import CaseStatus
from shared.rules.naming import asked_name
from shared.web.app import tagged
from shared.web.parameters import ExpectedVersion, Pages

router = APIRouter(prefix="/api/review/{organisation}", tags=["cases"])


def _given(values: object) -> object:
    """A form sends an unused filter as an empty text."""
    return [value for value in values if value != ""] if isinstance(values, list) else values


Statuses = Annotated[list[CaseStatus], BeforeValidator(_given), Query(default_factory=list)]


@router.get("/cases", response_model=CasePage)
async def list_cases(
    context: CurrentContext, filters: CurrentFilters, pages: Pages, status: Statuses
) -> dict[str, Any]:
    """The queue. `status` may be repeated; what waits for a decision comes oldest first, anything else newest first."""
    stores, wanted = context.stores, filters.filter(context.actor, status)
    found, total = await queue.page(stores, wanted, skip=pages.skip, limit=pages.size)
    names = await stores.names({record.public.submitter for record in found})
    cases = await all_delivered(stores, [record.public for record in found])
    campaigns = await stores.campaigns.contents(case.campaign for case in cases)
    rows = [
        {
            **case.model_dump(mode="json"),
            "record_version": record.version,
            "submitter_name": names[case.submitter],
            "form_name": asked_name(campaigns.get(case.campaign), case.asked),
        }
        for case, record in zip(cases, found, strict=True)
    ]
    return pages.answer(rows, total)


@router.get("/cases/{case}", response_model=CaseAnswer)
async def read_case(context: CurrentContext, case: str) -> JSONResponse:
    """One case with all its rounds and decisions."""
    return await _answer(context, await context.stores.cases.load(case))


@router.get("/cases/{case}/history", response_model=CaseHistory)
async def read_history(context: CurrentContext, case: str) -> dict[str, Sequence[Any]]:
    """Everything that was done with the case, oldest first."""
    record = await context.stores.cases.load(case)
    return {"items": [{name: entry[name] for name in HistoryEntry.model_fields} for entry in record.history]}


@router.post("/cases/{case}/view", response_model=CaseAnswer)
async def view_case(context: CommandContext, case: str) -> JSONResponse:
    """Marks the newest round as seen; only the first time counts."""
    return await _answer(context, await View(case).run(context))


@router.post("/cases/{case}/assign", response_model=CaseAnswer)
async def assign_case(
    *, context: CommandContext, case: str, assignment: Assignment, expected: ExpectedVersion
) -> JSONResponse:
    """Hands the case to a person of the desk."""
    return await _answer(context, await Assign(case, assignment, expected=expected).run(context))


@router.post("/cases/{case}/decide", response_model=CaseAnswer)
async def decide_case(
    *, context: CommandContext, case: str, verdict: Verdict, expected: ExpectedVersion
) -> JSONResponse:
    """Decides on the version that was read; a newer one makes it 409 ``decision_stale``."""
    return await _answer(context, await Decide(case, verdict, expected=expected).run(context))


@router.post("/cases/{case}/ask-correction", response_model=CaseAnswer)
async def ask_correction(
    *, context: CommandContext, case: str, wanted: CorrectionDemand, expected: ExpectedVersion
) -> JSONResponse:
    """Asks the submitter to correct what was approved; it stays in force until the correction is decided on."""
    command = AskCorrection(case, wanted, expected=expected)
    return await _answer(context, await command.run(context))


@router.post("/cases/{case}/revoke-correction", response_model=CaseAnswer)
async def revoke_correction(
    *, context: CommandContext, case: str, wanted: CorrectionRevocation, expected: ExpectedVersion
) -> JSONResponse:
    """Takes a request for a correction back, as long as no newer version has come."""
    command = RevokeCorrection(case, wanted, expected=expected)
    return await _answer(context, await command.run(context))


async def _answer(context: Context, record: CaseRecord) -> JSONResponse:
    stores = context.stores
    case = delivered(record.public, await stores.submissions.content(record.public.submission))
    campaign = await stores.campaigns.content(case.campaign)
    known = await background(stores, case, campaign, case.rounds)
    items = [item.id for item in case.current.content.items if item.id in known.registered]
    answer = CaseAnswer(
        case=case,
        version=record.version,
        submitter_name=await stores.name(case.submitter),
        form_name=asked_name(campaign, case.asked),
        registered_names={item: known.registered[item].content for item in items},
        unit_names=dict(known.names),
    )
    return tagged(answer, record.version)
