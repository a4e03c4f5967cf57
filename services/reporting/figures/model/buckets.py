"""Organisations by what they owe and did, and how they answered a field without an item."""

from enum import StrEnum

from services.reporting.rows.model.row import ListedRow, RowGroup


class Bucket(StrEnum):
    """Organisations by what they owe and did. An obliged one is in exactly one of on_time, late and missing.

    `received` is on_time and late, `expected` is all obliged ones. `voluntary` answered without being obliged: they
    are listed and never part of a rate or of the figures by field.
    """

    EXPECTED = "expected"
    RECEIVED = "received"
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    VOLUNTARY = "voluntary"


class Reply(StrEnum):
    """How an organisation answered a field without an item: an explicit nil ("-"), or not at all."""

    NIL = "nil"
    UNANSWERED = "unanswered"


MEMBERS: dict[Bucket, dict[str, bool]] = {
    Bucket.EXPECTED: {"obliged": True},
    Bucket.RECEIVED: {"obliged": True, "counts": True},
    Bucket.ON_TIME: {"obliged": True, "counts": True, "late": False},
    Bucket.LATE: {"obliged": True, "counts": True, "late": True},
    Bucket.MISSING: {"obliged": True, "counts": False},
    Bucket.VOLUNTARY: {"obliged": False, "counts": True},
}
"""What is true of a bucket's rows, whether they are counted or listed."""


def is_in(row: RowGroup | ListedRow, bucket: Bucket) -> bool:
    """Whether a row, or rows that are alike, are a bucket's."""
    return all(getattr(row, name) is value for name, value in MEMBERS[bucket].items())


def bucket_of(row: ListedRow) -> Bucket:
    """The bucket of a listed row, which is in one of these."""
    return next(one for one in (Bucket.ON_TIME, Bucket.LATE, Bucket.MISSING, Bucket.VOLUNTARY) if is_in(row, one))


def rows_in(bucket: Bucket) -> dict[str, bool]:
    """The query of a bucket's rows."""
    return {f"public.{name}": value for name, value in MEMBERS[bucket].items()}
