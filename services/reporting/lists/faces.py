"""Every list as JSON by pages and whole as CSV, and as a page; that of all organisations is part of the leader's."""

from fastapi import APIRouter

from services.reporting.figures.model.addresses import ReportList
from services.reporting.lists.campaigns import ADDRESS, CAMPAIGNS
from services.reporting.lists.items import ITEMS
from services.reporting.lists.numbers import NUMBERS
from services.reporting.lists.organisations import ORGANISATIONS, PROGRESS
from services.reporting.lists.replies import REPLIES
from services.reporting.lists.results import RESULTS
from services.reporting.lists.stuck import STUCK
from shared.web.lists import serve_data, serve_page

api = APIRouter(prefix="/api/reporting/campaigns", tags=["reporting"])
pages = APIRouter(prefix=ADDRESS, include_in_schema=False)
serve_data(api, CAMPAIGNS, "")
serve_page(pages, CAMPAIGNS, "", "campaigns.html")
for listing in (ORGANISATIONS, ITEMS, RESULTS, REPLIES, STUCK, NUMBERS):
    serve_data(api, listing, f"/{{campaign}}/{listing.name}")
    serve_page(pages, listing, f"/{{campaign}}{ReportList[listing.name.upper()].path}", f"{listing.name}.html")
serve_data(api, PROGRESS, f"/{{campaign}}/{PROGRESS.name}")
