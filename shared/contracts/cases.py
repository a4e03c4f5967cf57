"""Cases (hồ sơ thẩm định), one for each submission and recipient."""

from enum import StrEnum

from shared.contracts.forms import FormPeriod, PeriodCode
from shared.contracts.submissions import Correction, Decision, RevokedCorrection, WithdrawnItem
from shared.contracts.types import Contract, Digest, Instant, Key, OptionalParagraph, Person, Slug


class CaseStatus(StrEnum):
    UNSEEN = "unseen"
    VIEWED = "viewed"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Round(Contract):
    """One delivered version before this reviewer, and what was decided on it. `correction`: why it is sent anew.

    What the version says, and who delivered it, is told by the submission alone.
    """

    version: int
    delivered_at: Instant
    late: bool
    viewed_at: Instant | None = None
    viewed_by: Person | None = None
    decision: Decision | None = None
    correction: Correction | None = None


class Case(Contract):
    """Public state of a case. `organisation` reviews what `submitter` delivered.

    `correction`: the reviewer asked the submitter to correct what was approved; `revoked_corrections`: and took it
    back. `withdrawn_items`: what the submitter withdrew of what this reviewer was sent.
    """

    id: Key
    organisation: Slug
    submission: Key
    submitter: Slug
    campaign: Slug
    form: Slug
    period: PeriodCode | None = None
    status: CaseStatus
    rounds: tuple[Round, ...]
    assigned_to: Person | None = None
    withdrawn_at: Instant | None = None
    withdrawn_reason: OptionalParagraph = ""
    correction: Correction | None = None
    revoked_corrections: tuple[RevokedCorrection, ...] = ()
    withdrawn_items: tuple[WithdrawnItem, ...] = ()
    submission_sequence: int
    submission_head: Digest

    @property
    def asked(self) -> FormPeriod:
        """Which form was sent, and for which period."""
        return FormPeriod(self.form, self.period)

    @property
    def current(self) -> Round:
        return self.rounds[-1]
