"""The last look at a report as it will be on paper."""

import uuid
from datetime import datetime

from fastapi import Response

from services.registration.context import Context
from services.registration.reports import commands
from services.registration.reports.commands import Report
from services.registration.reports.model.report import Answer, faults_of, outcomes, passages
from services.registration.reports.pages.form import anchor
from services.registration.reports.pages.reports import answered
from services.registration.submissions.pages.frame import Opened, render
from services.registration.submissions.records.views import letterhead
from shared.errors import DomainError
from shared.language.catalogue import Catalogue
from shared.sheets.contents import Reported, report_sheets
from shared.web.page import Page
from shared.web.refusals import FormError, errors_of

SAID_BY_FAULTS = frozenset({"submission_incomplete"})
"""Refusals that the page says already, fault by fault."""


async def check_report(page: Page[Context], opened: Opened, *, refusal: DomainError | None = None) -> Response:
    """Mẫu 2 and the đề cương, what is still missing, and the one button."""
    stores, catalogue = opened.stores, page.catalogue
    report = await commands.opened(page.context, opened.record.id)
    found = answered(report, stores)
    texts = passages(report.form, report.record.private.draft, found)
    typed = Reported([answer.item for answer in found], outcomes(found), texts)
    places = _places(report)
    head = await letterhead(stores, report.record.public.organisation, stores.clock())
    said = refusal is not None and refusal.code not in SAID_BY_FAULTS
    return await render(
        page,
        Opened(stores, opened.actor, report.record, report.campaign),
        "report_check.html",
        refusal=refusal,
        sheets=report_sheets(report.form, report.campaign, head, typed),
        totals=typed.totals,
        places=places,
        bare=[answer for answer in found if answer.without_figures],
        faults=_faults(report, found, places, stores.clock(), catalogue),
        errors=errors_of(refusal, catalogue, lambda _: None) if refusal and said else [],
        key=uuid.uuid4().hex,
    )


def _places(report: Report) -> dict[str, str]:
    """Where each passage and each item's result can be changed."""
    base = f"/dang-ky/{report.record.id}/soan"
    sections = enumerate(report.form.outline, start=1)
    written = {f"passages.{section.number}": f"{base}/de-cuong/{place}" for place, section in sections}
    return written | {f"results.{item.id}": f"{base}/ket-qua/{item.id}" for item in report.basis}


def _faults(
    report: Report, found: list[Answer], places: dict[str, str], now: datetime, catalogue: Catalogue
) -> list[FormError]:
    """What is missing, each with the address at which it can be mended."""
    names = {answer.item.id: answer.item.content for answer in found}
    shown = []
    for fault in faults_of(report.form.kind, report.record.private.draft, report.campaign, report.basis, now):
        kind, _, rest = (fault.field or "").partition(".")
        message = catalogue.say(fault.code, fault.params)
        if kind == "results":
            item, _, column = rest.partition(".")
            words = "cau-chu" if column.startswith("passages.") else (anchor(column) or "outcome")
            address = f"{places[f'results.{item}']}#{words.replace('.', '-')}"
            shown.append(FormError(address, f"{names[item][:80]}: {message}"))
        else:
            shown.append(FormError(f"{places[f'passages.{rest}']}#text", message))
    return shown
