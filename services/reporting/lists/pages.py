"""Every list as a page; that of all organisations is part of the leader's page."""

from fastapi import APIRouter

from services.reporting.figures.model.addresses import ReportList
from services.reporting.lists.campaigns import ADDRESS, CAMPAIGNS
from services.reporting.lists.items import ITEMS
from services.reporting.lists.organisations import ORGANISATIONS
from services.reporting.lists.replies import REPLIES
from services.reporting.lists.results import RESULTS
from services.reporting.lists.stuck import STUCK
from shared.web.lists import serve_page

router = APIRouter(prefix=ADDRESS, include_in_schema=False)
serve_page(router, CAMPAIGNS, "", "campaigns.html")
for listing in (ORGANISATIONS, ITEMS, RESULTS, REPLIES, STUCK):
    serve_page(router, listing, f"/{{campaign}}{ReportList[listing.name.upper()].path}", f"{listing.name}.html")
