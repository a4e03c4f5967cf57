"""Items with their texts, read from the copies of their submissions for what is shown only, and their standing above.

Texts were held to their contract when the event came, so they are not checked again.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from services.reporting.figures.model.buckets import Bucket, rows_in
from services.reporting.figures.model.summary import Summary
from services.reporting.lists.model.views import HigherView, ItemRow, ItemWording, answers_of, in_field
from services.reporting.naming import names
from services.reporting.rows.model.answers import carried_by
from services.reporting.rows.model.row import ItemStatus, ListedRow, RowItem
from services.reporting.rows.records import reading
from services.reporting.stores import Library
from shared.contracts.columns import Answer
from shared.contracts.submissions import Upward
from shared.forms.results.model import Result
from shared.sheets.fields import FieldHeading, field_headings

NAMES_SHOWN = 10
"""Names in a cell of Mẫu 2; the number above them leads to all of them."""
NAMED_ITEMS = 1_000
"""With more items than that, Mẫu 2 of all units shows numbers, and each leads to its names."""
REGISTERED: dict[str, Any] = {"status": {"$ne": ItemStatus.WITHDRAWN.value}}
ItemKey = tuple[str | None, int | None, str]
"""A submission, the number of a version of it (which never changes) and an item's id."""
View = TypeVar("View", bound=ItemRow)


async def first_items(library: Library, report: Summary) -> dict[tuple[str, str], list[ItemRow]]:
    """The first of those behind the figures that the form's table names, by field and by the figure in the rows.

    None where there are too many to be read on one page.
    """
    named = [report.kind.figures[name] for name in report.kind.named(report.form)]
    if not named or report.total["registered"] > NAMED_ITEMS:
        return {}
    received = rows_in(Bucket.RECEIVED)
    found = await reading.first_items(library, report.question, received, REGISTERED, figures=named, number=NAMES_SHOWN)
    # By now there may be a field that nobody had answered when the report was counted.
    headings = {one.code: one for one in field_headings(report.campaign, (field for field, _ in found))}
    rows = [(headings[field], *one) for (field, _), ones in found.items() for one in ones]
    items = iter(await with_texts(library, report, rows, ItemRow))
    return {key: [next(items) for _ in ones] for key, ones in found.items()}


async def with_texts(
    library: Library, report: Summary, found: Sequence[tuple[FieldHeading, ListedRow, RowItem]], view: type[View]
) -> list[View]:
    """The items of rows as they are shown."""
    texts = await _texts(library, report, [_key(row, item) for _, row, item in found])
    above = {entry.organisation for text in texts.values() for entry in text.upward}
    named = await names(library, above, report.day)
    shown = []
    for heading, row, item in found:
        text = texts[_key(row, item)]
        upward = [HigherView.of(entry, named[entry.organisation]) for entry in text.upward]
        known = vars(row) | vars(item) | vars(text) | in_field(heading)
        shown.append(view(**known | {"upward": upward} | view.counted(item.figures)))
    return shown


def _key(row: ListedRow, item: RowItem) -> ItemKey:
    return row.submission, row.version, item.item


async def _texts(library: Library, report: Summary, keys: Iterable[ItemKey]) -> dict[ItemKey, ItemWording]:
    """What items say, and where they stand with those that this recipient carried them to."""
    wanted = set(keys)
    query = {"_id": {"$in": list({submission for submission, _, _ in wanted})}}
    contents = dict.fromkeys((f"public.versions.content.{part}" for part in ("items", "results")), 1)
    projection = {"public.versions.number": 1, "public.versions.shape": 1, "public.upward": 1, **contents}
    found = await library.submissions.parts(query, projection)
    return {
        key: _text(item, row["public"], version, report)
        for row in found
        for version in row["public"]["versions"]
        for item in version["content"].get("items") or ()
        if (key := (row["_id"], version["number"], item["id"])) in wanted
    }


def _text(item: dict[str, Any], public: dict[str, Any], version: dict[str, Any], report: Summary) -> ItemWording:
    result = next((one for one in version["content"].get("results") or () if one["item"] == item["id"]), None)
    answers = [Answer.read(answer) for answer in item.get("answers") or ()]
    upward = [Upward.read(one) for one in public.get("upward") or () if one["item"] == item["id"]]
    return ItemWording(
        item["content"],
        item.get("parts") or [],
        item["expected"]["text"],
        item.get("note") or "",
        answers_of(report.form, version.get("shape", 0), answers) if answers else [],
        Result.read(result) if result else None,
        [entry for entry in upward if carried_by(report.recipient, entry)],
    )
