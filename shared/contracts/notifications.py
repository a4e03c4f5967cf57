"""Notifications (nhắc việc): in the application and by e-mail, once for each cause."""

from enum import StrEnum

from shared.contracts.types import Contract, Instant, Key, Slug


class Audience(StrEnum):
    """Which people of the organisation a notification is for."""

    SUBMITTERS = "submitters"  # clerks and heads
    REVIEWERS = "reviewers"


class NotificationKind(StrEnum):
    CAMPAIGN_ANNOUNCED = "campaign-announced"
    EXTENSION_GRANTED = "extension-granted"
    CASE_OPENED = "case-opened"
    CASE_WITHDRAWN = "case-withdrawn"
    DECISION_APPROVE = "decision-approve"
    DECISION_RETURN = "decision-return"
    DECISION_REJECT = "decision-reject"
    CORRECTION_ASKED = "correction-asked"
    CORRECTION_REVOKED = "correction-revoked"
    ITEM_WITHDRAWN = "item-withdrawn"
    UPWARD = "upward"
    CAMPAIGN_REOPENED = "campaign-reopened"
    OBLIGATION_TRANSFERRED = "obligation-transferred"


class MailStatus(StrEnum):
    NONE = "none"  # the organisation has no mailbox, or the cause is older than this service's memory
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class Notification(Contract):
    """Public state of a notification. `subject` is the record it speaks of, `facts` fill its Vietnamese text."""

    id: Key
    organisation: Slug
    audience: Audience
    kind: NotificationKind
    subject: str
    campaign: Slug
    facts: dict[str, str]
    caused_at: Instant
    mail: MailStatus
    mail_attempts: int = 0
    mail_sent_at: Instant | None = None
    mail_error: str = ""
