"""The lists as CSV files, with Vietnamese headings and values."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import Response

from services.reporting.addresses import Listing
from services.reporting.domain.summary import FieldFigures, FieldHeading, Summary
from services.reporting.tables import csv_lines, csv_response
from shared.problems import Catalogue
from shared.vietnamese import format_instant

FILES = {
    Listing.SUMMARY: "so-lieu",
    Listing.ORGANISATIONS: "don-vi",
    Listing.ITEMS: "noi-dung-dang-ky",
    Listing.REPLIES: "tra-loi",
    Listing.STUCK: "ton-dong",
    Listing.PROGRESS: "tien-do",
}
Say = Callable[[str], str]
Columns = Mapping[str, Callable[[Any, Say], object]]

ORGANISATIONS: Columns = {
    "column_organisation": lambda row, _: row.name,
    "column_bucket": lambda row, say: say(f"bucket_{row.bucket}"),
    "column_state": lambda row, say: say(f"state_{row.state}"),
    "column_delivered_at": lambda row, _: format_instant(row.delivered_at) if row.delivered_at else "",
    "column_late": lambda row, say: "" if row.late is None else say("late_true" if row.late else "late_false"),
    "column_extended": lambda row, _: row.extended_until or "",
    "column_version": lambda row, _: row.version or "",
    "column_items": lambda row, _: row.items,
    "column_submission": lambda row, _: row.submission or "",
    "column_organisation_code": lambda row, _: row.organisation,
}
ITEMS: Columns = {
    "column_field": lambda row, _: field_title(row.field_number, row.field_name),
    "column_content": lambda row, _: row.content,
    "column_parts": lambda row, _: "\n".join(f"{place}. {part}" for place, part in enumerate(row.parts, start=1)),
    "column_expected": lambda row, _: row.expected,
    "column_note": lambda row, _: row.note,
    "column_organisation": lambda row, _: row.name,
    "column_status": lambda row, say: say(f"figure_{row.status}"),
    "column_reason": lambda row, _: row.reason,
    "column_submission": lambda row, _: row.submission,
    "column_version": lambda row, _: row.version,
    "column_organisation_code": lambda row, _: row.organisation,
}
REPLIES: Columns = {
    "column_field": lambda row, _: field_title(row.field_number, row.field_name),
    "column_organisation": lambda row, _: row.name,
    "column_reply": lambda row, say: say(f"reply_{row.reply}"),
    "column_submission": lambda row, _: row.submission,
    "column_organisation_code": lambda row, _: row.organisation,
}


STUCK: Columns = {
    "column_organisation": lambda row, _: row.name,
    "column_waiting": lambda row, say: say(f"waiting_{row.waiting}"),
    "column_since": lambda row, _: format_instant(row.since) if row.since else "",
    "column_viewed_at": lambda row, _: format_instant(row.viewed_at) if row.viewed_at else "",
    "column_assigned_to": lambda row, _: row.assigned_to or "",
    "column_items": lambda row, _: row.items,
    "column_submission": lambda row, _: row.submission,
    "column_organisation_code": lambda row, _: row.organisation,
}
COLUMNS = {
    Listing.ORGANISATIONS: ORGANISATIONS,
    Listing.PROGRESS: ORGANISATIONS,
    Listing.ITEMS: ITEMS,
    Listing.REPLIES: REPLIES,
    Listing.STUCK: STUCK,
}


def field_title(number: int | None, name: str) -> str:
    """A field as forms write it: "1. Công tác ..."; a field outside the plan has no number."""
    return name if number is None else f"{number}. {name}"


def lines(listing: Listing, rows: Iterable[object], catalogue: Catalogue) -> bytes:
    """Rows of a list as lines of its file."""
    return csv_lines([cell(row, catalogue.say) for cell in COLUMNS[listing].values()] for row in rows)


def rows_csv(listing: Listing, report: Summary, catalogue: Catalogue, *parts: bytes) -> Response:
    """A list as a file, of parts made by `lines`."""
    return csv_response(_name(listing, report), [catalogue.say(code) for code in COLUMNS[listing]], *parts)


def summary_csv(report: Summary, catalogue: Catalogue) -> Response:
    """The figures by field, with their totals."""
    figures = report.figures
    headings = ["column_field", *(f"figure_{name}" for name in FieldFigures._fields)]

    def row(heading: FieldHeading) -> list[object]:
        return [field_title(heading.number, heading.name), *figures[heading.code]]

    rows = [*map(row, report.headings), [catalogue.say("figure_total"), *report.total]]
    return csv_response(_name(Listing.SUMMARY, report), [catalogue.say(code) for code in headings], csv_lines(rows))


def _name(listing: Listing, report: Summary) -> str:
    return f"{FILES[listing]}.{report.campaign.id}.{report.recipient}.{report.form}"
