"""The crosswalk: one set of lines in the fields of each target, and what keeps it from being sent there."""

from typing import Any

import pytest

from services.registration.consolidation.model import projection as domain
from services.registration.consolidation.model.crosswalk import Choose, LeaveOut, Place, Restore, WantedChoice
from services.registration.consolidation.model.edit import ItemPlace
from services.registration.consolidation.model.lines import Merge, PutLine
from services.registration.consolidation.model.projection import Projection
from services.registration.consolidation.model.working_set import WorkingSet
from shared.contracts.campaigns import Campaign
from shared.contracts.items import LeftOut
from shared.errors import DomainError, RefusalsError
from shared.forms.initiatives.model import DraftItem, RegistrationDraft
from tests.unit.registration.consolidation.examples import (
    FIRST,
    ORGANISATION,
    SECOND,
    STEERING,
    after,
    department,
    district,
    heard,
    taken,
)
from tests.unit.registration.consolidation.test_lines import LATER
from tests.unit.registration.examples import said

IDENT = "70-kh-ttyt-2022.ttyt-tan-binh"


def project(working: WorkingSet, target: Campaign, *submissions: Any) -> Projection:
    return domain.project(working, target, heard(*submissions), IDENT)


def codes(projection: Projection) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in projection.faults]


def choices(target: Campaign, *wanted: WantedChoice) -> Choose:
    return Choose(campaign=target.id, choices=wanted)


def settled() -> WorkingSet:
    """`a` goes to e-government at the district, `c` is not sent there."""
    elsewhere = WantedChoice(line="a", field="e-government")
    nowhere = WantedChoice(line="c", reason="Quận không có lĩnh vực này")
    return after(taken(), choices(district(), elsewhere, nowhere))


def test_a_field_of_the_same_code_needs_no_choice() -> None:
    projection = project(taken(), department())
    assert projection.ready
    assert {one.place for one in projection.placements} == {Place.SAME}
    content = said(projection.draft, department())
    assert [item.id for item in content.items] == ["a", "c", "b", "d"]
    assert content.nil_fields == ()


def test_a_field_without_a_counterpart_blocks_this_target_alone() -> None:
    projection = project(taken(), district())
    assert not projection.ready
    assert [one.line.id for one in projection.open] == ["a", "c"]
    assert codes(projection) == [("crosswalk_open", "lines.a.field"), ("crosswalk_open", "lines.c.field")]
    assert project(taken(), department()).ready


def test_a_choice_settles_it_and_the_rest_is_an_explicit_nil() -> None:
    projection = project(settled(), district())
    assert projection.ready
    content = said(projection.draft, district())
    assert [(item.id, item.field) for item in content.items] == [
        ("b", "organisation"),
        ("d", "public-finance"),
        ("a", "e-government"),
    ]
    assert content.left_out == (LeftOut(source=taken().lines[2].sources[0], reason="Quận không có lĩnh vực này"),)
    nobody = after(taken(), LeaveOut(lines=("a", "c", "d"), reason="Trùng"))
    assert project(nobody, district()).draft.nil_fields == ("public-finance", "e-government")


def test_the_other_target_does_not_hear_of_the_choice() -> None:
    projection = project(settled(), department())
    assert next(item.field for item in projection.draft.items) == STEERING
    assert projection.draft.left_out == ()


def test_merged_sources_go_along_and_left_out_ones_with_their_reason() -> None:
    working = after(taken(), Merge(lines=("a", "c")), LeaveOut(lines=("d",), reason="Chưa chín"))
    known = LeaveOut(items=(ItemPlace(submission=FIRST.id, item="b"),), reason="Đã có ở nơi khác")
    one = after(WorkingSet(), known)
    working = working.model_copy(
        update={
            "lines": tuple(line for line in working.lines if line.id != "b"),
            "left_out": (*working.left_out, *one.left_out),
        }
    )
    draft = project(working, department()).draft
    assert [[source.item for source in item.sources] for item in draft.items] == [["a", "c"]]
    assert [(one.source.item, one.reason) for one in draft.left_out] == [
        ("b", "Đã có ở nơi khác"),
        ("d", "Chưa chín"),
    ]
    assert (draft.consolidation, draft.nil_fields) == (IDENT, ("organisation", "public-finance"))


def test_choosing_the_lines_own_field_is_no_choice_and_a_choice_can_be_taken_back() -> None:
    working = after(settled(), choices(department(), WantedChoice(line="b", field=ORGANISATION)))
    assert working.choices == settled().choices
    back = after(settled(), Restore(lines=("a",), campaign=district().id))
    assert [choice.line for choice in back.choices] == ["c"]
    again = after(settled(), choices(district(), WantedChoice(line="c", field="organisation")))
    assert [(choice.line, choice.field, choice.reason) for choice in again.choices] == [
        ("a", "e-government", ""),
        ("c", "organisation", ""),
    ]


def test_a_choice_of_a_field_that_the_plan_dropped_is_open_again() -> None:
    amended = district().model_copy(update={"fields": district().fields[:2]})
    assert [one.line.id for one in project(settled(), amended).open] == ["a"]


def test_every_wrong_answer_is_told() -> None:
    wanted = choices(district(), WantedChoice(line="a"), WantedChoice(line="c", field="steering"))
    with pytest.raises(RefusalsError) as error:
        after(taken(), wanted)
    assert [(cause.code, cause.field) for cause in error.value.causes] == [
        ("crosswalk_reason_missing", "choices.0.reason"),
        ("field_unknown", "choices.1.field"),
    ]
    with pytest.raises(DomainError, match="line_unknown"):
        after(taken(), choices(district(), WantedChoice(line="z", field="e-government")))


def test_what_a_line_lacks_is_told_by_its_id() -> None:
    bare = DraftItem(id="own", field=ORGANISATION)
    projection = project(after(taken(), PutLine(line=bare)), department())
    assert codes(projection) == [
        ("item_content_missing", "lines.own.content"),
        ("item_expected_missing", "lines.own.expected"),
    ]


def test_a_line_with_nothing_left_behind_it_is_not_sent() -> None:
    later, _ = LATER["withdrawn"]
    assert codes(project(taken(), department(), later, SECOND)) == [("line_without_source", "lines.a.sources")]
    merged = after(taken(), Merge(lines=("a", "c")))
    assert project(merged, department(), later, SECOND).ready
    left_out = after(taken(), LeaveOut(lines=("a",), reason="Đã rút"))
    assert project(left_out, department(), later, SECOND).draft.left_out == ()


def test_what_was_typed_for_the_target_is_never_written_over() -> None:
    projection = project(taken(), department())
    other, sent = DraftItem(id="x", field=STEERING), DraftItem(id="a", field=STEERING)
    domain.require_own_draft(RegistrationDraft(), projection, IDENT)
    domain.require_own_draft(RegistrationDraft(consolidation=IDENT, items=(other,)), projection, IDENT)
    domain.require_own_draft(RegistrationDraft(items=(sent,)), projection, IDENT)
    for draft, code in (
        (RegistrationDraft(items=(other,)), "draft_typed"),
        (RegistrationDraft(consolidation="other"), "draft_of_other_consolidation"),
    ):
        with pytest.raises(DomainError) as error:
            domain.require_own_draft(draft, projection, IDENT)
        assert error.value.code == code
