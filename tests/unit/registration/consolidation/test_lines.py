"""Consolidation: taking over, merging, leaving out, and what becomes of items that change afterwards."""

from typing import Any

import pytest

from services.registration.consolidation.model import lines as domain
from services.registration.consolidation.model.lines import Choice, WorkingSet
from services.registration.consolidation.model.sources import Change, Registrations
from services.registration.submissions.model.draft import Baseline, DraftItem, mark
from shared.contracts.submissions import ItemDecision, Outcome, Submission, SubmissionStatus, WithdrawnItem
from shared.errors import DomainError
from shared.record.record import Record
from tests.unit.registration.consolidation.examples import (
    BOSS,
    CLERK,
    FINANCE,
    FIRST,
    ORGANISATION,
    PLAN,
    SECOND,
    STEERING,
    decided,
    department,
    district,
    heard,
    item,
    registration,
    taken,
)
from tests.unit.registration.examples import CENTRE, NOW
from tests.unit.registration.examples import CLERK as STATION_CLERK


def ids(working: WorkingSet) -> list[str]:
    return [line.id for line in working.lines]


def places(registrations: Registrations) -> list[str]:
    return [ident for _, ident in registrations.offers]


def refused(code: str, *arguments: Any, call: Any) -> None:
    with pytest.raises(DomainError) as error:
        call(*arguments)
    assert error.value.code == code


def own(ident: str = "own", field: str = ORGANISATION, content: str = "Việc chung") -> DraftItem:
    return DraftItem(id=ident, field=field, content=content, expected="Năm 2022")


def test_only_approved_items_in_force_are_offered() -> None:
    partly = registration(
        "khoa-1",
        (item("a", STEERING), item("b", ORGANISATION), item("x", FINANCE)),
        decisions=(
            decided(
                1,
                Outcome.APPROVE,
                ItemDecision(item="b", outcome=Outcome.REJECT, reason="Không"),
                ItemDecision(item="x", outcome=Outcome.RETURN, reason="Chưa rõ"),
            ),
        ),
    )
    returned = registration("khoa-2", (item("c", STEERING),), decisions=(decided(1, Outcome.RETURN),))
    waiting = registration("khoa-3", (item("e", STEERING),)).model_copy(update={"recipients": ()})
    assert places(heard(partly, returned, waiting)) == ["a"]


def test_the_approved_version_is_offered_while_a_newer_one_waits() -> None:
    corrected = registration("khoa-1", (item("a", STEERING, "Cũ"),), (item("a", STEERING, "Mới"),))
    (offer,) = heard(corrected).offers.values()
    assert (offer.item.content, offer.source.version, offer.source.organisation) == ("Cũ", 1, "khoa-1")


def test_taking_over_keeps_wording_field_and_provenance() -> None:
    working = taken()
    assert ids(working) == ["a", "b", "c", "d"]
    assert [source.organisation for line in working.lines for source in line.sources] == ["khoa-1"] * 2 + ["khoa-2"] * 2
    assert working.lines[0].expected == "Quý IV/2022"
    again = domain.take(working, heard().offers.values())
    assert again == working


def test_two_units_with_the_same_id_stay_two_lines() -> None:
    working = taken(FIRST, registration("khoa-9", (item("a", STEERING),)))
    assert len(set(ids(working))) == len(working.lines) == 3


def test_merging_keeps_who_stands_behind_and_the_first_ones_id_and_wording() -> None:
    working = domain.merge(taken(), ["a", "c"])
    assert ids(working) == ["a", "b", "d"]
    merged = working.lines[0]
    assert (merged.content, [source.item for source in merged.sources]) == ("Nội dung a", ["a", "c"])
    assert domain.take(working, heard().offers.values()) == working


def test_an_own_line_gives_its_wording_to_what_it_is_merged_with() -> None:
    working = domain.put_line(taken(), PLAN, own())
    merged = domain.merge(working, ["c", "own"])
    (line,) = [line for line in merged.lines if line.id == "c"]
    assert (line.content, line.field, [source.item for source in line.sources]) == ("Việc chung", ORGANISATION, ["c"])


def test_what_cannot_be_merged() -> None:
    working = domain.put_line(domain.put_line(taken(), PLAN, own()), PLAN, own("own-2"))
    refused("merge_too_few", working, ["a", "a"], call=domain.merge)
    refused("line_unknown", working, ["a", "z"], call=domain.merge)
    refused("merge_own_lines", working, ["own", "own-2", "a"], call=domain.merge)
    refused("merge_left_out", domain.leave_out_lines(working, {"a"}, "Trùng"), ["a", "c"], call=domain.merge)


def test_splitting_gives_each_unit_its_own_wording_back() -> None:
    merged = domain.merge(taken(), ["a", "c"])
    reworded = domain.put_line(merged, PLAN, merged.lines[0].model_copy(update={"content": "Gộp lại"}))
    working = domain.split(reworded, "a", heard())
    assert [(line.id, line.content) for line in working.lines] == [
        ("a", "Gộp lại"),
        ("c", "Nội dung c"),
        ("b", "Nội dung b"),
        ("d", "Nội dung d"),
    ]
    refused("split_single", working, "a", heard(), call=domain.split)


