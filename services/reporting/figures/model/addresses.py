"""Where each list is found, for programs and for people: every figure links to the list behind it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Self
from urllib.parse import urlencode

from services.reporting.rows.model.row import Scope

Links = dict[str, str]
Address = Callable[..., str]
"""Makes the address of a list from its question and its filters: `Question.api` or `Question.page`."""


class ReportList(StrEnum):
    """What can be shown of a report. The value is the last part of its address in the API.

    `path` is that of its page, after the campaign's; `stem` begins the name of its file.
    """

    path: str
    stem: str

    def __new__(cls, name: str, path: str, stem: str) -> Self:
        listing = str.__new__(cls, name)
        listing._value_ = name
        listing.path, listing.stem = path, stem
        return listing

    SUMMARY = "summary", "", "so-lieu"
    ORGANISATIONS = "organisations", "/don-vi", "don-vi"
    ITEMS = "items", "/sang-kien", "noi-dung-dang-ky"
    RESULTS = "results", "/ket-qua", "ket-qua"
    REPLIES = "replies", "/tra-loi", "tra-loi"
    STUCK = "stuck", "/ton-dong", "ton-dong"
    PROGRESS = "progress", "/tien-do", "tien-do"
    NUMBERS = "numbers", "/con-so", "con-so"
    PERIODS = "periods", "/cac-ky", "cac-ky"


class Question(Scope):
    """What an address asks for: a campaign's form in a period, as a recipient has it."""

    @property
    def summary(self) -> str:
        """The address of the page of all figures."""
        return self.page(ReportList.SUMMARY)

    def api(self, listing: ReportList, **filters: str | None) -> str:
        """The address of a list as JSON."""
        return f"/api/reporting/campaigns/{self.campaign}/{listing}?{self._query(filters)}"

    def csv(self, listing: ReportList, **filters: str | None) -> str:
        """The address of a list as CSV, whole."""
        return f"/api/reporting/campaigns/{self.campaign}/{listing}.csv?{self._query(filters)}"

    def page(self, listing: ReportList, **filters: str | None) -> str:
        """The address of a list's page."""
        return f"/bao-cao/{self.campaign}{listing.path}?{self._query(filters)}"

    def file(self, listing: ReportList) -> str:
        """The name of a list's file, without ending."""
        return f"{listing.stem}.{self.campaign}.{self.recipient}.{self.asked}"

    def _query(self, filters: dict[str, str | None]) -> str:
        asked = {"recipient": self.recipient, "form": self.form, "period": self.period, **filters}
        return urlencode({name: value for name, value in asked.items() if value is not None})
