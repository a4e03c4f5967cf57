"""A report as a whole: its items and the sections of its outline, each with its state, and the last look at it."""

from typing import Any

from fastapi import APIRouter, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.reports.commands import Prefill
from services.registration.reports.pages import items, sections
from services.registration.reports.pages.form import anchor
from services.registration.reports.records import OpenedReport
from services.registration.submissions.pages.frame import render
from services.registration.submissions.records.opening import letterhead
from shared.contracts.forms import FormKind
from shared.contracts.submissions import Submission
from shared.contracts.types import Key
from shared.forms.results.outline import passage, text_places
from shared.forms.results.report import outcomes, passages, strays
from shared.forms.results.sheet import Totals
from shared.rules.ids import submission_id
from shared.sheets.contents import report_sheets
from shared.web.page import FormError

router = APIRouter(include_in_schema=False)
router.include_router(items.router)
router.include_router(sections.router)


async def overview(page: CurrentPage, report: OpenedReport, done: str) -> Response:
    """The registered items and the sections of the outline, each with its state."""
    draft, answers = report.draft, report.answers
    return await render(
        page,
        report,
        "report.html",
        totals=Totals.of([answer.item for answer in answers], outcomes(answers)),
        answers=answers,
        strays=strays(draft, report.basis),
        left=sum(bool(answer.faults) for answer in answers),
        sections=[(n, section, passage(draft, section.number)) for n, section in text_places(report.form).items()],
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


async def last_look(page: CurrentPage, report: OpenedReport) -> dict[str, Any]:
    """Mẫu 2 and the đề cương, and what is still missing."""
    answers, places = report.answers, _places(report)
    named, became = [answer.item for answer in answers], outcomes(answers)
    texts = passages(report.form, report.draft, answers)
    head = await letterhead(page.context.stores, report.submission.organisation, report.now)
    return {
        "sheets": report_sheets(report.form, report.campaign, head, named, became, passages=texts),
        "totals": Totals.of(named, became),
        "places": places,
        "bare": [answer for answer in answers if answer.without_figures],
        "faults": _faults(page, report, places),
    }


def _places(report: OpenedReport) -> dict[str, str]:
    """Where each passage and each item's result can be changed."""
    base = f"/dang-ky/{report.record.id}/soan"
    sections = enumerate(report.form.outline, start=1)
    written = {f"passages.{section.number}": f"{base}/de-cuong/{place}" for place, section in sections}
    return written | {f"results.{item.id}": f"{base}/ket-qua/{item.id}" for item in report.basis}


def _faults(page: CurrentPage, report: OpenedReport, places: dict[str, str]) -> list[FormError]:
    """What is missing, each with the address at which it can be mended."""
    names = {answer.item.id: answer.item.content for answer in report.answers}
    found = []
    for fault in report.faults:
        kind, _, rest = (fault.field or "").partition(".")
        message = page.catalogue.say(fault.code, fault.params)
        if kind == "results":
            item, _, column = rest.partition(".")
            words = "cau-chu" if column.startswith("passages.") else (anchor(column) or "outcome")
            address = f"{places[f'results.{item}']}#{words.replace('.', '-')}"
            found.append(FormError(address, f"{names[item][:80]}: {message}"))
        else:
            found.append(FormError(f"{places[f'passages.{rest}']}#text", message))
    return found