def test_a_merged_line_gives_all_its_items_back() -> None:
    merged = domain.leave_out_lines(domain.merge(taken(), ["a", "c"]), {"a"}, "Nhầm")
    choices = (Choice(campaign="124", line="a", field="e-government"), Choice(campaign="124", line="b", reason="Không"))
    working = domain.give_back(merged.model_copy(update={"choices": choices}), {"a"}, heard())
    assert ids(working) == ["b", "d"]
    assert (working.left_out, working.choices, working.given_back) == ((), choices[1:], ())
    assert {offer.place for offer in heard().offers.values()} - working.settled == {(FIRST.id, "a"), (SECOND.id, "c")}
    again = domain.take(working, heard().offers.values())
    assert [(line.id, line.content) for line in again.lines[2:]] == [("a", "Nội dung a"), ("c", "Nội dung c")]


def test_what_was_typed_into_a_line_comes_back_with_its_first_item() -> None:
    merged = domain.merge(domain.put_line(taken(), PLAN, own()), ["own", "a", "c"])
    working = domain.give_back(merged, {"a"}, heard())
    assert domain.give_back(working, {"b"}, heard()).given_back == working.given_back
    again = domain.take(working, heard().offers.values())
    assert [(line.id, line.content, line.field) for line in again.lines[2:]] == [
        ("a", "Việc chung", ORGANISATION),
        ("c", "Nội dung c", STEERING),
    ]
    assert again.lines[2].sources == taken().lines[0].sources
    assert again.given_back == ()


def test_a_line_comes_back_by_the_id_by_which_it_may_have_been_sent() -> None:
    twin = registration("khoa-9", (item("a", STEERING),))
    working = taken(FIRST, twin)
    before = working.lines[2]
    out = domain.give_back(working, {"a", before.id}, heard(FIRST, twin))
    back = domain.take(out, [heard(FIRST, twin).offers[twin.id, "a"]])
    assert back.lines[1:] == (before,)
    assert ids(domain.take(back, heard(FIRST, twin).offers.values())) == ["b", before.id, "a"]


def test_what_is_gone_is_not_offered_again() -> None:
    working = domain.give_back(domain.merge(taken(), ["a", "c"]), {"a"}, heard(withdrawn(), SECOND))
    assert ids(domain.take(working, heard(withdrawn(), SECOND).offers.values())) == ["b", "d", "c"]


def test_what_cannot_be_given_back() -> None:
    working = domain.put_line(taken(), PLAN, own())
    refused("line_unknown", working, {"a", "z"}, heard(), call=domain.give_back)
    refused("give_back_own", working, {"a", "own"}, heard(), call=domain.give_back)


def test_a_line_is_reworded_and_what_stands_behind_it_stays() -> None:
    before = taken()
    typed = DraftItem(id="a", field=STEERING, content="Sửa câu chữ", expected="Năm 2022")
    after = domain.put_line(before, PLAN, typed, Baseline(mark(before.lines[0])))
    assert after.lines[0].content == "Sửa câu chữ"
    assert after.lines[0].sources == before.lines[0].sources
    refused("item_changed", after, PLAN, typed.model_copy(update={"note": "x"}), Baseline("cũ"), call=domain.put_line)
    refused("field_unknown", after, PLAN, typed.model_copy(update={"field": "x"}), call=domain.put_line)


def test_a_line_that_moves_forgets_the_field_chosen_for_it_but_not_that_it_is_left_out() -> None:
    choices = (
        Choice(campaign="124", line="a", field="e-government"),
        Choice(campaign="2958", line="a", reason="Không phù hợp"),
        Choice(campaign="124", line="c", field="e-government"),
    )
    working = taken().model_copy(update={"choices": choices})
    moved = domain.put_line(working, PLAN, working.lines[0].model_copy(update={"field": ORGANISATION}))
    assert moved.choices == choices[1:]
    same = domain.put_line(working, PLAN, working.lines[0].model_copy(update={"note": "x"}))
    assert same.choices == choices


def test_left_out_is_remembered_with_its_reason_and_can_come_back() -> None:
    offers = heard().offers
    working = domain.leave_out_items(WorkingSet(), [offers[FIRST.id, "a"]], "Trùng với kế hoạch khác")
    working = domain.take(working, offers.values())
    assert ids(working) == ["b", "c", "d"]
    working = domain.leave_out_lines(working, {"d"}, "Chưa chín")
    assert working.reasons == {"d": "Chưa chín"}
    back = domain.restore(working, lines={"d"}, items={(FIRST.id, "a")})
    assert back.left_out == ()
    assert ids(domain.take(back, offers.values())) == ["b", "c", "d", "a"]
    refused("line_unknown", working, {"z"}, "Lý do", call=domain.leave_out_lines)


