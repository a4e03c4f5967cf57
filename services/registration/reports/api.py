"""Reports: what they have to answer, and a draft that starts from what is known already."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.registration.dependencies import CurrentContext
from services.registration.reports.commands import Prefill
from services.registration.reports.records import report
from services.registration.submissions.api import SubmissionView, answer
from shared.contracts.items import Item
from shared.contracts.types import Contract, Key, Line

router = APIRouter(prefix="/api/registration/submissions", tags=["reports"])


class Fault(Contract):
    """Something that keeps a report from being sent: its code, and the input (``results.<item>.done_on``)."""

    code: Line
    field: Line


class ReportBasis(Contract):
    """The registered items in force that a report answers one by one, and what its draft still lacks."""

    basis: tuple[Item, ...]
    lacking: tuple[Fault, ...]


@router.get("/{ident}/report")
async def basis(context: CurrentContext, ident: Key) -> ReportBasis:
    """What the report has to answer; 409 ``report_expected`` for a registration."""
    opened = await report(context, ident)
    lacking = tuple(Fault(code=f.code, field=f.field or "draft") for f in opened.faults)
    return ReportBasis(basis=opened.basis, lacking=lacking)


@router.post("/{ident}/prefill", response_model=SubmissionView)
async def prefill(context: CurrentContext, ident: Key) -> JSONResponse:
    """Takes over names, results and texts that are known already; what was typed stays as it is."""
    return answer(context, await Prefill(ident).run(context))
