"""Every list as JSON by pages, and whole as CSV."""

from fastapi import APIRouter

from services.reporting.lists.campaigns import CAMPAIGNS
from services.reporting.lists.items import ITEMS
from services.reporting.lists.organisations import ORGANISATIONS, PROGRESS
from services.reporting.lists.replies import REPLIES
from services.reporting.lists.results import RESULTS
from services.reporting.lists.stuck import STUCK
from shared.web.lists import serve_data

router = APIRouter(prefix="/api/reporting/campaigns", tags=["reporting"])
serve_data(router, CAMPAIGNS, "")
for listing in (ORGANISATIONS, ITEMS, RESULTS, REPLIES, STUCK, PROGRESS):
    serve_data(router, listing, f"/{{campaign}}/{listing.name}")
