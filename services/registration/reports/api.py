"""Reports: what they have to answer, and a draft that starts from what is known already."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from services.registration.dependencies import CurrentContext
from services.registration.reports import commands as handlers
from services.registration.reports.model.report import faults_of
from services.registration.submissions.records.views import SubmissionView, view
from shared.contracts.items import Item
from shared.contracts.types import Contract, Key, Line
from shared.web.app import tagged

router = APIRouter(prefix="/api/registration/submissions", tags=["reports"])

Ident = Annotated[Key, Path()]


class Fault(Contract):
    """Something that keeps a report from being sent: its code, and the input (``results.<item>.done_on``)."""

    code: Line
    field: Line


class ReportBasis(Contract):
    """The registered items in force that a report answers one by one, and what its draft still lacks."""

    basis: tuple[Item, ...]
    lacking: tuple[Fault, ...]


@router.get("/{ident}/report")
async def basis(context: CurrentContext, ident: Ident) -> ReportBasis:
    """What the report has to answer; 409 ``report_expected`` for a registration."""
    report = await handlers.opened(context, ident)
    faults = faults_of(
        report.form.kind, report.record.private.draft, report.campaign, report.basis, context.stores.clock()
    )
    return ReportBasis(
        basis=report.basis, lacking=tuple(Fault(code=fault.code, field=fault.field or "draft") for fault in faults)
    )


@router.post("/{ident}/prefill", response_model=SubmissionView)
async def prefill(context: CurrentContext, ident: Ident) -> JSONResponse:
    """Takes over names, results and texts that are known already; what was typed stays as it is."""
    record = await handlers.prefill(context, ident)
    return tagged(view(record, context.actor).model_dump(mode="json"), record.version)
