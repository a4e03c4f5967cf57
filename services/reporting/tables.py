"""Lists as CSV (RFC 4180) that office programs open as it is: UTF-8 with BOM, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi import Response

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def neutralised(cell: object) -> object:
    """The cell, with an apostrophe before text that a spreadsheet would run as a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def csv_response(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A file to download; `name` without ending, of letters that every system can keep."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutralised(heading) for heading in headings])
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return Response(
        (BOM + text.getvalue()).encode(),
        media_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"},
    )
