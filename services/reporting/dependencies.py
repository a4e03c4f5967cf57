"""What the API and the pages are handed with each request."""

from typing import Annotated

from fastapi import Depends, Query, Request

from services.reporting.addresses import Listing
from services.reporting.domain.answers import ItemStatus
from services.reporting.domain.row import Waiting
from services.reporting.domain.summary import Bucket, Reply
from services.reporting.handlers import ItemQuestion, Opened, Reports
from shared.contracts.campaigns import FormKind
from shared.contracts.types import Slug
from shared.problems import Catalogue
from shared.web import CurrentActor


def reports_of(request: Request) -> Reports:
    reports: Reports = request.app.state.reports
    return reports


def catalogue_of(request: Request) -> Catalogue:
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


CurrentReports = Annotated[Reports, Depends(reports_of)]
"""The service's handlers."""

CurrentCatalogue = Annotated[Catalogue, Depends(catalogue_of)]
"""The sentences and names in Vietnamese."""


async def opened(
    campaign: str,
    actor: CurrentActor,
    reports: CurrentReports,
    recipient: Annotated[Slug | None, Query(description="The recipient; by default the first one readable.")] = None,
    form: FormKind = FormKind.REGISTRATION,
) -> Opened:
    """The report that the address names, when the person may read it; see `Reports.open`."""
    return await reports.open(actor, campaign, form, recipient)


OpenedReport = Annotated[Opened, Depends(opened)]
"""The report that the address names."""


Given = dict[str, str | None]
"""The filters of a list as its address has them."""


class ItemFilter:
    """Which items are listed: of one field, in one state, or those of organisations that were not obliged."""

    listing = Listing.ITEMS

    def __init__(
        self,
        opened: OpenedReport,
        field: Slug | None = None,
        status: ItemStatus | None = None,
        voluntary: bool = False,
    ) -> None:
        self.report = opened.report
        self.given: Given = {"field": field, "status": status, "voluntary": "true" if voluntary else None}
        self.asked = ItemQuestion(field, status, voluntary)
        self.report.require(field)


class ReplyFilter:
    """Which answers without an item are listed: nil or none at all, of one field or of all."""

    listing = Listing.REPLIES

    def __init__(self, opened: OpenedReport, reply: Reply = Reply.NIL, field: Slug | None = None) -> None:
        self.report = opened.report
        self.given: Given = {"reply": reply.value, "field": field}
        self.reply = reply
        self.field = field
        self.report.require(field)


class BucketFilter:
    """Which organisations are listed."""

    listing = Listing.ORGANISATIONS

    def __init__(self, opened: OpenedReport, bucket: Bucket = Bucket.EXPECTED) -> None:
        self.report = opened.report
        self.bucket = bucket
        self.given: Given = {"bucket": bucket.value}


class StuckFilter:
    """Which waiting submissions are listed."""

    listing = Listing.STUCK

    def __init__(self, opened: OpenedReport, waiting: Waiting = Waiting.UNSEEN) -> None:
        self.report = opened.report
        self.waiting = waiting
        self.given: Given = {"waiting": waiting.value}
