"""The report that an address names."""

from typing import Annotated

from fastapi import Depends, Query

from services.reporting.dependencies import CurrentContext
from services.reporting.figures.records import ReadableReport, open_report
from shared.contracts.campaigns import FormKind
from shared.contracts.types import Slug


async def report_of(
    campaign: str,
    context: CurrentContext,
    recipient: Annotated[Slug | None, Query(description="The recipient; by default the first one readable.")] = None,
    form: FormKind = FormKind.REGISTRATION,
) -> ReadableReport:
    """The report that the address names, when the person may read it; see `open_report`."""
    return await open_report(context, campaign, form, recipient)


CurrentReport = Annotated[ReadableReport, Depends(report_of)]
"""The report that the address names."""
