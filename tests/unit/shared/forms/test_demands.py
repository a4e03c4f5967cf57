"""What a form demands of who fills it in: items, files, and reasons where there is nothing."""

from typing import Any

import pytest

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import AnswerText, Column, ColumnType
from shared.contracts.files import DemandedFile
from shared.contracts.forms import FileDemand, Quota
from shared.errors import RefusalsError
from shared.forms.demands import changed_files, differing_files
from shared.forms.initiatives.carry import merged_answers
from shared.forms.initiatives.differences import RegistrationDifferences
from shared.forms.initiatives.edits import with_reasons, written
from shared.forms.initiatives.model import DraftItem, Registration, RegistrationDraft
from shared.forms.pairs import Change
from shared.forms.registry import kind_of
from shared.forms.values import Filling
from shared.rules.quotas import Filler
from tests.unit.registration.examples import DRAFT, campaign, changed, filling
from tests.unit.shared.forms.columns.examples import file
from tests.unit.shared.sheets.examples import HEAD, table_of, words

STATION = Filler("tyt-phuong-13", "station")
AT_LEAST = Quota(kinds=("station",), at_least=3, demanded=True, wording="ít nhất 03 mô hình")
AT_MOST = Quota(at_most=1, wording="không quá 01 mô hình")
PLAN, PHOTO = FileDemand(code="ke-hoach", title="Kế hoạch"), FileDemand(code="anh", title="Ảnh", required=False)
NIL = RegistrationDraft(nil_fields=("steering", "organisation", "public-finance"))


def asked(filler: Filler | None = STATION, **form: Any) -> Filling:
    """Mẫu 1 with these settings, as the station fills it in."""
    found = filling()
    return Filling(found.campaign, found.form.model_copy(update=form), found.period, found.now, filler=filler)


def codes(draft: RegistrationDraft, wanted: Filling) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in kind_of(draft).lacking(draft, wanted)]


def test_a_demanded_quota_keeps_a_draft_from_being_sent() -> None:
    wanted = asked(quotas=(AT_LEAST, AT_MOST))
    (fault,) = kind_of(DRAFT).lacking(DRAFT, wanted)
    assert (fault.code, fault.field) == ("quota_demanded_few", "quotas")
    assert fault.params == {"wording": "ít nhất 03 mô hình", "count": 2, "off": 1}
    with pytest.raises(RefusalsError) as caught:
        kind_of(DRAFT).content_of(DRAFT, wanted)
    assert [cause.code for cause in caught.value.causes] == ["quota_demanded_few"]
    assert kind_of(DRAFT).mended_at(fault, DRAFT, wanted).address == ""


def test_an_encouraged_quota_is_an_advice_and_no_fault() -> None:
    wanted = asked(quotas=(AT_MOST,))
    assert codes(DRAFT, wanted) == []
    assert [one.code for one in kind_of(DRAFT).advice(DRAFT, wanted)] == ["quota_encouraged_many"]
    assert kind_of(DRAFT).content_of(DRAFT, wanted).items


def test_nil_in_every_field_is_no_item() -> None:
    assert codes(NIL, asked(quotas=(AT_LEAST,))) == [("quota_demanded_few", "quotas")]


@pytest.mark.parametrize("filler", [Filler("khoa-1", "faculty"), None])
def test_a_quota_of_others_is_nobodys_matter(filler: Filler | None) -> None:
    assert codes(NIL, asked(filler, quotas=(AT_LEAST,))) == []


def test_a_required_file_that_is_missing_is_told_with_its_title() -> None:
    wanted = asked(files=(PLAN, PHOTO))
    (fault,) = kind_of(DRAFT).lacking(DRAFT, wanted)
    assert (fault.code, fault.field, fault.params) == (
        "demanded_file_missing", "demanded.ke-hoach", {"title": "Kế hoạch"}
    )  # fmt: skip
    assert kind_of(DRAFT).mended_at(fault, DRAFT, wanted).address == "#demanded-ke-hoach"


def test_what_is_delivered_has_the_files_that_the_form_asks_for_now() -> None:
    draft = DRAFT.refiled("demanded.gone", [file(3)]).refiled("demanded.anh", [file(2)])
    draft = draft.refiled("demanded.ke-hoach", [file(1)])
    content = kind_of(draft).content_of(draft, asked(files=(PLAN, PHOTO)))
    assert [(one.demand, one.attachment.id) for one in content.demanded] == [("ke-hoach", "t1"), ("anh", "t2")]
    assert kind_of(draft).content_of(draft, asked()).demanded == ()


@pytest.mark.parametrize(
    ("place", "known"),
    [
        ("demanded.ke-hoach", True),
        ("demanded.khac", False),
        ("items.a.answers.tep", True),
        ("items.z.answers.tep", False),
        ("items.a.answers.chu", False),
        ("items.a.answers.cu", False),
        ("results.a", False),
    ],
)
def test_files_come_only_to_the_places_that_the_form_has(place: str, *, known: bool) -> None:
    columns = (
        Column(code="tep", title="Tệp", type=ColumnType.FILE),
        Column(code="chu", title="Chữ"),
        Column(code="cu", title="Cũ", type=ColumnType.FILE, retired=True),
    )
    wanted = asked(files=(PLAN,), columns=columns)
    assert kind_of(DRAFT).is_file_place(place, DRAFT, wanted) == known


def registration(*files: tuple[str, int]) -> Registration:
    return Registration(demanded=tuple(DemandedFile(demand=code, attachment=file(number)) for code, number in files))


