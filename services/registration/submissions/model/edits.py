"""How a draft is saved: by whom, when, against what the person saw, and every row that changed is stamped."""

from dataclasses import dataclass
from datetime import datetime

from services.registration.submissions.model.draft import (
    STAMP_LIMIT,
    Stamp,
    SubmissionChange,
    SubmissionPrivate,
    SubmissionRecord,
    mark,
)
from shared.contracts.types import Contract, Person
from shared.errors import conflict
from shared.forms.draft import Draft
from shared.record.record import Change, digest


@dataclass(frozen=True)
class Baseline:
    """What the person had in front of him: the row's mark, and the key of the page it was opened on.

    What was saved from the same opened page (by autosave, by a button pressed twice) is no conflict.
    """

    mark: str
    page: str = ""


NO_BASELINE = Baseline("")
"""Of nothing: where the person saw no row, or an edit is of no single one."""


@dataclass(frozen=True)
class Edit:
    """By whom and when a draft is changed, and what the person had in front of him, where that is one row."""

    person: Person
    at: datetime
    baseline: Baseline = NO_BASELINE


def save(record: SubmissionRecord, draft: Draft, expected: int | None, edit: Edit) -> SubmissionChange | None:
    """The draft replaced, without an event; None when it already says so.

    `expected` is the version of the record that the person saw. Raises DomainError ``record_changed`` when the draft
    was changed since.
    """
    private = record.private
    if draft == private.draft:
        return None
    if expected is not None and not private.draft_version <= expected <= record.version:
        raise conflict("record_changed", expected=expected, actual=record.version)
    return rewritten(record, draft, edit)


def rewritten(record: SubmissionRecord, draft: Draft, edit: Edit) -> SubmissionChange:
    """The draft as it is now, every row that changed stamped with the person, the time and the page."""
    old, new = record.private.draft.rows, draft.rows
    touched = [ident for ident in {**old, **new} if old.get(ident) != new.get(ident)]
    kept = [stamp for stamp in record.private.stamps if stamp.item not in touched]
    fresh = [Stamp(item=ident, at=edit.at, by=edit.person, page=edit.baseline.page) for ident in touched]
    saved = SubmissionPrivate(
        draft=draft,
        draft_version=record.version + 1,
        saved_at=edit.at,
        saved_by=edit.person,
        stamps=tuple([*kept, *fresh][-STAMP_LIMIT:]),
        shape=record.private.shape,
    )
    return Change(record.public, saved)


def section_key(section: str) -> str:
    """Under which a section's own text is stamped, as rows and results are under their item's id."""
    return f"muc-{digest(section)[:32]}"


def stamp_of(record: SubmissionRecord, key: str) -> Stamp | None:
    """Who wrote or removed the row (result, section) last, where that is known."""
    return next((stamp for stamp in record.private.stamps if stamp.item == key), None)


def require_unchanged(record: SubmissionRecord, key: str, saved: Contract | None, edit: Edit) -> None:
    """What somebody else wrote meanwhile is never written over.

    `saved`: the row as it is now. Raises DomainError ``item_changed``.
    """
    stamp, seen = stamp_of(record, key), edit.baseline
    own = stamp is not None and seen.page and stamp.page == seen.page
    if not own and mark(saved) != seen.mark:
        raise conflict("item_changed", item=key)
