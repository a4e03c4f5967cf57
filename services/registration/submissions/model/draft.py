"""Drafts: what a clerk has typed so far, kept as typed and known to nobody outside the organisation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.contracts.campaigns import Campaign
from shared.contracts.items import Attachment, ItemSource, LeftOut, Passage, ResultOutcome
from shared.contracts.people import Person
from shared.contracts.submissions import Submission
from shared.contracts.types import Contract, Instant, Key, OptionalParagraph, Slug
from shared.errors import DomainError, Kind, conflict
from shared.language.periods import WORDING_LIMIT
from shared.record.record import Change, Record, digest
from shared.refusals import refuse

ITEM_LIMIT = 200
PART_LIMIT = 50
FIGURE_LIMIT = 50
RESULT_LIMIT = 2_000
"""Of a consolidating organisation, whose registration no ITEM_LIMIT binds."""
PASSAGE_LIMIT = 3 * RESULT_LIMIT
STAMP_LIMIT = 2 * ITEM_LIMIT

Parts = Annotated[tuple[OptionalParagraph, ...], Field(max_length=PART_LIMIT)]
OptionalWording = Annotated[OptionalParagraph, Field(max_length=WORDING_LIMIT)]


class ItemText(Contract):
    """One row of the form as it was typed; whatever is missing is only missed when the draft is sent."""

    field: Slug
    content: OptionalParagraph = ""
    parts: Parts = ()
    expected: OptionalWording = ""
    note: OptionalParagraph = ""


class DraftItem(ItemText):
    """A row with the id under which the initiative is known for good, and the rows of others that it stands for."""

    id: Slug
    sources: tuple[ItemSource, ...] = ()


class TypedItem(ItemText):
    """A row as a client sends it: without an id it is new, unless it is word for word a row of the draft.

    What a client read it may send back: `sources` are the service's own and stay as they were.
    """

    id: Slug | None = None
    sources: tuple[ItemSource, ...] = ()


class FigureText(Contract):
    """A figure as it was typed."""

    name: OptionalWording = ""
    value: OptionalWording = ""
    unit: OptionalWording = ""


class DraftResult(Contract):
    """What a report says of one item, as it was typed; `outcome` None: not answered yet.

    Files are uploaded and removed one by one, or come along with a result that is taken over.
    """

    item: Slug
    outcome: ResultOutcome | None = None
    done_on: OptionalWording = ""
    result: OptionalParagraph = ""
    forecast: OptionalParagraph = ""
    figures: Annotated[tuple[FigureText, ...], Field(max_length=FIGURE_LIMIT)] = ()
    evidence: OptionalParagraph = ""
    reason: OptionalParagraph = ""
    new_expected: OptionalWording = ""
    attachments: tuple[Attachment, ...] = ()


class Draft(Contract):
    """The rows, and the fields answered with an explicit nil.

    `consolidation`: the working set that the rows come from, where they are not typed here but there; `left_out` is
    what it does not send. A report's draft has the rows that are called otherwise than they were registered, the
    results and the passages of the outline.
    """

    items: tuple[DraftItem, ...] = ()
    nil_fields: tuple[Slug, ...] = ()
    consolidation: Key | None = None
    left_out: tuple[LeftOut, ...] = ()
    results: tuple[DraftResult, ...] = ()
    passages: tuple[Passage, ...] = ()


class DraftConsolidatedError(DomainError):
    """The draft is made on the page of its `consolidation` and not typed."""

    def __init__(self, consolidation: str) -> None:
        super().__init__("draft_consolidated", Kind.CONFLICT, consolidation=consolidation)
        self.consolidation = consolidation


class TypedDraft(Contract):
    """A whole draft as a client sends it; it replaces the one before.

    `consolidation`, `left_out` and the files of the results are the service's own and stay as they were.
    """

    items: Annotated[tuple[TypedItem, ...], Field(max_length=ITEM_LIMIT)] = ()
    nil_fields: Annotated[tuple[Slug, ...], Field(max_length=ITEM_LIMIT)] = ()
    results: Annotated[tuple[DraftResult, ...], Field(max_length=RESULT_LIMIT)] = ()
    passages: Annotated[tuple[Passage, ...], Field(max_length=PASSAGE_LIMIT)] = ()
    consolidation: Key | None = None
    left_out: tuple[LeftOut, ...] = ()


class Stamp(Contract):
    """Who last wrote (or removed) a row of the draft, when, and from which opened page; empty: from none."""

    item: Slug
    at: Instant
    by: Person
    page: Annotated[str, Field(max_length=64)] = ""


class SubmissionPrivate(Contract):
    """The private part of a submission: the draft of its next version.

    `draft_version` is the record's version since which the draft is as it is: what happens to the submission
    elsewhere (a reviewer looks at it) is no conflict with a person who is typing.
    """

    draft: Draft = Draft()
    draft_version: int = 1
    saved_at: Instant | None = None
    saved_by: Person | None = None
    stamps: tuple[Stamp, ...] = ()


SubmissionRecord = Record[Submission, SubmissionPrivate]
SubmissionChange = Change[Submission, SubmissionPrivate]


def save(
    record: SubmissionRecord, draft: Draft, expected: int | None, person: Person, now: datetime
) -> SubmissionChange | None:
    """The draft replaced, without an event; None when it already says so.

    `expected` is the version of the record that the person saw. Raises DomainError ``record_changed`` when the draft
    was changed since.
    """
    private = record.private
    if draft == private.draft:
        return None
    if expected is not None and not private.draft_version <= expected <= record.version:
        raise conflict("record_changed", expected=expected, actual=record.version)
    return rewritten(record, draft, person, now)


def rewritten(
    record: SubmissionRecord, draft: Draft, person: Person, now: datetime, page: str = ""
) -> SubmissionChange:
    """The draft as it is now, every row that changed stamped with the person, the time and the page."""
    old, new = _entries(record.private.draft), _entries(draft)
    touched = [ident for ident in {**old, **new} if old.get(ident) != new.get(ident)]
    kept = [stamp for stamp in record.private.stamps if stamp.item not in touched]
    fresh = [Stamp(item=ident, at=now, by=person, page=page) for ident in touched]
    saved = SubmissionPrivate(
        draft=draft,
        draft_version=record.version + 1,
        saved_at=now,
        saved_by=person,
        stamps=tuple([*kept, *fresh][-STAMP_LIMIT:]),
    )
    return Change(record.public, saved)


def section_key(section: str) -> str:
    """Under which a section's own text is stamped, as rows and results are under their item's id."""
    return f"muc-{digest(section)[:32]}"


def _entries(draft: Draft) -> dict[str, list[Contract]]:
    """What the draft says, by the row, the item or the section that it speaks of."""
    found: dict[str, list[Contract]] = {}
    for item in draft.items:
        found.setdefault(item.id, []).append(item)
    for result in draft.results:
        found.setdefault(result.item, []).append(result)
    for passage in draft.passages:
        found.setdefault(passage.item or section_key(passage.section), []).append(passage)
    return found


def require_typed(draft: Draft) -> None:
    """Raises DomainError ``draft_consolidated`` for a draft that a consolidation makes."""
    if draft.consolidation is not None:
        raise DraftConsolidatedError(draft.consolidation)


def compose(typed: TypedDraft, before: Draft, fresh: Sequence[str]) -> Draft:
    """The typed rows with their ids: the given one, that of the same row before, or the next of `fresh`."""
    known = {_text(item): item.id for item in before.items}
    given = {item.id for item in typed.items}
    sources = {item.id: item.sources for item in before.items}
    items = []
    for item, new in zip(typed.items, fresh, strict=True):
        same = known.pop(_text(item), None)
        ident = item.id or (same if same not in given else None) or new
        items.append(DraftItem(**{**dict(item), "id": ident, "sources": sources.get(ident, ())}))
    files = {result.item: result.attachments for result in before.results}
    return Draft(
        items=tuple(items),
        nil_fields=tuple(dict.fromkeys(typed.nil_fields)),
        consolidation=before.consolidation,
        left_out=before.left_out,
        results=tuple(
            result.model_copy(update={"attachments": files.get(result.item, ())}) for result in typed.results
        ),
        passages=typed.passages,
    )


def check(draft: Draft, campaign: Campaign) -> None:
    """Raises DomainError ``field_unknown`` or ``item_id_twice``, naming the row (``draft_invalid`` for several)."""
    refuse("draft_invalid", [*unknown_fields(draft, campaign), *_ids_twice(draft)])


def unknown_fields(draft: Draft, campaign: Campaign) -> Iterator[DomainError]:
    """A submission is held to its campaign's fields."""
    for position, item in enumerate(draft.items):
        if item.field not in campaign.field_codes:
            yield DomainError("field_unknown", field=f"items.{position}.field", value=item.field)
    for position, code in enumerate(draft.nil_fields):
        if code not in campaign.field_codes:
            yield DomainError("field_unknown", field=f"nil_fields.{position}", value=code)


