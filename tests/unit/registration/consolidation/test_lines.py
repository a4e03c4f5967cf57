"""Consolidation: taking over, merging, leaving out, and what becomes of items that change afterwards."""

import pytest

from services.registration.consolidation.model.crosswalk import LeaveOut, Restore
from services.registration.consolidation.model.edit import Edit, ItemPlace
from services.registration.consolidation.model.lines import GiveBack, Merge, PutLine, Refresh, Split, Take
from services.registration.consolidation.model.sources import Change, Registrations
from services.registration.consolidation.model.working_set import Choice, WorkingSet, save, start
from services.registration.submissions.model.draft import mark
from services.registration.submissions.model.edits import Baseline
from shared.contracts.submissions import ItemDecision, Outcome, Submission, SubmissionStatus, WithdrawnItem
from shared.errors import DomainError
from shared.forms.initiatives.model import DraftItem
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
    after,
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


def refused(code: str, working: WorkingSet, edit: Edit) -> None:
    with pytest.raises(DomainError) as error:
        after(working, edit)
    assert error.value.code == code


def left(line: str, reason: str) -> LeaveOut:
    return LeaveOut(lines=(line,), reason=reason)


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
    again = after(working, Take())
    assert again == working


def test_two_units_with_the_same_id_stay_two_lines() -> None:
    working = taken(FIRST, registration("khoa-9", (item("a", STEERING),)))
    assert len(set(ids(working))) == len(working.lines) == 3


def test_merging_keeps_who_stands_behind_and_the_first_ones_id_and_wording() -> None:
    working = after(taken(), Merge(lines=("a", "c")))
    assert ids(working) == ["a", "b", "d"]
    merged = working.lines[0]
    assert (merged.content, [source.item for source in merged.sources]) == ("Nội dung a", ["a", "c"])
    assert after(working, Take()) == working


def test_an_own_line_gives_its_wording_to_what_it_is_merged_with() -> None:
    working = after(taken(), PutLine(line=own()))
    merged = after(working, Merge(lines=("c", "own")))
    (line,) = [line for line in merged.lines if line.id == "c"]
    assert (line.content, line.field, [source.item for source in line.sources]) == ("Việc chung", ORGANISATION, ["c"])


def test_what_cannot_be_merged() -> None:
    working = after(taken(), PutLine(line=own()), PutLine(line=own("own-2")))
    refused("merge_too_few", working, Merge(lines=("a", "a")))
    refused("line_unknown", working, Merge(lines=("a", "z")))
    refused("merge_own_lines", working, Merge(lines=("own", "own-2", "a")))
    refused("merge_left_out", after(working, left("a", "Trùng")), Merge(lines=("a", "c")))


def test_splitting_gives_each_unit_its_own_wording_back() -> None:
    merged = after(taken(), Merge(lines=("a", "c")))
    reworded = after(merged, PutLine(line=merged.lines[0].model_copy(update={"content": "Gộp lại"})))
    working = after(reworded, Split(line="a"))
    assert [(line.id, line.content) for line in working.lines] == [
        ("a", "Gộp lại"),
        ("c", "Nội dung c"),
        ("b", "Nội dung b"),
        ("d", "Nội dung d"),
    ]
    refused("split_single", working, Split(line="a"))


def test_a_merged_line_gives_all_its_items_back() -> None:
    merged = after(taken(), Merge(lines=("a", "c")), left("a", "Nhầm"))
    choices = (Choice(campaign="124", line="a", field="e-government"), Choice(campaign="124", line="b", reason="Không"))
    working = after(merged.model_copy(update={"choices": choices}), GiveBack(lines=("a",)))
    assert ids(working) == ["b", "d"]
    assert (working.left_out, working.choices, working.given_back) == ((), choices[1:], ())
    assert {offer.key for offer in heard().offers.values()} - working.settled == {(FIRST.id, "a"), (SECOND.id, "c")}
    again = after(working, Take())
    assert [(line.id, line.content) for line in again.lines[2:]] == [("a", "Nội dung a"), ("c", "Nội dung c")]


def test_what_was_typed_into_a_line_comes_back_with_its_first_item() -> None:
    merged = after(taken(), PutLine(line=own()), Merge(lines=("own", "a", "c")))
    working = after(merged, GiveBack(lines=("a",)))
    assert after(working, GiveBack(lines=("b",))).given_back == working.given_back
    again = after(working, Take())
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
    out = after(working, GiveBack(lines=("a", before.id)), registrations=heard(FIRST, twin))
    back = after(out, Take(items=(ItemPlace(submission=twin.id, item="a"),)), registrations=heard(FIRST, twin))
    assert back.lines[1:] == (before,)
    assert ids(after(back, Take(), registrations=heard(FIRST, twin))) == ["b", before.id, "a"]


