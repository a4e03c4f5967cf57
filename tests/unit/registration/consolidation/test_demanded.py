"""What a target's form demands of the organisation that consolidates: items, files, and reasons for empty fields."""

from typing import Any

import pytest

from services.registration.consolidation.model import projection as domain
from services.registration.consolidation.model.crosswalk import ExplainNil
from services.registration.consolidation.model.lines import PutLine
from services.registration.consolidation.model.projection import Projection
from services.registration.consolidation.model.working_set import WorkingSet
from shared.contracts.campaigns import Campaign
from shared.contracts.columns import AnswerText
from shared.contracts.files import DemandedFile
from shared.errors import DomainError
from shared.rules.quotas import Filler
from tests.unit.registration.consolidation.examples import after, department, district, heard, taken
from tests.unit.registration.consolidation.test_projection import IDENT
from tests.unit.shared.forms.columns.examples import file

CENTRE = Filler("ttyt-tan-binh", "centre")
PLAN = DemandedFile(demand="ke-hoach", attachment=file(1))


def asking(target: Campaign, **settings: Any) -> Campaign:
    """The target whose Mẫu 1 has these settings."""
    first, *others = target.forms
    form = type(first).model_validate({**dict(first), **settings})
    return target.model_copy(update={"forms": (form, *others)})


def project(target: Campaign, working: WorkingSet | None = None, **beside: Any) -> Projection:
    return domain.project(taken() if working is None else working, target, heard(), IDENT, **beside)


def codes(projection: Projection) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in projection.faults]


def test_the_lines_are_held_to_the_targets_quota() -> None:
    most = {"kinds": ["centre"], "at_most": 3, "demanded": True}
    assert codes(project(asking(department(), quotas=[most]), filler=CENTRE)) == [("quota_demanded_many", "quotas")]
    assert project(asking(department(), quotas=[{**most, "kinds": ["station"]}]), filler=CENTRE).ready
    told = project(asking(department(), quotas=[{**most, "demanded": False}]), filler=CENTRE)
    assert told.ready
    assert [(one.code, one.count) for one in told.advice] == [("quota_encouraged_many", 4)]


def test_the_files_that_a_target_demands_go_along() -> None:
    target = asking(department(), files=[{"code": "ke-hoach", "title": "Kế hoạch"}])
    assert codes(project(target)) == [("demanded_file_missing", "demanded.ke-hoach")]
    whole = project(target, demanded=(PLAN,))
    assert (whole.ready, whole.draft.demanded) == (True, (PLAN,))


def test_a_field_without_lines_is_explained_for_one_target() -> None:
    target, nobody = asking(district(), explain_nil=True), WorkingSet()
    missing = [("nil_reason_missing", f"fields.{field.code}") for field in target.fields]
    assert codes(project(target, nobody)) == missing
    reasons = {field.code: "Chưa đơn vị nào đăng ký" for field in target.fields}
    explained = after(nobody, ExplainNil(campaign=target.id, reasons=reasons))
    assert project(target, explained).draft.nil_reasons == reasons
    assert codes(project(target, explained)) == []
    assert project(department(), explained).draft.nil_reasons == {}
    taken_back = after(explained, ExplainNil(campaign=target.id, reasons={"organisation": ""}))
    assert codes(project(target, taken_back)) == [("nil_reason_missing", "fields.organisation")]


def test_a_reason_is_of_a_field_that_the_target_has() -> None:
    with pytest.raises(DomainError) as caught:
        after(WorkingSet(), ExplainNil(campaign=district().id, reasons={"steering": "x"}))
    assert (caught.value.code, caught.value.field) == ("field_unknown", "reasons.steering")


def test_a_client_names_no_files_in_a_line() -> None:
    first = taken().lines[0]
    stolen = first.model_copy(update={"answers": (AnswerText(column="c", text="chữ", attachments=(file(9),)),)})
    assert after(taken(), PutLine(line=stolen)).lines[0].answers == (AnswerText(column="c", text="chữ"),)
    own = WorkingSet(lines=(first.model_copy(update={"answers": (AnswerText(column="c", attachments=(file(1),)),)}),))
    (kept,) = after(own, PutLine(line=stolen)).lines
    assert kept.answers == (AnswerText(column="c", text="chữ", attachments=(file(1),)),)


def test_what_was_said_in_confidence_goes_only_where_it_stays_so() -> None:
    line = taken().lines[0].model_copy(update={"answers": (AnswerText(column="kinh-phi", text="chữ"),)})
    working = taken().model_copy(update={"lines": (line, *taken().lines[1:])})

    def sent(*, confidential: bool, confided: tuple[str, ...]) -> tuple[AnswerText, ...]:
        added = {"code": "kinh-phi", "title": "Kinh phí", "type": "text", "confidential": confidential}
        own = [column.model_dump() for column in department().forms[0].columns]
        return project(asking(department(), columns=[*own, added]), working, confided=confided).draft.items[0].answers

    assert sent(confidential=False, confided=()) == line.answers
    assert sent(confidential=True, confided=("kinh-phi",)) == line.answers
    assert sent(confidential=False, confided=("kinh-phi",)) == ()
