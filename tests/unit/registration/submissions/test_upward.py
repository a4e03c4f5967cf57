"""What became of a unit's items further up: the same whatever came first, at every level."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.registration.submissions.settlement.model import upward
from services.registration.submissions.settlement.model.upward import CarrierNews
from shared.contracts.items import Item, ItemSource, LeftOut
from shared.contracts.submissions import (
    Decision,
    ItemDecision,
    Outcome,
    Recipient,
    RecipientStatus,
    Submission,
    SubmissionStatus,
    UpwardStatus,
    Version,
    WithdrawnItem,
)
from shared.contracts.types import Person
from shared.forms.initiatives.model import Registration
from shared.language.periods import CompletionPeriod
from tests.unit.registration.examples import CENTRE, DEPARTMENT, DISTRICT, NOW, STATION

UNIT, CARRIER, TOP = "kh-ttyt.registration.tram", "kh-ubnd.registration.ttyt", "kh-tp.registration.ubnd"
SOMEBODY = Person(account="phong", name="Phòng Nội vụ", organisation=DISTRICT)


def item(ident: str, *sources: tuple[str, str]) -> Item:
    return Item(
        id=ident,
        field="steering",
        content=f"Nội dung {ident}",
        expected=CompletionPeriod.parse("Năm 2022"),
        sources=tuple(source(*behind) for behind in sources),
    )


def source(submission: str, ident: str) -> ItemSource:
    return ItemSource(submission=submission, organisation=STATION, version=1, item=ident, field="steering")


def version(number: int, items: tuple[Item, ...], to: tuple[str, ...], left: tuple[LeftOut, ...] = ()) -> Version:
    return Version(
        number=number,
        content=Registration(items=items, left_out=left),
        recipients=to,
        delivered_at=at(number),
        delivered_by=Person(account="tchc", name="Phòng Tổ chức", organisation=CENTRE),
        late=False,
    )


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def decision(number: int, outcome: Outcome, reason: str = "", *items: ItemDecision) -> Decision:
    return Decision(
        version=number,
        outcome=outcome,
        reason=reason,
        items=items,
        decided_at=at(number) + timedelta(minutes=5),
        decided_by=SOMEBODY,
    )


def recipient(organisation: str, number: int, *decisions: Decision) -> Recipient:
    status = RecipientStatus.RECEIVED
    if decisions and decisions[-1].version == number:
        status = {
            Outcome.APPROVE: RecipientStatus.APPROVED,
            Outcome.RETURN: RecipientStatus.RETURNED,
            Outcome.REJECT: RecipientStatus.REJECTED,
        }[decisions[-1].outcome]
    return Recipient(organisation=organisation, status=status, version=number, decisions=decisions)


def submission(ident: str, versions: tuple[Version, ...], *recipients: Recipient) -> Submission:
    return Submission(
        id=ident,
        organisation=ident.rpartition(".")[2],
        campaign=ident.partition(".")[0],
        form="registration",
        status=SubmissionStatus.DELIVERED,
        versions=versions,
        recipients=recipients,
    )


OWN = submission(UNIT, (version(1, (item("a"), item("b")), (CENTRE,)),), recipient(CENTRE, 1))
MERGED = item("a", (UNIT, "a"), (UNIT, "b"))


def heard(state: Submission, news: CarrierNews) -> Submission:
    for mark in upward.steps(state, news):
        taken = upward.take(state, news, mark)
        assert taken is not None
        state = taken[0]
    return state


def said(state: Submission) -> list[tuple[str, str, UpwardStatus, str]]:
    return sorted((entry.item, entry.organisation, entry.status, entry.reason) for entry in state.upward)


def test_each_recipient_of_the_carrier_is_told_apart() -> None:
    carrier = submission(
        CARRIER,
        (version(1, (MERGED,), (DISTRICT, DEPARTMENT)),),
        recipient(DISTRICT, 1, decision(1, Outcome.APPROVE)),
        recipient(DEPARTMENT, 1),
    )
    after = heard(OWN, upward.news_of(carrier, 4)[UNIT])
    assert said(after) == [
        ("a", DEPARTMENT, UpwardStatus.SENT, ""),
        ("a", DISTRICT, UpwardStatus.APPROVED, ""),
        ("b", DEPARTMENT, UpwardStatus.SENT, ""),
        ("b", DISTRICT, UpwardStatus.APPROVED, ""),
    ]
    assert {(entry.carried_as, entry.via, entry.sequence) for entry in after.upward} == {("a", CARRIER, 4)}


def test_an_items_own_decision_and_reason_reach_the_unit() -> None:
    one = ItemDecision(item="b", outcome=Outcome.REJECT, reason="Trùng nội dung")
    carrier = submission(
        CARRIER,
        (version(1, (item("a", (UNIT, "a")), item("b", (UNIT, "b"))), (DISTRICT,)),),
        recipient(DISTRICT, 1, decision(1, Outcome.APPROVE, "", one)),
    )
    news = upward.news_of(carrier, 2)[UNIT]
    assert upward.steps(OWN, news) == [f"approved:{DISTRICT}", f"rejected:{DISTRICT}"]
    taken = upward.take(OWN, news, f"rejected:{DISTRICT}")
    assert taken is not None
    assert taken[1].action == f"upward:rejected:{DISTRICT}"
    assert taken[1].actor == SOMEBODY
    assert taken[1].reason == "Nội dung b: Trùng nội dung"


def test_what_is_left_out_says_why_and_is_decided_once() -> None:
    left = LeftOut(source=source(UNIT, "b"), reason="Đã có đơn vị khác")
    first = version(1, (item("a", (UNIT, "a")),), (DISTRICT,), (left,))
    second = version(2, (item("a", (UNIT, "a")), item("c")), (DISTRICT,), (left,))
    returned = recipient(DISTRICT, 1, decision(1, Outcome.RETURN, "Bổ sung"))
    before = heard(OWN, upward.news_of(submission(CARRIER, (first,), returned), 3)[UNIT])
    carrier = submission(CARRIER, (first, second), recipient(DISTRICT, 2, decision(1, Outcome.RETURN, "Bổ sung")))
    assert upward.steps(before, upward.news_of(carrier, 4)[UNIT]) == [f"sent:{DISTRICT}"]
    (entry,) = [entry for entry in before.upward if entry.item == "b"]
    assert (entry.status, entry.reason, entry.version) == (UpwardStatus.LEFT_OUT, "Đã có đơn vị khác", 1)


def test_the_approved_version_stays_while_a_correction_is_reviewed() -> None:
    versions = (
        version(1, (item("a", (UNIT, "a")),), (DISTRICT,)),
        version(2, (item("a", (UNIT, "a")), item("b", (UNIT, "b"))), (DISTRICT,)),
    )
    carrier = submission(CARRIER, versions, recipient(DISTRICT, 2, decision(1, Outcome.APPROVE)))
    assert said(heard(OWN, upward.news_of(carrier, 5)[UNIT])) == [
        ("a", DISTRICT, UpwardStatus.APPROVED, ""),
        ("b", DISTRICT, UpwardStatus.SENT, ""),
    ]


def test_a_withdrawn_item_and_a_withdrawn_carrier_are_told() -> None:
    gone = WithdrawnItem(item="a", reason="Không làm nữa", withdrawn_at=at(9), withdrawn_by=SOMEBODY)
    carrier = submission(CARRIER, (version(1, (MERGED,), (DISTRICT,)),), recipient(DISTRICT, 1))
    one = carrier.model_copy(update={"withdrawn_items": (gone,)})
    assert {entry.status for entry in heard(OWN, upward.news_of(one, 2)[UNIT]).upward} == {UpwardStatus.WITHDRAWN}
    whole = carrier.model_copy(update={"status": SubmissionStatus.WITHDRAWN, "withdrawn_reason": "Gửi nhầm"})
    assert {entry.reason for entry in heard(OWN, upward.news_of(whole, 2)[UNIT]).upward} == {"Gửi nhầm"}


def test_what_is_carried_no_more_is_forgotten() -> None:
    first = version(1, (MERGED,), (DISTRICT,))
    returned = recipient(DISTRICT, 1, decision(1, Outcome.RETURN, "Bỏ bớt"))
    before = heard(OWN, upward.news_of(submission(CARRIER, (first,), returned), 3)[UNIT])
    second = version(2, (item("a", (UNIT, "a")),), (DISTRICT,))
    carrier = submission(CARRIER, (first, second), recipient(DISTRICT, 2, decision(1, Outcome.RETURN, "Bỏ bớt")))
    after = heard(before, upward.news_of(carrier, 4)[UNIT])
    assert [entry.item for entry in after.upward] == ["a"]


def test_three_levels_are_told_step_by_step() -> None:
    carrier = submission(
        CARRIER,
        (version(1, (MERGED,), (DISTRICT,)),),
        recipient(DISTRICT, 1, decision(1, Outcome.APPROVE)),
    )
    top = submission(
        TOP,
        (version(1, (item("a", (CARRIER, "a")),), ("ubnd-tp",)),),
        recipient("ubnd-tp", 1, decision(1, Outcome.REJECT, "Chưa đủ mới")),
    )
    carrier = heard(carrier, upward.news_of(top, 7)[CARRIER])
    after = heard(OWN, upward.news_of(carrier, 8)[UNIT])
    assert said(after) == [
        ("a", DISTRICT, UpwardStatus.APPROVED, ""),
        ("a", "ubnd-tp", UpwardStatus.REJECTED, "Chưa đủ mới"),
        ("b", DISTRICT, UpwardStatus.APPROVED, ""),
        ("b", "ubnd-tp", UpwardStatus.REJECTED, "Chưa đủ mới"),
    ]
    assert {entry.via for entry in after.upward} == {CARRIER}
    assert {entry.submission for entry in after.upward if entry.organisation == "ubnd-tp"} == {TOP}


def test_what_was_overtaken_changes_nothing() -> None:
    versions = (version(1, (MERGED,), (DISTRICT,)),)
    old = submission(CARRIER, versions, recipient(DISTRICT, 1))
    new = submission(CARRIER, versions, recipient(DISTRICT, 1, decision(1, Outcome.APPROVE)))
    after = heard(OWN, upward.news_of(new, 5)[UNIT])
    stale = upward.news_of(old, 4)[UNIT]
    assert upward.steps(after, stale) == []
    assert upward.take(after, stale, f"sent:{DISTRICT}") is None


OUTCOMES = st.sampled_from([None, *Outcome])


@st.composite
def carrier_states(draw: st.DrawFn) -> list[Submission]:
    """The states of a carrier's record, one after another: versions, decisions, what is left out, news from above."""
    versions: tuple[Version, ...] = ()
    decisions: tuple[Decision, ...] = ()
    states = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        carried = draw(st.sets(st.sampled_from(["a", "b"])))
        left = tuple(LeftOut(source=source(UNIT, one), reason="Trùng") for one in sorted({"a", "b"} - carried))
        items = tuple(item(one, (UNIT, one)) for one in sorted(carried))
        versions = (*versions, version(number, items, (DISTRICT,), left))
        states.append(submission(CARRIER, versions, recipient(DISTRICT, number, *decisions)))
        outcome = draw(OUTCOMES)
        if outcome is not None:
            decisions = (*decisions, decision(number, outcome, f"Lần {number}"))
            states.append(submission(CARRIER, versions, recipient(DISTRICT, number, *decisions)))
    return states


@settings(max_examples=150)
@given(states=carrier_states(), data=st.data())
def test_the_order_and_the_number_of_tellings_do_not_matter(states: list[Submission], data: st.DataObject) -> None:
    """Whoever tells read some state of the carrier, old or new; the last one to write finds the newest."""
    news = [upward.news_of(state, sequence)[UNIT] for sequence, state in enumerate(states, start=1)]
    orderly = OWN
    for one in news:
        orderly = heard(orderly, one)
    shuffled = OWN
    for one in data.draw(st.lists(st.sampled_from(news), max_size=8)):
        shuffled = heard(heard(shuffled, one), one)
    shuffled = heard(shuffled, news[-1])
    assert bare(shuffled) == bare(orderly)
    assert upward.steps(shuffled, news[-1]) == []


def bare(state: Submission) -> list[object]:
    return [entry.model_copy(update={"sequence": 0}) for entry in state.upward]
