"""The lists as CSV files, with Vietnamese headings and values."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import Response

from services.reporting.figures.model.addresses import Listing
from services.reporting.figures.model.summary import FieldFigures, Summary
from services.reporting.figures.pages.views import figure, figure_names
from services.reporting.lists.items import HigherView, ResultRow
from services.reporting.lists.tables import csv_lines, csv_response
from shared.contracts.items import Result
from shared.language.catalogue import Catalogue
from shared.language.periods import CompletionPeriod
from shared.language.vietnamese import format_instant
from shared.sheets.fields import field_title
from shared.sheets.wording import figure_text, parts_text

FILES = {
    Listing.SUMMARY: "so-lieu",
    Listing.ORGANISATIONS: "don-vi",
    Listing.ITEMS: "noi-dung-dang-ky",
    Listing.RESULTS: "ket-qua",
    Listing.REPLIES: "tra-loi",
    Listing.STUCK: "ton-dong",
    Listing.PROGRESS: "tien-do",
}
Say = Callable[[str], str]
Columns = Mapping[str, Callable[[Any, Say], object]]


def _figures(row: ResultRow, say: Say) -> str:
    if row.without_figures:
        return say("without_figures")
    return "\n".join(figure_text(one) for one in row.result.figures) if row.result else ""


WHO: Columns = {
    "column_organisation_code": lambda row, _: row.organisation,
    "column_now": lambda row, _: row.now or "",
}
WHOSE_ITEM: Columns = {
    "column_submission": lambda row, _: row.submission,
    "column_version": lambda row, _: row.version,
    **WHO,
}
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
    **WHO,
}
ITEMS: Columns = {
    "column_field": lambda row, _: field_title(row.field_number, row.field_name),
    "column_content": lambda row, _: row.content,
    "column_parts": lambda row, _: parts_text(row.parts),
    "column_expected": lambda row, _: row.expected,
    "column_note": lambda row, _: row.note,
    "column_organisation": lambda row, _: row.name,
    "column_status": lambda row, say: say(f"figure_{row.status}"),
    "column_reason": lambda row, _: row.reason,
    "column_upward": lambda row, say: "\n".join(_standing(one, say) for one in row.upward),
    **WHOSE_ITEM,
}
RESULTS: Columns = {
    "column_field": ITEMS["column_field"],
    "column_content": ITEMS["column_content"],
    "column_organisation": ITEMS["column_organisation"],
    "column_outcome": lambda row, say: say(f"outcome_{row.outcome}"),
    "column_done_on": lambda row, _: _period(row.result, "done_on"),
    "column_result": lambda row, _: row.result.result if row.result else "",
    "column_figures": _figures,
    "column_evidence": lambda row, _: _evidence(row.result),
    "column_forecast": lambda row, _: row.result.forecast if row.result else "",
    "column_why": lambda row, _: row.result.reason if row.result else "",
    "column_new_expected": lambda row, _: _period(row.result, "new_expected"),
    "column_status": ITEMS["column_status"],
    "column_reason": ITEMS["column_reason"],
    "column_upward": ITEMS["column_upward"],
    **WHOSE_ITEM,
}
REPLIES: Columns = {
    "column_field": lambda row, _: field_title(row.field_number, row.field_name),
    "column_organisation": lambda row, _: row.name,
    "column_reply": lambda row, say: say(f"reply_{row.reply}"),
    "column_submission": lambda row, _: row.submission,
    **WHO,
}


STUCK: Columns = {
    "column_organisation": lambda row, _: row.name,
    "column_waiting": lambda row, say: say(f"waiting_{row.waiting}"),
    "column_since": lambda row, _: format_instant(row.since) if row.since else "",
    "column_viewed_at": lambda row, _: format_instant(row.viewed_at) if row.viewed_at else "",
    "column_assigned_to": lambda row, _: row.assigned_to or "",
    "column_items": lambda row, _: row.items,
    "column_submission": lambda row, _: row.submission,
    **WHO,
}
COLUMNS = {
    Listing.ORGANISATIONS: ORGANISATIONS,
    Listing.PROGRESS: ORGANISATIONS,
    Listing.ITEMS: ITEMS,
    Listing.RESULTS: RESULTS,
    Listing.REPLIES: REPLIES,
    Listing.STUCK: STUCK,
}


def lines(listing: Listing, rows: Iterable[object], catalogue: Catalogue) -> bytes:
    """Rows of a list as lines of its file."""
    return csv_lines([cell(row, catalogue.say) for cell in COLUMNS[listing].values()] for row in rows)


def rows_csv(listing: Listing, report: Summary, catalogue: Catalogue, *parts: bytes) -> Response:
    """A list as a file, of parts made by `lines`."""
    return csv_response(_name(listing, report), [catalogue.say(code) for code in COLUMNS[listing]], *parts)


def summary_csv(report: Summary, catalogue: Catalogue) -> Response:
    """The figures by field, with their totals."""
    names = figure_names(report.form)

    def row(title: str, figures: FieldFigures) -> list[object]:
        return [title, *(figure(figures, name) for name in names)]

    fields = [row(one.title, report.figures[one.code]) for one in report.headings]
    headings = [catalogue.say(code) for code in ("column_field", *(f"figure_{name}" for name in names))]
    rows = [*fields, row(catalogue.say("figure_total"), report.total)]
    return csv_response(_name(Listing.SUMMARY, report), headings, csv_lines(rows))


def _standing(higher: HigherView, say: Say) -> str:
    said = f"{higher.name}: {say(f'upward_{higher.status}')}"
    return f"{said} ({higher.reason})" if higher.reason else said


def _period(result: Result | None, name: str) -> str:
    period: CompletionPeriod | None = getattr(result, name, None)
    return period.text if period else ""


def _evidence(result: Result | None) -> str:
    files = [attachment.name for attachment in result.attachments] if result else []
    return "\n".join(filter(None, [result.evidence if result else "", *files]))


def _name(listing: Listing, report: Summary) -> str:
    return f"{FILES[listing]}.{report.campaign.id}.{report.recipient}.{report.form}"
