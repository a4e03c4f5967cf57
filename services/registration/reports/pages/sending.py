"""The last look at a report as it will be on paper."""

import uuid
from datetime import datetime

from fastapi import Request, Response

from services.registration.reports import commands
from services.registration.reports.commands import Report
from services.registration.reports.model.report import Answer, faults_of
from services.registration.reports.pages.form import anchor
from services.registration.reports.pages.presentation import draft_paper
from services.registration.reports.pages.reports import answered
from services.registration.submissions.pages.frame import Opened, render
from services.registration.submissions.records.views import letterhead
from services.registration.web.refusals import FormError, errors_of, status
from shared.errors import DomainError
from shared.web.problems import Catalogue

SAID_BY_FAULTS = frozenset({"submission_incomplete"})
"""Refusals that the page says already, fault by fault."""


async def check_report(request: Request, opened: Opened, *, refusal: DomainError | None = None) -> Response:
    """Mẫu 2 and the đề cương, what is still missing, and the one button."""
    stores, catalogue = opened.stores, request.app.state.catalogue
    report = await commands.opened(stores, opened.actor, opened.record.id)
    found = answered(report, stores)
    said = refusal is not None and refusal.code not in SAID_BY_FAULTS
    return await render(
        request,
        Opened(stores, opened.actor, report.record, report.campaign),
        "report_check.html",
        status=status(refusal) if refusal else 200,
        paper=draft_paper(report.form, report.campaign, report.record.private.draft, found),
        bare=[answer for answer in found if answer.without_figures],
        letterhead=await letterhead(stores, report.record.public.organisation, stores.clock()),
        faults=_faults(report, found, stores.clock(), catalogue),
        errors=errors_of(refusal, catalogue, lambda _: None) if refusal and said else [],
        key=uuid.uuid4().hex,
    )


def _faults(report: Report, found: list[Answer], now: datetime, catalogue: Catalogue) -> list[FormError]:
    """What is missing, each with the address at which it can be mended."""
    base = f"/dang-ky/{report.record.id}/soan"
    names = {answer.item.id: answer.item.content for answer in found}
    places = {section.number: place for place, section in enumerate(report.form.outline, start=1)}
    shown = []
    for fault in faults_of(report.form.kind, report.record.private.draft, report.campaign, report.basis, now):
        kind, _, rest = (fault.field or "").partition(".")
        message = catalogue.say(fault.code, fault.params)
        if kind == "results":
            item, _, column = rest.partition(".")
            words = "cau-chu" if column.startswith("passages.") else (anchor(column) or "outcome")
            shown.append(
                FormError(f"{names[item][:80]}: {message}", f"{base}/ket-qua/{item}#{words.replace('.', '-')}")
            )
        else:
            shown.append(FormError(message, f"{base}/de-cuong/{places[rest]}#text"))
    return shown