def test_files_are_compared_by_what_is_in_them() -> None:
    before, now = registration(("ke-hoach", 1), ("anh", 2)), registration(("ke-hoach", 3), ("anh", 2))
    changes = {(pair.either.attachment.id, pair.change) for pair in differing_files(before, now)}
    assert changes == {("t3", Change.ADDED), ("t1", Change.REMOVED)}
    assert [pair.change for pair in changed_files(None, now)] == [Change.ALONE, Change.ALONE]


EXPLAINED = with_reasons(DRAFT, {"organisation": "Chưa có nhân lực"})


def test_a_nil_that_must_be_explained_lacks_its_reason() -> None:
    assert codes(DRAFT, asked(explain_nil=True)) == [("nil_reason_missing", "fields.organisation")]
    place = kind_of(DRAFT).mended_at(kind_of(DRAFT).lacking(DRAFT, asked(explain_nil=True))[0], DRAFT, asked())
    assert place == ("#reason-organisation", "Cải cách tổ chức bộ máy hành chính nhà nước")
    assert codes(DRAFT, asked()) == []
    assert codes(EXPLAINED, asked(explain_nil=True)) == []


def test_the_reason_is_delivered_and_stands_in_the_fields_row() -> None:
    wanted = asked(explain_nil=True)
    content = kind_of(EXPLAINED).content_of(EXPLAINED, wanted)
    assert content.model_dump(mode="json")["nil_reasons"] == {"organisation": "Chưa có nhân lực"}
    (sheet,) = kind_of(EXPLAINED).sheets(wanted.form, wanted.campaign, HEAD, content)
    row = next(row for row in table_of(sheet).rows if row.anchor and row.anchor.key == "fields.organisation")
    assert [words(row.cells[code]) for code in ("content", "expected", "note")] == [["-"], ["-"], ["Chưa có nhân lực"]]
    (unsent,) = kind_of(DRAFT).draft_sheets(wanted, HEAD, DRAFT)
    gap = next(row for row in table_of(unsent).rows if row.anchor and row.anchor.key == "fields.organisation")
    assert [block.kind for block in gap.cells["note"].blocks] == ["gap"]


def test_without_a_column_of_remarks_the_reason_stands_behind_the_dash() -> None:
    wanted = asked(columns=(Column(code="note", title="Ghi chú", retired=True),))
    (sheet,) = kind_of(EXPLAINED).draft_sheets(wanted, HEAD, EXPLAINED)
    row = next(row for row in table_of(sheet).rows if row.anchor and row.anchor.key == "fields.organisation")
    assert words(row.cells["content"]) == ["-", "Chưa có nhân lực"]


def test_a_row_takes_the_place_of_the_nil_and_of_its_reason() -> None:
    row = DRAFT.items[0].model_copy(update={"id": "c", "field": "organisation"})
    after = EXPLAINED.with_item(row)
    assert (after.nil_fields, after.nil_reasons) == ((), {})
    assert with_reasons(after, {"organisation": "Muộn"}).nil_reasons == {}


def test_two_predecessors_hand_their_reasons_over() -> None:
    other = with_reasons(NIL, {"organisation": "Khác", "steering": "Không"})
    assert EXPLAINED.united(other).nil_reasons == {"organisation": "Chưa có nhân lực"}


def test_a_browser_sends_one_nil_and_the_reasons_that_were_changed() -> None:
    blank, plan = RegistrationDraft(), campaign()
    first = written({"nil": "steering", "reason.steering": "Vì sao", "before.steering": ""}, blank, plan)
    assert (first.nil_fields, first.nil_reasons) == (("steering",), {"steering": "Vì sao"})
    shown = {"reason.steering": "Vì sao", "before.steering": "Vì sao", "reason.organisation": "Nữa"}
    meanwhile = with_reasons(first, {"steering": "Người khác sửa"})
    after = written({**shown, "reasoned": "organisation"}, meanwhile, plan)
    assert after.nil_reasons == {"steering": "Người khác sửa", "organisation": "Nữa"}
    cleared = written({"reason.steering": " ", "before.steering": "Người khác sửa"}, after, plan)
    assert cleared.nil_reasons == {"organisation": "Nữa"}


def said(draft: RegistrationDraft, plan: Campaign | None = None) -> Registration:
    content = kind_of(draft).content_of(draft, filling(plan))
    assert isinstance(content, Registration)
    return content


def test_another_reason_is_a_difference() -> None:
    forms = filling().form, filling().form
    before, now = said(EXPLAINED), said(with_reasons(DRAFT, {"organisation": "Chưa có kinh phí"}))
    found = kind_of(now).differences(before, now, forms)
    assert isinstance(found, RegistrationDifferences)
    assert found
    assert not kind_of(now).differences(now, now, forms)
    assert [piece.text for piece in found.nil_reasons["organisation"] if piece.mark != "same"]


def test_a_reason_is_found_by_its_words_and_shown_to_the_reviewer() -> None:
    content = said(EXPLAINED)
    assert "Chưa có nhân lực" in kind_of(content).texts(content)


def test_a_field_with_rows_and_nil_is_told_so_and_asked_for_no_reason() -> None:
    both = changed(DRAFT, field="organisation")
    assert [code for code, _ in codes(both, asked(explain_nil=True))] == ["field_both", "field_unanswered"]


def test_lines_that_become_one_bring_their_files_along() -> None:
    column = Column(code="tep", title="Tệp", type=ColumnType.FILE)
    lines = [
        DraftItem(id=f"{number}", field="steering", answers=(AnswerText(column="tep", attachments=files),))
        for number, files in enumerate([(file(1),), (file(2), file(1)), ()])
    ]
    (answer,) = merged_answers([column], lines[0], lines)
    assert answer.attachments == (file(1), file(2))
