"""Drafts: what a clerk has typed so far, kept as typed and known to nobody outside the organisation."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from services.registration.domain.refusals import refuse
from shared.contracts.campaigns import Campaign
from shared.contracts.people import Person
from shared.contracts.submissions import Submission
from shared.contracts.types import Contract, Instant, OptionalParagraph, Slug
from shared.errors import DomainError, conflict
from shared.periods import WORDING_LIMIT
from shared.records import Change, Record

ITEM_LIMIT = 200
PART_LIMIT = 50
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
    """A row with the id under which the initiative is known for good."""

    id: Slug


class TypedItem(ItemText):
    """A row as a client sends it: without an id it is new, unless it is word for word a row of the draft."""

    id: Slug | None = None


class Draft(Contract):
    """The rows, and the fields answered with an explicit nil."""

    items: tuple[DraftItem, ...] = ()
    nil_fields: tuple[Slug, ...] = ()


class TypedDraft(Contract):
    """A whole draft as a client sends it; it replaces the one before."""

    items: Annotated[tuple[TypedItem, ...], Field(max_length=ITEM_LIMIT)] = ()
    nil_fields: Annotated[tuple[Slug, ...], Field(max_length=ITEM_LIMIT)] = ()


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
    old = {item.id: item for item in record.private.draft.items}
    new = {item.id: item for item in draft.items}
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


def compose(typed: TypedDraft, before: Draft, fresh: Sequence[str]) -> Draft:
    """The typed rows with their ids: the given one, that of the same row before, or the next of `fresh`."""
    known = {_text(item): item.id for item in before.items}
    given = {item.id for item in typed.items}
    items = []
    for item, new in zip(typed.items, fresh, strict=True):
        same = known.pop(_text(item), None)
        ident = item.id or (same if same not in given else None) or new
        items.append(DraftItem(**{**dict(item), "id": ident}))
    return Draft(items=tuple(items), nil_fields=tuple(dict.fromkeys(typed.nil_fields)))


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
