"""Drafts: what a clerk has typed so far, kept as typed and known to nobody outside the organisation."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from shared.contracts.forms import EARLIER, FormPeriod
from shared.contracts.submissions import RecipientStatus, Submission, SubmissionStatus
from shared.contracts.types import Contract, Instant, Person, Slug
from shared.errors import DomainError, Kind
from shared.forms.draft import ITEM_LIMIT, AnyDraft, Draft
from shared.record.record import Change, Record, digest
from shared.rules.ids import submission_id

STAMP_LIMIT = 2 * ITEM_LIMIT


class DraftConsolidatedError(DomainError):
    """The draft is made on the page of its `consolidation` and not typed."""

    def __init__(self, consolidation: str) -> None:
        super().__init__("draft_consolidated", Kind.CONFLICT, consolidation=consolidation)
        self.consolidation = consolidation


class Stamp(Contract):
    """Who last wrote (or removed) a row of the draft, when, and from which opened page; empty: from none."""

    item: Slug
    at: Instant
    by: Person
    page: Annotated[str, Field(max_length=64)] = ""


class SubmissionPrivate(Contract):
    """The private part of a submission: the draft of its next version.

    `draft_version` is the record's version since which the draft is as it is: what happens to the submission
    elsewhere (a reviewer looks at it) is no conflict with a person who is typing. `shape`: which of the form's shapes
    it was begun in.
    """

    draft: AnyDraft
    draft_version: int = 1
    saved_at: Instant | None = None
    saved_by: Person | None = None
    stamps: tuple[Stamp, ...] = ()
    shape: int = 0


def begun(campaign: str, asked: FormPeriod, organisation: str) -> Submission:
    """One that says nothing yet."""
    return Submission(
        id=submission_id(campaign, asked, organisation),
        organisation=organisation,
        campaign=campaign,
        form=asked.form,
        period=asked.period,
        status=SubmissionStatus.DRAFT,
    )


def with_kind(document: dict[str, Any]) -> dict[str, Any]:
    """A stored submission whose draft says of which kind it is: one from before forms were data takes it from its form;
    the empty parts of other kinds are left out."""
    draft, form = document["private"].get("draft", {}), document["public"]["form"]
    if "kind" in draft or form not in EARLIER:
        return document
    known = {"kind": EARLIER[form]["kind"]} | {name: value for name, value in draft.items() if value}
    return document | {"private": document["private"] | {"draft": known}}


SubmissionRecord = Record[Submission, SubmissionPrivate]
SubmissionChange = Change[Submission, SubmissionPrivate]


def unsent(record: SubmissionRecord) -> bool:
    """Whether something was typed since the newest delivery."""
    saved, latest = record.private.saved_at, record.public.latest
    return saved is not None and (latest is None or latest.delivered_at < saved)


def filled_in_shape(record: SubmissionRecord) -> int:
    """Which of the form's shapes its unit has filled in so far: that of the newest delivery, else the draft's first."""
    return record.public.latest.shape if record.public.latest else record.private.shape


def sending(record: SubmissionRecord) -> bool:
    """Whether events wait to be published, or a recipient's own service has not confirmed what it was sent."""
    return bool(record.undelivered) or any(r.status is RecipientStatus.SENT for r in record.public.recipients)


def new_ids(record: SubmissionRecord, idents: Iterable[str]) -> set[str]:
    """Those of the ids that no row of this submission has, and none that it once delivered."""
    return set(idents) - record.public.item_ids - record.private.draft.rows.keys()


def require_typed(draft: Draft) -> None:
    """Raises DomainError ``draft_consolidated`` for a draft that a consolidation makes."""
    if draft.consolidation is not None:
        raise DraftConsolidatedError(draft.consolidation)


def mark(row: Contract | None) -> str:
    """A fingerprint of a row, or of what else is typed as one; empty for one that is not there."""
    return digest(row.model_dump(mode="json"))[:32] if row else ""
