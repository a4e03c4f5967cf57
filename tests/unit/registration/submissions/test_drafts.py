"""Saving what a clerk has typed: held to the campaign's fields, ids for good, nobody's typing lost."""

from collections.abc import Mapping
from unicodedata import normalize

import pytest
from pydantic import ValidationError

from services.registration.submissions.model.draft import new_ids
from services.registration.submissions.model.edits import Edit, save
from shared.errors import DomainError, RefusalsError, refuse
from shared.forms.initiatives.model import RegistrationDraft
from shared.forms.initiatives.written import TypedRegistration, compose, written_faults
from shared.record.record import Record
from tests.unit.registration.examples import (
    CLERK,
    DRAFT,
    LATER,
    NOW,
    STATION,
    campaign,
    changed,
    delivered,
    started,
    then,
)

PERSON = CLERK.acting_for(STATION)
FRESH = ("new-1", "new-2", "new-3")


def typed(*items: Mapping[str, object], nil: tuple[str, ...] = ()) -> TypedRegistration:
    return TypedRegistration.model_validate({"items": items, "nil_fields": nil})


def composed(wanted: TypedRegistration, before: RegistrationDraft = DRAFT) -> RegistrationDraft:
    return compose(wanted, before, FRESH[: len(wanted.items)])


def ids(wanted: TypedRegistration) -> list[str]:
    return [item.id for item in composed(wanted).items]


def check(draft: RegistrationDraft) -> None:
    refuse("draft_invalid", written_faults(draft, campaign()))


def test_a_half_typed_draft_is_saved_without_an_event() -> None:
    draft = composed(typed({"field": "steering"}, {"field": "organisation", "content": "Quản lý nhân lực"}))
    change = save(started(), draft, None, Edit(PERSON, NOW))
    assert change is not None
    assert change.entry is None
    assert change.events == ()
    assert change.private.draft == draft
    assert (change.private.saved_by, change.private.saved_at) == (PERSON, NOW)


def test_text_is_kept_as_nfc() -> None:
    words = "Cải cách thủ tục hành chính"
    item = composed(typed({"field": "steering", "content": normalize("NFD", words), "expected": "Quý IV/2022"})).items[
        0
    ]
    assert item.content == words


@pytest.mark.parametrize(
    ("item", "place"),
    [
        ({"field": "steering", "content": "x" * 10_001}, ("items", 0, "content")),
        ({"field": "steering", "content": "\x00"}, ("items", 0, "content")),
        ({"field": "steering", "content": 5}, ("items", 0, "content")),
        ({"field": "steering", "expected": "x" * 301}, ("items", 0, "expected")),
        ({"field": "steering", "parts": ["x"] * 51}, ("items", 0, "parts")),
        ({"field": "steering", "$set": {}}, ("items", 0, "$set")),
        ({"field": {"$ne": ""}}, ("items", 0, "field")),
        ({"content": "x"}, ("items", 0, "field")),
    ],
)
def test_what_is_no_text_of_a_row_is_refused_by_name(item: dict[str, object], place: tuple[object, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        typed(item)
    assert caught.value.errors()[0]["loc"] == place


def test_an_unknown_field_is_refused_with_its_row() -> None:
    known = {"field": "steering", "content": "x"}
    with pytest.raises(DomainError) as caught:
        check(composed(typed(known, known, {"field": "e-government", "content": "y"})))
    assert (caught.value.code, caught.value.field) == ("field_unknown", "items.2.field")


def test_several_faults_of_a_draft_are_told_at_once() -> None:
    twice = {"id": "a", "field": "steering"}
    with pytest.raises(RefusalsError) as caught:
        check(composed(typed(twice, twice, nil=("nowhere",))))
    assert [(fault.code, fault.field) for fault in caught.value.causes] == [
        ("field_unknown", "nil_fields.0"),
        ("item_id_twice", "items.1.id"),
    ]


def test_an_item_keeps_its_id_when_its_words_change() -> None:
    assert ids(typed({"id": "a", "field": "steering", "content": "Đổi tên"})) == ["a"]


def test_a_new_item_gets_a_new_id() -> None:
    assert ids(typed({"field": "steering", "content": "Khác"}, {"field": "steering"})) == ["new-1", "new-2"]


def test_the_same_row_sent_again_without_an_id_keeps_its_id() -> None:
    row = {name: value for name, value in DRAFT.items[0].model_dump().items() if name != "id"}
    assert ids(typed(row, row)) == ["b", "new-2"]
    assert ids(typed(row, {"id": "b", "field": "steering"})) == ["new-1", "b"]


def test_ids_that_the_submission_never_had_are_to_be_looked_up() -> None:
    assert new_ids(delivered(), ["a", "z"]) == {"z"}


def test_nil_fields_are_kept_once() -> None:
    assert composed(typed(nil=("steering", "organisation", "steering"))).nil_fields == ("steering", "organisation")


def test_saving_the_same_again_is_nothing_even_from_an_older_version() -> None:
    record = then(started(), save(started(), DRAFT.model_copy(update={"nil_fields": ()}), None, Edit(PERSON, NOW)))
    assert save(record, record.private.draft, 1, Edit(PERSON, LATER)) is None


def test_two_people_typing_are_told_of_each_other() -> None:
    first = then(started(), save(started(), changed(DRAFT, content="Người thứ nhất"), 1, Edit(PERSON, NOW)))
    with pytest.raises(DomainError) as caught:
        save(first, changed(DRAFT, content="Người thứ hai"), 1, Edit(PERSON, LATER))
    assert caught.value.code == "record_changed"
    assert caught.value.params == {"expected": 1, "actual": 2}
    assert save(first, changed(DRAFT, content="Người thứ hai"), 2, Edit(PERSON, LATER))


def test_a_version_from_the_future_is_refused() -> None:
    with pytest.raises(DomainError):
        save(started(), changed(DRAFT, content="x"), 7, Edit(PERSON, NOW))


def test_a_reviewer_looking_at_it_is_no_conflict_for_who_is_typing() -> None:
    saved = then(started(), save(started(), changed(DRAFT, content="Đang gõ"), 1, Edit(PERSON, NOW)))
    looked_at = Record(saved.id, saved.version + 1, saved.public, saved.private)
    assert save(looked_at, changed(DRAFT, content="Gõ tiếp"), saved.version, Edit(PERSON, LATER))
