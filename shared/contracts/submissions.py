"""Submissions (bản đăng ký): what a unit delivered, in which versions, and what each recipient made of it."""

from enum import StrEnum
from typing import Any

from pydantic import model_validator

from shared.contracts.content import AnyContent
from shared.contracts.forms import EARLIER, FormPeriod, PeriodCode
from shared.contracts.types import Contract, Digest, Instant, Key, OptionalParagraph, Paragraph, Person, Slug
from shared.language.deadlines import Deadline


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

    def on(self, item: str) -> Outcome:
        """The outcome for an item: its own, else that of the whole."""
        return next((one.outcome for one in self.items if one.item == item), self.outcome)

    def reason_for(self, item: str) -> str:
        return next((one.reason for one in self.items if one.item == item and one.reason), self.reason)


class Correction(Contract):
    """A wish to correct what was approved (đính chính): of the unit itself, or of the recipient that approved it.

    `version` is the approved version that it speaks of. It stands until a newer version was sent to that recipient,
    or until it is taken back.
    """

    version: int
    reason: Paragraph
    asked_at: Instant
    asked_by: Person


class RevokedCorrection(Contract):
    """A recipient's wish that it took back before a newer version came, and why: nobody waits for it any more."""

    correction: Correction
    reason: Paragraph
    revoked_at: Instant
    revoked_by: Person


class Version(Contract):
    """A delivered version: immutable. `late` holds against the form's deadline at the moment of delivery.

    `extended_until` is the later deadline that the organisation had been granted by then; it never changes `late`.
    `correction`: why a version that had been approved is sent anew. `shape`: which of the form's shapes it was written
    in, see `Form.columns_of`.
    """

    number: int
    content: AnyContent
    recipients: tuple[Slug, ...]
    delivered_at: Instant
    delivered_by: Person
    late: bool
    extended_until: Deadline | None = None
    correction: Correction | None = None
    shape: int = 0


class RecipientStatus(StrEnum):
    """Where the submission stands with one recipient, as far as this service has heard."""

    SENT = "sent"  # on its way: the recipient's own service has not confirmed it yet
    RECEIVED = "received"
    VIEWED = "viewed"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Recipient(Contract):
    """The state with one recipient: the newest version it was sent, and every decision it took.

    `case_sequence` and `case_head` name the case record's version that this state was taken from, so a recipient
    that lost its database continues where it was and the audit can compare. `correction`: a correction of what it
    approved was asked for and not sent yet. `own_wish`: the unit's own, while the recipient's stands before it.
    """

    organisation: Slug
    status: RecipientStatus
    version: int
    decisions: tuple[Decision, ...] = ()
    case_sequence: int = 0
    case_head: Digest | None = None
    correction: Correction | None = None
    own_wish: Correction | None = None
    revoked_corrections: tuple[RevokedCorrection, ...] = ()


class UpwardStatus(StrEnum):
    """What became of an item further up."""

    LEFT_OUT = "left_out"
    SENT = "sent"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Upward(Contract):
    """Where one of the submission's items stands with a higher recipient that it was consolidated for.

    `submission` addresses `organisation` and carries the item as `carried_as`. `via` is the submission one level up
    through which this was heard, `sequence` the version of that record. `reason` is that of the decision, or of
    leaving it out.
    """

    item: Slug
    via: Key
    sequence: int
    submission: Key
    campaign: Slug
    form: Slug
    period: PeriodCode | None = None
    organisation: Slug
    carried_as: Slug
    status: UpwardStatus
    version: int
    reason: OptionalParagraph = ""
    decided_at: Instant | None = None
    decided_by: Person | None = None

    @property
    def asked(self) -> FormPeriod:
        """Which form carries it, and in which period."""
        return FormPeriod(self.form, self.period)


class WithdrawnItem(Contract):
    """An item that its organisation withdrew after delivery: it stays readable and counts no longer."""

    item: Slug
    reason: Paragraph
    withdrawn_at: Instant
    withdrawn_by: Person


class SubmissionStatus(StrEnum):
    DRAFT = "draft"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"


class Submission(Contract):
    """Public state of a submission: one an organisation, campaign, form and period. The draft is never part of it.

    `upward`: what higher organisations made of its items, as far as they were consolidated.
    """

    id: Key
    organisation: Slug
    campaign: Slug
    form: Slug
    period: PeriodCode | None = None
    status: SubmissionStatus
    versions: tuple[Version, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    withdrawn_at: Instant | None = None
    withdrawn_reason: OptionalParagraph = ""
    withdrawn_items: tuple[WithdrawnItem, ...] = ()
    upward: tuple[Upward, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _earlier_shape(cls, data: Any) -> Any:
        """Contents as they were written before each kind had its own: their kind follows from the form."""
        if not isinstance(data, dict) or data.get("form") not in EARLIER:
            return data
        kind = EARLIER[data["form"]]["kind"]
        return data | {"versions": [_of_kind(version, kind) for version in data.get("versions", ())]}

    @property
    def asked(self) -> FormPeriod:
        """Which form it answers, and in which period."""
        return FormPeriod(self.form, self.period)

    @property
    def latest(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def item_ids(self) -> frozenset[str]:
        """The items that any version has."""
        return frozenset(item.id for version in self.versions for item in version.content.items)

    def recipient(self, organisation: str) -> Recipient | None:
        return next((r for r in self.recipients if r.organisation == organisation), None)

    def version(self, number: int) -> Version | None:
        """A delivered version by its number, as far as it was heard of."""
        return next((v for v in self.versions if v.number == number), None)

    def version_for(self, organisation: str) -> Version | None:
        """The newest version that was sent to this recipient."""
        return next((v for v in reversed(self.versions) if organisation in v.recipients), None)


def _of_kind(version: Any, kind: str) -> Any:
    """A version whose content says of which kind it is; the empty parts of other kinds are left out."""
    content = version["content"] if isinstance(version, dict) else None
    if not isinstance(content, dict) or "kind" in content:
        return version
    return version | {"content": {"kind": kind} | {name: value for name, value in content.items() if value}}
