"""Windows of lists: which rows are behind a figure, and which part of several lists a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from services.reporting.figures.model.summary import Bucket, Summary
from services.reporting.rows.records import ListedRow, Scope
from services.reporting.stores import Library
from shared.sheets.fields import FieldHeading

EVERYTHING = slice(0, None)

BUCKETS: dict[Bucket, dict[str, Any]] = {
    Bucket.EXPECTED: {"public.obliged": True},
    Bucket.RECEIVED: {"public.obliged": True, "public.counts": True},
    Bucket.ON_TIME: {"public.obliged": True, "public.counts": True, "public.late": False},
    Bucket.LATE: {"public.obliged": True, "public.counts": True, "public.late": True},
    Bucket.MISSING: {"public.obliged": True, "public.counts": False},
    Bucket.VOLUNTARY: {"public.obliged": False, "public.counts": True},
}
"""The rows of each bucket; `domain.summary.IN_BUCKET` counts the same ones."""

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
