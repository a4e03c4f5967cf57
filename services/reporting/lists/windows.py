"""Windows of lists: which rows are behind a figure, and which part of several lists a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from services.reporting.figures.model.summary import IN_BUCKET, Summary
from services.reporting.rows.records import ListedRow, Scope
from services.reporting.stores import Library
from shared.sheets.fields import FieldHeading

EVERYTHING = slice(0, None)

BUCKETS = {bucket: {f"public.{name}": value for name, value in held.items()} for bucket, held in IN_BUCKET.items()}
"""The rows of each bucket, as queries."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """A window of a list, and how long the whole list is."""

    rows: list[Row]
    total: int


def scope_of(report: Summary) -> Scope:
    return Scope(report.campaign.id, report.form, report.recipient)


def cut(sizes: Sequence[tuple[FieldHeading, int]], window: slice) -> list[tuple[FieldHeading, slice]]:
    """What a window over lists one after the other shows of each."""
    found, passed = [], 0
    for heading, size in sizes:
        start = max(window.start - passed, 0)
        stop = size if window.stop is None else min(window.stop - passed, size)
        if start < stop:
            found.append((heading, slice(start, stop)))
        passed += size
    return found


async def with_todays_names(library: Library, rows: Sequence[ListedRow]) -> list[ListedRow]:
    """The rows, each with the name of today where that is another one than is shown."""
    today = await library.today({row.organisation for row in rows})
    return [
        row._replace(now=now) if (now := today.get(row.organisation)) not in {None, row.name} else row for row in rows
    ]
