"""A report: the registered items and the sections of its outline, each with its state."""

from fastapi import APIRouter, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.reports.commands import Prefill
from services.registration.reports.model.outline import passage, text_places
from services.registration.reports.model.report import outcomes, strays
from services.registration.reports.pages import items, sections
from services.registration.reports.records.opening import OpenedReport
from services.registration.submissions.pages.frame import render
from shared.contracts.campaigns import FormKind
from shared.contracts.submissions import Submission
from shared.contracts.types import Key
from shared.rules.ids import submission_id
from shared.sheets.results import Totals
from shared.web.page import Page

router = APIRouter(include_in_schema=False)
router.include_router(items.router)
router.include_router(sections.router)


async def overview(page: Page[Context], report: OpenedReport, done: str) -> Response:
    """The registered items and the sections of the outline, each with its state."""
    draft, answers = report.draft, report.answers(page.context.now)
    return await render(
        page,
        report,
        "report.html",
        totals=Totals.of([answer.item for answer in answers], outcomes(answers)),
        answers=answers,
        strays=strays(draft, report.basis),
        left=sum(bool(answer.faults) for answer in answers),
        sections=[(n, section, passage(draft, section.number)) for n, section in text_places(report.form).items()],
        stamps={stamp.item: stamp for stamp in report.record.private.stamps},
        registration=None if report.basis else await _registration(page.context, report.submission),
        done=done,
    )


@router.post("/{ident}/soan/lay-san")
async def prefill(page: CurrentPage, ident: Key) -> Response:
    """Takes over what is known already, and leaves alone what was typed."""
    await Prefill(ident).run(page.context)
    return page.to(f"/dang-ky/{ident}/soan?xong=prefilled")


async def _registration(context: Context, report: Submission) -> Submission | None:
    """The registration that left nothing to report; None when it was never begun."""
    ident = submission_id(report.campaign, FormKind.REGISTRATION, report.organisation)
    found = await context.stores.submissions.get(ident)
    return found.public if found else None
