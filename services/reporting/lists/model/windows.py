"""Which part of several lists, one after the other, a window shows."""

from collections.abc import Sequence

from shared.sheets.fields import FieldHeading


def cut(sizes: Sequence[tuple[FieldHeading, int]], window: slice) -> list[tuple[FieldHeading, slice]]:
    """What a window over lists one after the other shows of each."""
    found, passed = [], 0
    for heading, size in sizes:
        start, stop = max(window.start - passed, 0), min(window.stop - passed, size)
        if start < stop:
            found.append((heading, slice(start, stop)))
        passed += size
    return found
