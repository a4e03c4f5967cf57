"""Where each list is found, for programs and for people: every figure links to the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from services.reporting.figures.model.summary import Summary
from shared.contracts.campaigns import FormKind

Links = dict[str, str]
Address = Callable[..., str]
"""Makes the address of a listing from its filters, see `Question`."""


class Listing(StrEnum):
    """What can be shown of a report. The value is the last part of its address in the API."""

    SUMMARY = "summary"
    ORGANISATIONS = "organisations"
    ITEMS = "items"
    RESULTS = "results"
    REPLIES = "replies"
    STUCK = "stuck"
    PROGRESS = "progress"


PAGES = {
    Listing.SUMMARY: "",
    Listing.ORGANISATIONS: "/don-vi",
    Listing.ITEMS: "/sang-kien",
    Listing.RESULTS: "/ket-qua",
    Listing.REPLIES: "/tra-loi",
    Listing.STUCK: "/ton-dong",
    Listing.PROGRESS: "/tien-do",
}


def items_of(report: Summary) -> Listing:
    """Where the items behind a form's figures are listed."""
    return Listing.ITEMS if report.form is FormKind.REGISTRATION else Listing.RESULTS


@dataclass(frozen=True)
class Question:
    """What an address asks for: a campaign's form as a recipient has it."""

    campaign: str
    recipient: str
    form: str

    @classmethod
    def of(cls, report: Summary) -> "Question":
        return cls(report.campaign.id, report.recipient, report.form)

    def api(self, listing: Listing, **filters: str | None) -> str:
        """The address of a list as JSON."""
        return f"/api/reporting/campaigns/{self.campaign}/{listing}?{self._query(filters)}"

    def csv(self, listing: Listing, **filters: str | None) -> str:
        """The address of a list as CSV, whole."""
        return f"/api/reporting/campaigns/{self.campaign}/{listing}.csv?{self._query(filters)}"

    def page(self, listing: Listing, **filters: str | None) -> str:
        """The address of a list's page."""
        return f"/bao-cao/{self.campaign}{PAGES[listing]}?{self._query(filters)}"

    def _query(self, filters: dict[str, str | None]) -> str:
        given = {name: value for name, value in filters.items() if value is not None}
        return urlencode({"recipient": self.recipient, "form": self.form, **given})
