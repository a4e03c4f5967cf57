"""Drafts: what a clerk has typed so far, kept as typed and known to nobody outside the organisation."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from shared.contracts.campaigns import FormKind
from shared.contracts.items import Attachment, ItemSource, LeftOut, Passage, ResultOutcome
from shared.contracts.submissions import RecipientStatus, Submission, SubmissionStatus
from shared.contracts.types import Contract, Instant, Key, OptionalParagraph, Person, Slug
from shared.errors import DomainError, Kind
from shared.language.periods import WORDING_LIMIT
from shared.record.record import Change, Record, digest
from shared.rules.ids import submission_id

ITEM_LIMIT = 200
PART_LIMIT = 50
FIGURE_LIMIT = 50
RESULT_LIMIT = 2_000
"""Of a consolidating organisation, whose registration no ITEM_LIMIT binds."""
FILE_LIMIT = 20
"""Of a result."""
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

    def item(self, ident: str) -> DraftItem | None:
        return next((item for item in self.items if item.id == ident), None)


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
    elsewhere (a reviewer looks at it) is no conflict with a person who is typing.
    """

    draft: Draft = Draft()
    draft_version: int = 1
    saved_at: Instant | None = None
    saved_by: Person | None = None
    stamps: tuple[Stamp, ...] = ()


def begun(campaign: str, form: FormKind, organisation: str) -> Submission:
    """One that says nothing yet."""
    ident = submission_id(campaign, form, organisation)
    return Submission(id=ident, organisation=organisation, campaign=campaign, form=form, status=SubmissionStatus.DRAFT)


SubmissionRecord = Record[Submission, SubmissionPrivate]
SubmissionChange = Change[Submission, SubmissionPrivate]


def unsent(record: SubmissionRecord) -> bool:
    """Whether something was typed since the newest delivery."""
    saved, latest = record.private.saved_at, record.public.latest
    return saved is not None and (latest is None or latest.delivered_at < saved)


def sending(record: SubmissionRecord) -> bool:
    """Whether events wait to be published, or a recipient's own service has not confirmed what it was sent."""
    return bool(record.undelivered) or any(r.status is RecipientStatus.SENT for r in record.public.recipients)


def new_ids(record: SubmissionRecord, idents: Iterable[str]) -> set[str]:
    """Those of the ids that no row of this submission has, and none that it once delivered."""
    return set(idents) - record.public.item_ids - {item.id for item in record.private.draft.items}


def require_typed(draft: Draft) -> None:
    """Raises DomainError ``draft_consolidated`` for a draft that a consolidation makes."""
    if draft.consolidation is not None:
        raise DraftConsolidatedError(draft.consolidation)


def mark(row: Contract | None) -> str:
    """A fingerprint of a row, or of what else is typed as one; empty for one that is not there."""
    return digest(row.model_dump(mode="json"))[:32] if row else ""
