"""What the API and the pages are handed with each request."""

from typing import Annotated

from fastapi import Depends, Query, Request

from services.reporting.figures.model.addresses import Listing
from services.reporting.figures.model.summary import Bucket, Reply
from services.reporting.figures.model.upward import BARE, UPWARD_PATTERN
from services.reporting.figures.records import Opened, Reports
from services.reporting.lists.records import ItemLists, ItemQuestion
from services.reporting.rows.model.answers import ItemStatus
from services.reporting.rows.model.row import Waiting
from shared.contracts.campaigns import FormKind
from shared.contracts.items import ResultOutcome
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.language.catalogue import Catalogue
from shared.web.app import CurrentActor


def reports_of(request: Request) -> Reports:
    reports: Reports = request.app.state.reports
    return reports


def item_lists_of(request: Request) -> ItemLists:
    lists: ItemLists = request.app.state.item_lists
    return lists


def catalogue_of(request: Request) -> Catalogue:
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


CurrentReports = Annotated[Reports, Depends(reports_of)]
"""The service's handlers."""

CurrentItems = Annotated[ItemLists, Depends(item_lists_of)]
"""The service's lists of items."""

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
    """Which items are listed: of one field, behind one figure, or those of organisations that were not obliged.

    Raises DomainError ``one_figure_only`` and ``field_not_in_campaign``.
    """

    listing = Listing.ITEMS

    def __init__(
        self,
        opened: OpenedReport,
        *,
        field: Slug | None = None,
        status: ItemStatus | None = None,
        outcome: ResultOutcome | None = None,
        bare: Annotated[bool, Query(description="Done, and no figures show it.")] = False,
        upward: Annotated[
            str | None, Query(pattern=UPWARD_PATTERN, description="campaign:recipient:standing, of a higher recipient.")
        ] = None,
        voluntary: bool = False,
    ) -> None:
        self.report = opened.report
        figures: Given = {
            "status": status and status.value,
            "outcome": outcome and outcome.value,
            "bare": "true" if bare else None,
            "upward": upward,
        }
        self.given: Given = {"field": field, **figures, "voluntary": "true" if voluntary else None}
        chosen = {name: value for name, value in figures.items() if value}
        if len(chosen) > 1:
            raise DomainError("one_figure_only", field=list(chosen)[1])
        self.asked = ItemQuestion(field, BARE if bare else next(iter(chosen.values()), None), voluntary)
        self.report.require(field)


class ResultFilter(ItemFilter):
    """As `ItemFilter`, of a report's results."""

    listing = Listing.RESULTS


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
