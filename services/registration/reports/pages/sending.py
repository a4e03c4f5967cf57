"""The last look at a report as it will be on paper."""

from typing import Any

from services.registration.context import Context
from services.registration.reports.model.report import Answer
from services.registration.reports.pages.form import anchor
from services.registration.reports.pages.presentation import draft_paper
from services.registration.reports.records.opening import OpenedReport
from shared.web.page import Page
from shared.web.refusals import FormError


def last_look(page: Page[Context], report: OpenedReport) -> dict[str, Any]:
    """Mẫu 2 and the đề cương, and what is still missing."""
    answers = report.answers(page.context.now)
    return {
        "paper": draft_paper(report.form, report.campaign, report.draft, answers),
        "bare": [answer for answer in answers if answer.without_figures],
        "faults": _faults(page, report, answers),
    }


def _faults(page: Page[Context], report: OpenedReport, answers: list[Answer]) -> list[FormError]:
    """What is missing, each with the address at which it can be mended."""
    base = f"/dang-ky/{report.record.id}/soan"
    names = {answer.item.id: answer.item.content for answer in answers}
    places = {section.number: place for place, section in enumerate(report.form.outline, start=1)}
    found = []
    for fault in report.faults(page.context.now):
        kind, _, rest = (fault.field or "").partition(".")
        message = page.catalogue.say(fault.code, fault.params)
        if kind == "results":
            item, _, column = rest.partition(".")
            words = "cau-chu" if column.startswith("passages.") else (anchor(column) or "outcome")
            address = f"{base}/ket-qua/{item}#{words.replace('.', '-')}"
            found.append(FormError(address, f"{names[item][:80]}: {message}"))
        else:
            found.append(FormError(f"{base}/de-cuong/{places[rest]}#text", message))
    return found
