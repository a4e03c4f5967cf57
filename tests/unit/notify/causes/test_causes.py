"""What people are told follows from the state, whatever the order in which states arrive."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notify.causes.model.campaign_causes import of_campaign
from services.notify.causes.model.case_causes import names_items, of_case
from services.notify.causes.model.causes import asking, noticed
from services.notify.channels.model.records import NotificationRecord
from shared.contracts.campaigns import Transfer
from shared.contracts.cases import Case
from shared.contracts.notifications import Audience, MailStatus, Notification, NotificationKind
from shared.contracts.submissions import Outcome
from shared.errors import DomainError, Kind
from shared.record.record import Record
from tests.notify_samples import (
    CENTRE,
    START,
    STATION,
    campaign,
    case,
    decided,
    delivered,
    delivered_again,
    hours,
    round_of,
    withdrawn,
)

Heard = tuple[str, Case]


def told(state: Case) -> list[Notification]:
    return [cause.notification for cause in of_case(state, delivered(state))]


def test_the_reviewers_are_told_of_a_new_case() -> None:
    (notification,) = told(case(round_of(1, late=True)))
    assert notification.organisation == CENTRE
    assert notification.audience is Audience.REVIEWERS
    assert notification.kind is NotificationKind.CASE_OPENED
    assert notification.id == f"{case().id}.1.opened"
    assert notification.subject == f"case/{case().id}"
    assert notification.facts == {"form": "registration", "version": "1", "submitter": STATION, "late": "yes"}
    assert notification.caused_at == START


def test_the_submitter_is_told_of_a_decision_with_all_its_reasons() -> None:
    state = decided(case(), Outcome.RETURN, START + hours(1), reason="Thiếu minh chứng", item_reason="Nêu rõ số liệu")
    notification = told(state)[-1]
    assert (notification.organisation, notification.audience) == (STATION, Audience.SUBMITTERS)
    assert notification.kind is NotificationKind.DECISION_RETURN
    assert notification.subject == f"submission/{state.submission}"
    assert notification.facts["reason"] == "Thiếu minh chứng"
    assert notification.facts["reviewer"] == CENTRE
    assert notification.facts["item.1.content"].startswith("Giải pháp nâng cao")
    assert notification.facts["item.1.reason"] == "Nêu rõ số liệu"
    assert notification.caused_at == START + hours(1)


def test_a_decision_on_items_waits_for_the_version_that_names_them() -> None:
    before = case()
    state = decided(delivered_again(before, START + hours(1)), Outcome.RETURN, START + hours(2), item_reason="Thiếu")
    assert names_items(state)
    for heard in (None, delivered(before)):
        with pytest.raises(DomainError, match="version_not_here") as refused:
            list(of_case(state, heard))
        assert refused.value.kind is Kind.UNAVAILABLE
    assert not names_items(before)
    assert list(of_case(before))


def test_an_item_decided_like_the_whole_and_without_reason_needs_no_words() -> None:
    assert not any(name.startswith("item.") for name in told(decided(case(), Outcome.APPROVE, START))[-1].facts)


def test_every_round_and_every_decision_is_told_once() -> None:
    first = decided(case(), Outcome.RETURN, START + hours(1), reason="Bổ sung")
    second = decided(delivered_again(first, START + hours(2)), Outcome.APPROVE, START + hours(3))
    assert [notification.kind.value for notification in told(second)] == [
        "case-opened",
        "decision-return",
        "case-opened",
        "decision-approve",
    ]
    assert len({notification.id for notification in told(second)}) == 4


def test_a_withdrawal_is_told_to_the_reviewers() -> None:
    notification = told(withdrawn(case(), START + hours(1)))[-1]
    assert notification.kind is NotificationKind.CASE_WITHDRAWN
    assert notification.organisation == CENTRE
    assert notification.facts["reason"] == "Gửi nhầm bản"


def test_an_announced_campaign_is_told_to_every_obliged_organisation() -> None:
    causes = list(of_campaign(campaign(obliged=("tyt-phuong-1", "tyt-phuong-2"))))
    assert [cause.notification.organisation for cause in causes] == ["tyt-phuong-1", "tyt-phuong-2"]
    assert {cause.notification.audience for cause in causes} == {Audience.SUBMITTERS}
    assert not list(of_campaign(campaign(announced_at=None)))


def test_keys_that_would_be_too_long_are_digests() -> None:
    long = "x" * 64
    state = case().model_copy(update={"id": ".".join([long] * 3)})
    (notification,) = told(state)
    assert len(notification.id) <= 200
    assert notification.id == told(state)[0].id


def a_whole_life() -> list[Heard]:
    """Every event of a case that is withdrawn, sent again, returned, sent again and approved."""
    opened = case()
    taken_back = withdrawn(opened, START + hours(1))
    again = delivered_again(taken_back, START + hours(2))
    returned = decided(again, Outcome.RETURN, START + hours(3), reason="Bổ sung số liệu")
    third = delivered_again(returned, START + hours(4))
    approved = decided(third, Outcome.APPROVE, START + hours(5))
    return [
        ("case.opened", opened),
        ("case.withdrawn", taken_back),
        ("case.reopened", again),
        ("case.viewed", again),
        ("case.returned", returned),
        ("case.reopened", third),
        ("case.assigned", third),
        ("case.approved", approved),
    ]


def kept_after(heard: Sequence[Heard], *, replayed: frozenset[int] = frozenset()) -> dict[str, Notification]:
    """All notifications after these events, as the service keeps them."""
    now = START + hours(6)
    records: dict[str, NotificationRecord] = {}
    for position, (event_type, state) in enumerate(heard):
        for cause in of_case(state, delivered(state)):
            ident = cause.notification.id
            asked = asking(cause, event_type, replayed=position in replayed, now=now)
            change = noticed(records.get(ident), cause.notification, asked, now)
            if change is not None:
                records[ident] = Record(ident, 1, change.public, change.private)
    return {ident: record.public for ident, record in records.items()}


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_order_and_repetition_gives_the_same_notifications_and_mails(data: st.DataObject) -> None:
    life = a_whole_life()
    repeated = data.draw(st.lists(st.sampled_from(life), max_size=8))
    shuffled = data.draw(st.permutations([*life, *repeated]))
    expected = kept_after(life)
    assert len(expected) == 6
    assert {notification.mail for notification in expected.values()} == {MailStatus.PENDING}
    assert kept_after(shuffled) == expected


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_replay_among_the_events_takes_no_mail_away_and_adds_none(data: st.DataObject) -> None:
    life = a_whole_life()
    newest = life[-1]
    order = data.draw(st.permutations([*range(len(life)), -1]))
    shuffled = [newest if position == -1 else life[position] for position in order]
    assert kept_after(shuffled, replayed=frozenset({order.index(-1)})) == kept_after(life)


def test_a_replay_alone_mails_nothing() -> None:
    kept = kept_after(a_whole_life()[-1:], replayed=frozenset({0}))
    assert len(kept) == 5  # the withdrawn round's own news is gone from the state
    assert {notification.mail for notification in kept.values()} == {MailStatus.NONE}


def test_a_live_event_mails_its_own_news_and_not_the_past_that_its_state_carries() -> None:
    kept = kept_after(a_whole_life()[-1:])
    assert [ident for ident, notification in kept.items() if notification.mail is MailStatus.PENDING] == [
        f"{case().id}.3.decision-approve"
    ]


def test_what_happened_more_than_a_week_ago_is_not_mailed() -> None:
    (cause,) = of_case(case())
    week = timedelta(days=7)
    assert asking(cause, "case.opened", replayed=False, now=START + week).value == "yes"
    assert asking(cause, "case.opened", replayed=False, now=START + week + hours(0.01)).value == "no"


def test_a_successor_is_told_of_each_form_that_it_took_over_and_nobody_else() -> None:
    taken = {"organisation": STATION, "successor": "tyt-moi", "on": "2022-07-01", "reason": "12/QĐ-UBND"}
    ended = {"organisation": "khoa-1", "successor": None, "on": "2022-07-01", "reason": "12/QĐ-UBND"}
    transfers = tuple(
        Transfer.model_validate({**one, "form": code, "restructuring": "r1"})
        for one in (taken, ended)
        for code in ("registration", "completion")
    )
    moved = campaign().model_copy(update={"transfers": transfers})
    news = [cause.notification for cause in of_campaign(moved)][len(list(of_campaign(campaign()))) :]
    assert [(one.organisation, one.kind.value, one.facts["form"]) for one in news] == [
        ("tyt-moi", "obligation-transferred", "registration"),
        ("tyt-moi", "obligation-transferred", "completion"),
    ]
    assert news[0].facts["predecessor"] == STATION
    assert news[0].facts["on"] == "01/07/2022"
