"""The life of a mail: claimed by one, sent once, tried with growing waits, given up."""

from datetime import datetime, timedelta

import pytest

from services.notify.causes.model.campaign_causes import of_campaign
from services.notify.causes.model.case_causes import of_case
from services.notify.causes.model.causes import Asking, asking, noticed
from services.notify.channels import smtp
from services.notify.channels.model import mailing
from services.notify.channels.model.records import NotificationChange, NotificationRecord
from services.notify.inbox.model import addresses_of, is_for, read_by
from shared.contracts.notifications import Audience, MailStatus
from shared.errors import DomainError
from shared.identity import Actor, Grant, Role
from shared.record.record import Record
from tests.notify_samples import CENTRE, START, STATION, campaign, case, hours


def pending(now: datetime = START) -> NotificationRecord:
    (cause,) = of_case(case())
    return after(None, noticed(None, cause.notification, Asking.YES, now))


def after(record: NotificationRecord | None, change: NotificationChange | None) -> NotificationRecord:
    assert change is not None
    ident = record.id if record else change.public.id
    return Record(ident, record.version + 1 if record else 1, change.public, change.private)


def tried(record: NotificationRecord, now: datetime) -> NotificationChange | None:
    return mailing.tried(record, "451 later", now, retry_seconds=(10.0, 60.0), max_attempts=4)


def test_a_claimed_mail_is_nobody_elses_until_the_claim_lapses() -> None:
    claimed = after(pending(), mailing.claimed(pending(), START))
    with pytest.raises(DomainError, match="mail_taken"):
        mailing.claimed(claimed, START + mailing.CLAIM - timedelta(seconds=1))
    assert mailing.claimed(claimed, START + mailing.CLAIM)


def test_a_claim_outlasts_the_sending() -> None:
    assert timedelta(seconds=smtp.SEND_SECONDS) < mailing.CLAIM


def test_a_claim_is_private_and_leaves_no_history() -> None:
    change = mailing.claimed(pending(), START)
    assert change.entry is None
    assert change.public == pending().public


def test_a_sent_mail_is_told_and_never_due_again() -> None:
    change = mailing.sent(pending(), START)
    assert change is not None
    assert [(emit.type, emit.recipients) for emit in change.events] == [("notification.sent", (CENTRE,))]
    record = after(pending(), change)
    assert (record.public.mail, record.public.mail_attempts, record.public.mail_sent_at) == (MailStatus.SENT, 1, START)
    assert mailing.sent(record, START) is None
    with pytest.raises(DomainError, match="mail_taken"):
        mailing.claimed(record, START + hours(100))


def test_waits_grow_and_the_last_attempt_gives_up() -> None:
    record = pending()
    waits = []
    for _ in range(3):
        record = after(record, tried(record, START))
        assert record.public.mail is MailStatus.PENDING
        assert record.private.next_attempt_at is not None
        waits.append((record.private.next_attempt_at - START).total_seconds())
    assert waits == [10, 60, 60]
    change = tried(record, START)
    assert change is not None
    assert change.public.mail is MailStatus.FAILED
    assert (change.public.mail_attempts, change.public.mail_error) == (4, "451 later")
    assert [emit.type for emit in change.events] == ["notification.failed"]


def test_the_wait_for_an_address_grows_with_the_time_waited() -> None:
    waits = []
    for waited in (0, 10, 3_600):
        change = mailing.postponed(pending(), START + timedelta(seconds=waited))
        assert change is not None
        assert change.private.next_attempt_at is not None
        assert change.entry is None
        waits.append((change.private.next_attempt_at - START).total_seconds() - waited)
    assert waits == [1, 10, 60]


def test_a_mail_that_waited_for_a_week_is_overdue() -> None:
    assert not mailing.overdue(pending(), START + timedelta(days=7))
    assert mailing.overdue(pending(), START + timedelta(days=7, seconds=1))


def test_an_organisation_without_a_mailbox_is_no_failure() -> None:
    change = mailing.without_mailbox(pending())
    assert change is not None
    assert (change.public.mail, change.events) == (MailStatus.NONE, ())


def test_an_amendment_mails_only_those_it_obliges_anew() -> None:
    (cause,) = of_campaign(campaign())
    asked = asking(cause, "campaign.amended", replayed=False, now=START)
    told = after(None, noticed(None, cause.notification, Asking.NO, START))
    assert noticed(told, cause.notification, asked, START) is None
    fresh = noticed(None, cause.notification, asked, START)
    assert fresh is not None
    assert fresh.public.mail is MailStatus.PENDING


def test_a_person_sees_what_is_for_him_as_submitter_or_reviewer() -> None:
    clerk = actor(Grant(role=Role.CLERK, organisation=CENTRE))
    reviewer = actor(Grant(role=Role.REVIEWER, organisation=CENTRE), Grant(role=Role.HEAD, organisation=STATION))
    leader = actor(Grant(role=Role.LEADER, organisation=CENTRE))
    opened = pending().public
    assert [is_for(opened, who) for who in (clerk, reviewer, leader)] == [False, True, False]
    assert addresses_of(reviewer) == ((STATION, Audience.SUBMITTERS), (CENTRE, Audience.REVIEWERS))


def test_reading_counts_once_for_each_account_and_is_private() -> None:
    change = read_by(pending(), "tchc", START)
    assert change is not None
    assert change.entry is None
    record = after(pending(), change)
    assert read_by(record, "tchc", START + hours(1)) is None
    assert read_by(record, "tchc-2", START + hours(1)) is not None


def actor(*grants: Grant) -> Actor:
    return Actor(account="tchc", name="Phòng Tổ chức - Hành chính", organisation=CENTRE, grants=grants)
