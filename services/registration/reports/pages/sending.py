"""The last look at a report as it will be on paper."""

from typing import Any

from services.registration.context import Context
from services.registration.reports.model.report import ItemAnswer, outcomes, passages
from services.registration.reports.pages.form import anchor
from services.registration.reports.records.opening import OpenedReport
from services.registration.submissions.records.opening import letterhead
from shared.sheets.contents import report_sheets
from shared.sheets.results import Totals
from shared.web.page import FormError, Page


async def last_look(page: Page[Context], report: OpenedReport) -> dict[str, Any]:
    """Mẫu 2 and the đề cương, and what is still missing."""
    now = page.context.now
    answers = report.answers(now)
    items, became = [answer.item for answer in answers], outcomes(answers)
    texts = passages(report.form, report.draft, answers)
    head = await letterhead(page.context.stores, report.submission.organisation, now)
    places = _places(report)
    return {
        "sheets": report_sheets(report.form, report.campaign, head, items, became, passages=texts),
        "totals": Totals.of(items, became),
        "places": places,
        "bare": [answer for answer in answers if answer.without_figures],
        "faults": _faults(page, report, answers, places),
    }


def _places(report: OpenedReport) -> dict[str, str]:
    """Where each passage and each item's result can be changed."""
    base = f"/dang-ky/{report.record.id}/soan"
    sections = enumerate(report.form.outline, start=1)
    written = {f"passages.{section.number}": f"{base}/de-cuong/{place}" for place, section in sections}
    return written | {f"results.{item.id}": f"{base}/ket-qua/{item.id}" for item in report.basis}


def _faults(
    page: Page[Context], report: OpenedReport, answers: list[ItemAnswer], places: dict[str, str]
) -> list[FormError]:
    """What is missing, each with the address at which it can be mended."""
    names = {answer.item.id: answer.item.content for answer in answers}
    found = []
    for fault in report.faults(page.context.now):
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