def test_what_is_gone_is_not_offered_again() -> None:
    now = heard(withdrawn(), SECOND)
    working = after(taken(), Merge(lines=("a", "c")), GiveBack(lines=("a",)), registrations=now)
    assert ids(after(working, Take(), registrations=now)) == ["b", "d", "c"]


def test_what_cannot_be_given_back() -> None:
    working = after(taken(), PutLine(line=own()))
    refused("line_unknown", working, GiveBack(lines=("a", "z")))
    refused("give_back_own", working, GiveBack(lines=("a", "own")))


def test_a_line_is_reworded_and_what_stands_behind_it_stays() -> None:
    before = taken()
    typed = DraftItem(id="a", field=STEERING, content="Sửa câu chữ", expected="Năm 2022")
    reworded = after(before, PutLine(line=typed, seen=Baseline(mark(before.lines[0]))))
    assert reworded.lines[0].content == "Sửa câu chữ"
    assert reworded.lines[0].sources == before.lines[0].sources
    noted = typed.model_copy(update={"note": "x"})
    refused("item_changed", reworded, PutLine(line=noted, seen=Baseline("cũ")))
    refused("field_unknown", reworded, PutLine(line=typed.model_copy(update={"field": "x"})))


def test_a_line_that_moves_forgets_the_field_chosen_for_it_but_not_that_it_is_left_out() -> None:
    choices = (
        Choice(campaign="124", line="a", field="e-government"),
        Choice(campaign="2958", line="a", reason="Không phù hợp"),
        Choice(campaign="124", line="c", field="e-government"),
    )
    working = taken().model_copy(update={"choices": choices})
    moved = after(working, PutLine(line=working.lines[0].model_copy(update={"field": ORGANISATION})))
    assert moved.choices == choices[1:]
    same = after(working, PutLine(line=working.lines[0].model_copy(update={"note": "x"})))
    assert same.choices == choices


def test_left_out_is_remembered_with_its_reason_and_can_come_back() -> None:
    first = (ItemPlace(submission=FIRST.id, item="a"),)
    working = after(WorkingSet(), LeaveOut(items=first, reason="Trùng với kế hoạch khác"), Take())
    assert ids(working) == ["b", "c", "d"]
    working = after(working, left("d", "Chưa chín"))
    assert working.reasons == {"d": "Chưa chín"}
    back = after(working, Restore(lines=("d",), items=first))
    assert back.left_out == ()
    assert ids(after(back, Take())) == ["b", "c", "d", "a"]
    refused("line_unknown", working, left("z", "Lý do"))


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
    assert after(working, Take(), registrations=now).lines[0] == working.lines[0]


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
    working = after(taken(), Refresh(lines=("a",)), registrations=heard(later, SECOND))
    assert (working.lines[0].id, working.lines[0].content) == ("a", "Tên mới")
    assert working.lines[0].sources[0].version == 2
    assert working.lines[1:] == taken().lines[1:]


def test_the_clerks_own_wording_outlives_a_correction() -> None:
    later, _ = LATER["corrected"]
    before = taken()
    reworded = PutLine(line=before.lines[0].model_copy(update={"content": "Của Trung tâm"}))
    working = after(before, reworded, Refresh(lines=("a",)), registrations=heard(later, SECOND))
    assert (working.lines[0].content, working.lines[0].sources[0].version) == ("Của Trung tâm", 2)


def test_what_is_gone_goes_from_behind_a_line_and_with_its_last_source_the_line() -> None:
    now = heard(withdrawn(), SECOND)
    merged = after(taken(), Merge(lines=("a", "c")), Refresh(lines=("a",)), registrations=now)
    assert merged.lines[0].id == "a"
    assert [source.item for source in merged.lines[0].sources] == ["c"]
    left_out = LeaveOut(lines=("a", "b"), reason="Trùng")
    alone = after(taken(), left_out, Refresh(lines=("a",)), registrations=now)
    assert ids(alone) == ["b", "c", "d"]
    assert [one.line for one in alone.left_out] == ["b"]


def test_who_may_begin_one() -> None:
    targets = [district(), department()]
    change = start(PLAN, targets, CENTRE, STATION_CLERK)
    assert (change.public.id, change.private, change.events) == (f"{PLAN.id}.{CENTRE}", WorkingSet(), ())
    with pytest.raises(DomainError, match="consolidation_without_targets"):
        start(PLAN, [], CENTRE, STATION_CLERK)
    other = PLAN.model_copy(update={"recipients": ("so-y-te",)})
    with pytest.raises(DomainError, match="consolidation_not_recipient"):
        start(other, targets, CENTRE, STATION_CLERK)


def test_nothing_is_written_when_nothing_changed() -> None:
    change = start(PLAN, [district()], CENTRE, STATION_CLERK)
    record = Record(change.public.id, 1, change.public, taken())
    assert save(record, taken(), BOSS, NOW) is None
    kept = save(record, after(taken(), left("a", "x")), BOSS, NOW)
    assert kept is not None
    assert (kept.entry, kept.private.saved_by) == (None, BOSS)
