"""A window over rows that lie field by field."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from shared.sheets.fields import FieldHeading

Row = TypeVar("Row")


async def by_field(
    sizes: Iterable[tuple[FieldHeading, int]],
    part: Callable[[FieldHeading, slice], Awaitable[list[Row]]],
    window: slice,
) -> tuple[list[Row], int]:
    """What a window shows of the rows of fields, one field after the other, and how many rows there are."""
    listed: list[Row] = []
    passed = 0
    for heading, size in sizes:
        start, stop = max(window.start - passed, 0), min(window.stop - passed, size)
        if start < stop:
            listed += await part(heading, slice(start, stop))
        passed += size
    return listed, passed
