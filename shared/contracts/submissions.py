"""Submissions (bản đăng ký): what a unit delivered, in which versions, and what each recipient made of it."""

from enum import StrEnum

from shared.contracts.campaigns import FormKind
from shared.contracts.people import Person
from shared.contracts.types import Contract, Digest, Instant, Key, OptionalParagraph, Paragraph, Slug
from shared.deadlines import Deadline
from shared.periods import CompletionPeriod


class Item(Contract):
    """An initiative (mô hình, giải pháp, sáng kiến). Its id lives through renaming and consolidation.

    `parts` are numbered sub-contents: an item counts once however many it has.
    """

    id: Slug
    field: Slug
    content: Paragraph
    parts: tuple[Paragraph, ...] = ()
    expected: CompletionPeriod
    note: OptionalParagraph = ""


class Content(Contract):
    """What a Mẫu 1 says: items, and the fields answered with an explicit nil ("-", không có nội dung)."""

    items: tuple[Item, ...] = ()
    nil_fields: tuple[Slug, ...] = ()


class Outcome(StrEnum):
    """A decision: duyệt, trả lại bổ sung, không duyệt."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


class ItemDecision(Contract):
    """A decision on one item; the reason is mandatory unless it is approved."""

    item: Slug
    outcome: Outcome
    reason: OptionalParagraph = ""


class Decision(Contract):
    """Who decided what and why on one delivered version; readable for both sides for good."""

    version: int
    outcome: Outcome
    reason: OptionalParagraph = ""
    items: tuple[ItemDecision, ...] = ()
    decided_at: Instant
    decided_by: Person


class Version(Contract):
    """A delivered version: immutable. `late` holds against the form's deadline at the moment of delivery.

    `extended_until` is the later deadline that the organisation had been granted by then; it never changes `late`.
    """

    number: int
    content: Content
    recipients: tuple[Slug, ...]
    delivered_at: Instant
    delivered_by: Person
    late: bool
    extended_until: Deadline | None = None

    @property
    def within_extension(self) -> bool:
        """Late against the form's own deadline, in time for the one that was granted."""
        return self.late and self.extended_until is not None and self.extended_until.met_by(self.delivered_at)


class RecipientStatus(StrEnum):
    """Where the submission stands with one recipient, as far as this service has heard."""

    SENT = "sent"  # on its way: the recipient's own service has not confirmed it yet
    RECEIVED = "received"
    VIEWED = "viewed"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


DECIDED = frozenset({RecipientStatus.APPROVED, RecipientStatus.RETURNED, RecipientStatus.REJECTED})


class Recipient(Contract):
    """The state with one recipient: the newest version it was sent, and every decision it took.

    `case_sequence` and `case_head` name the case record's version that this state was taken from, so a recipient
    that lost its database continues where it was and the audit can compare.
    """

    organisation: Slug
    status: RecipientStatus
    version: int
    decisions: tuple[Decision, ...] = ()
    case_sequence: int = 0
    case_head: Digest | None = None


class SubmissionStatus(StrEnum):
    DRAFT = "draft"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"


class Submission(Contract):
    """Public state of a submission: one an organisation, campaign and form. The draft is never part of it."""

    id: Key
    organisation: Slug
    campaign: Slug
    form: FormKind
    status: SubmissionStatus
    versions: tuple[Version, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    withdrawn_at: Instant | None = None
    withdrawn_reason: OptionalParagraph = ""

    @property
    def latest(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    def recipient(self, organisation: str) -> Recipient | None:
        return next((r for r in self.recipients if r.organisation == organisation), None)

    def version_for(self, organisation: str) -> Version | None:
        """The newest version that was sent to this recipient."""
        return next((v for v in reversed(self.versions) if organisation in v.recipients), None)


def submission_id(campaign: str, form: FormKind, organisation: str) -> str:
    """The natural key: one submission an organisation, campaign and form."""
    return f"{campaign}.{form.value}.{organisation}"