def unsent(record: SubmissionRecord) -> bool:
    """Whether something was typed since the newest delivery."""
    saved, latest = record.private.saved_at, record.public.latest
    return saved is not None and (latest is None or latest.delivered_at < saved)


def new_ids(typed: TypedDraft, record: SubmissionRecord) -> list[str]:
    """The ids that the client gives and this submission has never had."""
    own = own_ids(record)
    return [item.id for item in typed.items if item.id is not None and item.id not in own]


def own_ids(record: SubmissionRecord) -> set[str]:
    """The ids of the rows that this submission has or once delivered."""
    delivered = {item.id for version in record.public.versions for item in version.content.items}
    return delivered | {item.id for item in record.private.draft.items}


def _ids_twice(draft: Draft) -> Iterator[DomainError]:
    seen: set[str] = set()
    for position, item in enumerate(draft.items):
        if item.id in seen:
            yield DomainError("item_id_twice", field=f"items.{position}.id", value=item.id)
        seen.add(item.id)


def _text(item: ItemText) -> tuple[object, ...]:
    return item.field, item.content, item.parts, item.expected, item.note


@dataclass(frozen=True)
class Seen:
    """What the person had in front of him: the row's mark, and the key of the page it was opened on.

    What was saved from the same opened page (by autosave, by a button pressed twice) is no conflict.
    """

    mark: str
    page: str = ""


def mark(item: DraftItem | None) -> str:
    """A row's fingerprint; empty for a row that is not there."""
    return digest(item.model_dump(mode="json"))[:32] if item else ""


COUNT_LIMIT = 20
"""Files a result."""
