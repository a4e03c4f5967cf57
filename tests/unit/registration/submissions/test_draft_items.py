"""One row of a draft at a time: two people in different rows never disturb each other, in one row both are heard."""

from datetime import datetime

import pytest

from services.registration.submissions.drafts.model.items import AnswerNil, AnswerRestNil, PutItem, RemoveItem
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord, mark
from services.registration.submissions.model.edits import Baseline, Edit, stamp_of
from shared.contracts.types import Person
from shared.errors import DomainError
from shared.forms.draft import ITEM_LIMIT
from shared.forms.initiatives.check import unanswered
from shared.forms.initiatives.model import DraftItem, RegistrationDraft, drafted
from tests.unit.registration.examples import (
    CLERK,
    DRAFT,
    LATER,
    NOW,
    STATION,
    campaign,
    redrafted,
    started,
    then,
    typed_in,
)

ONE = CLERK.acting_for(STATION)
OTHER = ONE.model_copy(update={"account": "khac", "name": "Đồng nghiệp"})


def row(ident: str, **update: object) -> DraftItem:
    """A row of the example's draft, typed differently."""
    found = DRAFT.item(ident)
    assert found is not None
    return found.model_copy(update=update)


def seen(record: SubmissionRecord, ident: str, page: str = "") -> Baseline:
    return Baseline(mark(typed_in(record).item(ident)), page)


def put(
    record: SubmissionRecord, item: DraftItem, before: Baseline, person: Person = ONE, now: datetime = NOW
) -> SubmissionChange | None:
    return PutItem(item).on(record, campaign(), Edit(person, now, before))


def contents(record: SubmissionRecord) -> dict[str, str]:
    return {item.id: item.content for item in typed_in(record).items}


def test_two_people_in_different_rows_are_both_kept() -> None:
    before = started()
    first = then(before, put(before, row("a", content="Một"), seen(before, "a")))
    second = then(first, put(first, row("b", content="Hai"), seen(before, "b"), OTHER))
    assert contents(second) == {"b": "Hai", "a": "Một"}


def test_two_people_in_one_row_are_told_of_each_other() -> None:
    before = started()
    theirs = then(before, put(before, row("a", content="Của họ"), seen(before, "a"), OTHER, LATER))
    with pytest.raises(DomainError) as caught:
        put(theirs, row("a", content="Của tôi"), seen(before, "a"))
    assert caught.value.code == "item_changed"
    stamp = stamp_of(theirs, "a")
    assert stamp is not None
    assert (stamp.by, stamp.at) == (OTHER, LATER)
    mine = then(theirs, put(theirs, row("a", content="Của tôi"), seen(theirs, "a")))
    assert contents(mine)["a"] == "Của tôi"


def test_the_same_words_typed_by_both_are_no_conflict() -> None:
    before = started()
    theirs = then(before, put(before, row("a", content="Như nhau"), seen(before, "a"), OTHER))
    assert put(theirs, row("a", content="Như nhau"), seen(before, "a")) is None


def test_what_the_same_opened_page_saved_before_is_no_conflict() -> None:
    before = started()
    page = seen(before, "a", "page-1")
    autosaved = then(before, put(before, row("a", content="Đang gõ"), page))
    assert contents(then(autosaved, put(autosaved, row("a", content="Đã gõ xong"), page)))["a"] == "Đã gõ xong"
    theirs = then(autosaved, put(autosaved, row("a", content="Của họ"), seen(autosaved, "a", "page-2"), OTHER))
    with pytest.raises(DomainError):
        put(theirs, row("a", content="Gõ tiếp"), page)


def test_a_row_removed_meanwhile_is_not_silently_put_back() -> None:
    before = started()
    removed = then(before, RemoveItem("a").on(before, campaign(), Edit(OTHER, LATER, seen(before, "a"))))
    assert "a" not in contents(removed)
    with pytest.raises(DomainError) as caught:
        put(removed, row("a", content="Đang gõ"), seen(before, "a"))
    assert caught.value.code == "item_changed"
    stamp = stamp_of(removed, "a")
    assert stamp is not None
    assert stamp.by == OTHER
    kept = then(removed, put(removed, row("a", content="Đang gõ"), seen(removed, "a")))
    assert contents(kept)["a"] == "Đang gõ"


def test_a_row_changed_meanwhile_is_not_removed() -> None:
    before = started()
    changed = then(before, put(before, row("a", content="Vừa sửa"), seen(before, "a"), OTHER))
    with pytest.raises(DomainError):
        RemoveItem("a").on(changed, campaign(), Edit(ONE, NOW, seen(before, "a")))
    assert RemoveItem("gone").on(changed, campaign(), Edit(ONE, NOW, seen(before, "gone"))) is None


def test_a_row_takes_the_nil_of_its_field_back() -> None:
    before = started()
    new = DraftItem(id="c", field="organisation", content="Nhân lực")
    change = put(before, new, Baseline(""))
    assert change is not None
    assert drafted(change.private.draft).nil_fields == ()
    assert change.entry is None
    assert change.events == ()


def test_a_row_of_an_unknown_field_and_one_too_many_are_refused() -> None:
    with pytest.raises(DomainError) as caught:
        put(started(), DraftItem(id="c", field="e-government"), Baseline(""))
    assert caught.value.code == "field_unknown"
    many = RegistrationDraft(items=tuple(DraftItem(id=f"i{n}", field="steering") for n in range(ITEM_LIMIT)))
    with pytest.raises(DomainError) as caught:
        put(redrafted(started(), many), DraftItem(id="c", field="steering"), Baseline(""))
    assert caught.value.code == "too_many_items"


def test_nil_is_answered_once_and_never_over_a_row() -> None:
    empty = redrafted(started(), RegistrationDraft())
    change = AnswerNil("steering").on(empty, campaign(), Edit(ONE, NOW))
    assert change is not None
    assert drafted(change.private.draft).nil_fields == ("steering",)
    assert AnswerNil("steering").on(then(empty, change), campaign(), Edit(ONE, NOW)) is None
    with pytest.raises(DomainError) as caught:
        AnswerNil("steering").on(started(), campaign(), Edit(ONE, NOW))
    assert (caught.value.code, caught.value.field) == ("field_has_items", "fields.steering")
    with pytest.raises(DomainError) as caught:
        AnswerNil("nowhere").on(empty, campaign(), Edit(ONE, NOW))
    assert caught.value.code == "field_unknown"


def test_the_rest_is_nil_only_where_it_was_shown_and_is_still_open() -> None:
    item = DraftItem(id="a", field="steering", content="Vừa được thêm")
    record = redrafted(started(), RegistrationDraft(items=(item,)))
    assert [field.code for field in unanswered(typed_in(record), campaign())] == ["organisation", "public-finance"]
    change = AnswerRestNil({"steering", "organisation"}).on(record, campaign(), Edit(ONE, NOW))
    assert change is not None
    assert drafted(change.private.draft).nil_fields == ("organisation",)
    assert drafted(change.private.draft).items == (item,)
    assert AnswerRestNil({"steering", "organisation"}).on(then(record, change), campaign(), Edit(ONE, NOW)) is None
