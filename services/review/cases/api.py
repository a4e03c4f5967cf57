"""The JSON face of a desk. Reading has no side effect: marking a case as seen is a command of its own."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BeforeValidator

from services.review.cases.model.case import CaseRecord
from services.review.cases.model.corrections import CorrectionRequest, CorrectionRevocation
from services.review.cases.model.decisions import Assignment, Verdict
from services.review.cases.model.delivered import DeliveredCase
from services.review.cases.pages.report_presentation import Behind, is_report, registered_names, units_behind
from services.review.dependencies import CurrentDesk, CurrentWanted
from services.review.desk.commands import Desk
from shared.contracts.cases import CaseStatus
from shared.contracts.people import Person
from shared.contracts.types import Contract, Instant
from shared.web.app import Cause, CurrentActor, ExpectedVersion, Pages, tagged

router = APIRouter(prefix="/api/review/{organisation}", tags=["cases"])


class CaseAnswer(Contract):
    """A case, the version of its record (also the ETag), and its submitter's name where it is known.

    `registered_names`: under which names the items of a report were registered; `unit_names`: of those whose items
    stand behind what was consolidated or left out. Both as far as this desk has heard.
    """

    case: DeliveredCase
    version: int
    submitter_name: str
    registered_names: dict[str, str]
    unit_names: dict[str, str]


class CaseRow(DeliveredCase):
    """A case in the list."""

    record_version: int
    submitter_name: str


class CasePage(Contract):
    items: tuple[CaseRow, ...]
    total: int
    page: int
    size: int


class HistoryEntry(Contract):
    """Who did what, when and why; each entry is chained to the one before by its hash."""

    version: int
    at: Instant
    action: str
    actor: Person | None
    reason: str
    hash: str
    previous: str


class History(Contract):
    items: tuple[HistoryEntry, ...]


def _given(values: object) -> object:
    """A form sends an unused filter as an empty text."""
    return [value for value in values if value != ""] if isinstance(values, list) else values


Statuses = Annotated[list[CaseStatus], BeforeValidator(_given), Query(default_factory=list)]


@router.get("/cases", response_model=CasePage)
async def list_cases(
    desk: CurrentDesk, actor: CurrentActor, wanted: CurrentWanted, pages: Pages, status: Statuses
) -> dict[str, Any]:
    """The queue. `status` may be repeated; what waits for a decision comes oldest first, anything else newest first."""
    found, total = await desk.stores.page(wanted.filter(actor, status), skip=pages.skip, limit=pages.size)
    names = await desk.stores.names([record.public.submitter for record in found])
    cases = await desk.stores.all_delivered([record.public for record in found])
    return pages.answer([_row(case, record, names) for case, record in zip(cases, found, strict=True)], total)


@router.get("/cases/{case}", response_model=CaseAnswer)
async def read_case(desk: CurrentDesk, case: str) -> JSONResponse:
    """One case with all its rounds and decisions."""
    return await _answer(desk, await desk.stores.cases.load(case))


@router.get("/cases/{case}/history", response_model=History)
async def read_history(desk: CurrentDesk, case: str) -> dict[str, Sequence[Any]]:
    """Everything that was done with the case, oldest first."""
    record = await desk.stores.cases.load(case)
    return {"items": [{name: entry[name] for name in HistoryEntry.model_fields} for entry in record.history]}


@router.post("/cases/{case}/view", response_model=CaseAnswer)
async def view_case(desk: CurrentDesk, actor: CurrentActor, case: str, cause: Cause) -> JSONResponse:
    """Marks the newest round as seen; only the first time counts."""
    return await _answer(desk, await desk.view(case, actor, cause=cause))


@router.post("/cases/{case}/assign", response_model=CaseAnswer)
async def assign_case(
    *,
    desk: CurrentDesk,
    actor: CurrentActor,
    case: str,
    assignment: Assignment,
    cause: Cause,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Hands the case to a person of the desk."""
    return await _answer(desk, await desk.assign(case, assignment, actor, cause=cause, expected=expected))


@router.post("/cases/{case}/decide", response_model=CaseAnswer)
async def decide_case(
    *,
    desk: CurrentDesk,
    actor: CurrentActor,
    case: str,
    verdict: Verdict,
    cause: Cause,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Decides on the version that was read; a newer one makes it 409 ``decision_stale``."""
    return await _answer(desk, await desk.decide(case, verdict, actor, cause=cause, expected=expected))


@router.post("/cases/{case}/ask-correction", response_model=CaseAnswer)
async def ask_correction(
    *,
    desk: CurrentDesk,
    actor: CurrentActor,
    case: str,
    wanted: CorrectionRequest,
    cause: Cause,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Asks the submitter to correct what was approved; it stays in force until the correction is decided on."""
    return await _answer(desk, await desk.ask_correction(case, wanted, actor, cause=cause, expected=expected))


@router.post("/cases/{case}/revoke-correction", response_model=CaseAnswer)
async def revoke_correction(
    *,
    desk: CurrentDesk,
    actor: CurrentActor,
    case: str,
    wanted: CorrectionRevocation,
    cause: Cause,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Takes a request for a correction back, as long as no newer version has come."""
    return await _answer(desk, await desk.revoke_correction(case, wanted, actor, cause=cause, expected=expected))


async def _answer(desk: Desk, record: CaseRecord) -> JSONResponse:
    case = await desk.stores.delivered(record.public)
    names = await desk.stores.names([case.submitter])
    behind = Behind(
        await desk.stores.registered(case, await desk.stores.campaign(case.campaign)) if is_report(case) else {},
        await desk.stores.names(units_behind(case.rounds)),
    )
    answer = CaseAnswer(
        case=case,
        version=record.version,
        submitter_name=names[case.submitter],
        registered_names=registered_names(case, behind),
        unit_names=dict(behind.names),
    )
    return tagged(answer.model_dump(mode="json"), record.version)


def _row(case: DeliveredCase, record: CaseRecord, names: dict[str, str]) -> dict[str, Any]:
    return {
        **case.model_dump(mode="json"),
        "record_version": record.version,
        "submitter_name": names[case.submitter],
    }