def withdrawn() -> Submission:
    gone = WithdrawnItem(item="a", reason="Thôi", withdrawn_at=NOW, withdrawn_by=CLERK)
    return FIRST.model_copy(update={"withdrawn_items": (gone,)})


LATER = {
    "corrected": (
        registration(
            "khoa-1",
            FIRST.versions[0].content.items,
            (item("a", STEERING, "Tên mới"), item("b", ORGANISATION)),
            decisions=(decided(1, Outcome.APPROVE), decided(2, Outcome.APPROVE)),
        ),
        Change.CORRECTED,
    ),
    "removed": (
        registration(
            "khoa-1",
            FIRST.versions[0].content.items,
            (item("b", ORGANISATION),),
            decisions=(decided(1, Outcome.APPROVE), decided(2, Outcome.APPROVE)),
        ),
        Change.REMOVED,
    ),
    "rejected": (
        registration(
            "khoa-1",
            FIRST.versions[0].content.items,
            decisions=(decided(1, Outcome.APPROVE), decided(1, Outcome.REJECT)),
        ),
        Change.REJECTED,
    ),
    "withdrawn": (withdrawn(), Change.WITHDRAWN),
    "all-withdrawn": (FIRST.model_copy(update={"status": SubmissionStatus.WITHDRAWN}), Change.WITHDRAWN),
    "reopened": (
        FIRST.model_copy(update={"recipients": (FIRST.recipients[0].model_copy(update={"decisions": ()}),)}),
        Change.UNDECIDED,
    ),
}


@pytest.mark.parametrize(("later", "change"), LATER.values(), ids=LATER)
def test_a_source_that_changed_is_told_and_the_line_stays_as_it_is(later: Submission, change: Change) -> None:
    working, now = taken(), heard(later, SECOND)
    assert now.change(working.lines[0].sources[0]) is change
    assert now.left(working.lines[0].sources) is (change is not Change.CORRECTED)
    assert now.change(working.lines[2].sources[0]) is None
    assert domain.take(working, now.offers.values()).lines[0] == working.lines[0]


def test_a_new_version_with_the_same_words_is_no_change() -> None:
    same = registration(
        "khoa-1",
        FIRST.versions[0].content.items,
        FIRST.versions[0].content.items,
        decisions=(decided(1, Outcome.APPROVE), decided(2, Outcome.APPROVE)),
    )
    assert heard(same).change(taken().lines[0].sources[0]) is None


def test_taking_the_new_wording_over() -> None:
    later, _ = LATER["corrected"]
    after = domain.refresh(taken(), {"a"}, heard(later, SECOND))
    assert (after.lines[0].id, after.lines[0].content) == ("a", "Tên mới")
    assert after.lines[0].sources[0].version == 2
    assert after.lines[1:] == taken().lines[1:]


def test_the_clerks_own_wording_outlives_a_correction() -> None:
    later, _ = LATER["corrected"]
    before = taken()
    reworded = domain.put_line(before, PLAN, before.lines[0].model_copy(update={"content": "Của Trung tâm"}))
    after = domain.refresh(reworded, {"a"}, heard(later, SECOND))
    assert (after.lines[0].content, after.lines[0].sources[0].version) == ("Của Trung tâm", 2)


def test_what_is_gone_goes_from_behind_a_line_and_with_its_last_source_the_line() -> None:
    now = heard(withdrawn(), SECOND)
    merged = domain.merge(taken(), ["a", "c"])
    after = domain.refresh(merged, {"a"}, now)
    assert after.lines[0].id == "a"
    assert [source.item for source in after.lines[0].sources] == ["c"]
    left_out = domain.leave_out_lines(taken(), {"a", "b"}, "Trùng")
    alone = domain.refresh(left_out, {"a"}, now)
    assert ids(alone) == ["b", "c", "d"]
    assert [one.line for one in alone.left_out] == ["b"]


def test_who_may_begin_one() -> None:
    targets = [district(), department()]
    change = domain.start(PLAN, targets, CENTRE, STATION_CLERK)
    assert (change.public.id, change.private, change.events) == (f"{PLAN.id}.{CENTRE}", WorkingSet(), ())
    refused("consolidation_without_targets", PLAN, [], CENTRE, STATION_CLERK, call=domain.start)
    other = PLAN.model_copy(update={"recipients": ("so-y-te",)})
    refused("consolidation_not_recipient", other, targets, CENTRE, STATION_CLERK, call=domain.start)


def test_nothing_is_written_when_nothing_changed() -> None:
    change = domain.start(PLAN, [district()], CENTRE, STATION_CLERK)
    record = Record(change.public.id, 1, change.public, taken())
    assert domain.saved(record, taken(), BOSS, NOW) is None
    kept = domain.saved(record, domain.leave_out_lines(taken(), {"a"}, "x"), BOSS, NOW)
    assert kept is not None
    assert (kept.entry, kept.private.saved_by) == (None, BOSS)
