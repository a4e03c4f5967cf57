"""Lists as CSV (RFC 4180) that office programs open as it is: UTF-8 with BOM, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from fastapi import Response

from shared.language.vietnamese import format_instant

BOM = "\ufeff"
CSV: dict[str, Any] = {"response_class": Response, "responses": {200: {"content": {"text/csv": {}}}}}
"""How the API's description tells of such a file."""
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def as_cell(cell: object) -> object:
    """A value as a cell: nothing is empty, a moment is written by Vietnam's clock."""
    return "" if cell is None else format_instant(cell) if isinstance(cell, datetime) else neutralised(cell)


def neutralised(cell: object) -> object:
    """The cell, with an apostrophe before text that a spreadsheet would run as a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as lines of a file, without the BOM."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([as_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def csv_response(name: str, headings: Sequence[str], *parts: bytes) -> Response:
    """A file to download, of parts made by `csv_lines`; `name` without ending, of letters that every system keeps.

    It is made whole before it is sent, so that a failure gives an error and never half a file.
    """
    return Response(
        b"".join((BOM.encode(), csv_lines([headings]), *parts)),
        media_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"},
    )
