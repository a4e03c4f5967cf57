"""Forms and their periods: names, patterns, and what was written before forms were data."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.contracts.cases import Case
from shared.contracts.columns import Column
from shared.contracts.forms import Form, FormPeriod, PeriodCode
from shared.contracts.types import Key
from shared.rules.ids import case_id, row_id, submission_id

DUE = {"date": "2022-05-20", "inclusive": False, "time": None, "wording": "trước ngày 20/5/2022"}


def earlier(kind: str, **more: Any) -> dict[str, Any]:
    """A form as the version before wrote it."""
    return {"kind": kind, "title": "Thống kê", "period": {"opens_at": None, "due": DUE}, **more}


@pytest.mark.parametrize(
    "code", ["2026", "2026-H1", "2026-H2", "2026-Q1", "2026-Q4", "2026-01", "2026-12", "2026-W01", "2026-W53"]
)
def test_the_code_of_a_period_is_read_and_makes_a_key(code: str) -> None:
    assert TypeAdapter(PeriodCode).validate_python(code) == code
    asked = FormPeriod("khao-sat", code)
    assert str(asked) == f"khao-sat.{code}"
    submission = submission_id("23-kh-ttyt", asked, "khoa-noi")
    for ident in (submission, case_id("ttyt", submission), row_id("23-kh-ttyt", asked, "khoa-noi", "ttyt")):
        assert TypeAdapter(Key).validate_python(ident) == ident


@pytest.mark.parametrize(
    "code",
    [
        *("", "26", "2026-", "2026-0", "2026-00", "2026-13", "2026-7", "2026-Q0", "2026-Q5", "2026-H3", "2026-W1"),
        *("2026-w31", "2026-W31\n", "2026-W31.a", "2026-Q1-Q2", "năm 2026"),
    ],
)
def test_what_is_no_code_of_a_period(code: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(PeriodCode).validate_python(code)


def test_the_longest_key_of_a_repeated_form_fits() -> None:
    slug = "a" * 64
    row = row_id(slug, FormPeriod(slug, "2026-W31"), slug, slug)
    assert TypeAdapter(Key).validate_python(row) == row
    for wrong in ("", ".a", "a.", "A.b", "a b", "a/b", "a" * 301, "a\n"):
        with pytest.raises(ValidationError):
            TypeAdapter(Key).validate_python(wrong)


@pytest.mark.parametrize(
    ("before", "kind", "name", "answers", "interim"),
    [
        ("registration", "initiatives", "Mẫu 1 - Đăng ký", None, False),
        ("interim", "results", "Báo cáo sơ kết", "registration", True),
        ("completion", "results", "Mẫu 2 - Báo cáo kết quả", "registration", False),
    ],
)
def test_a_form_of_the_version_before_is_read(
    before: str, kind: str, name: str, answers: str | None, *, interim: bool
) -> None:
    columns = [{"code": "field", "title": "Lĩnh vực"}]
    form = Form.read(earlier(before, columns=columns, caption="(Kèm theo)", unheard_of=1))
    assert (form.code, form.kind, form.name, form.answers, form.interim) == (before, kind, name, answers, interim)
    assert (form.title, form.caption) == ("Thống kê", "(Kèm theo)")
    assert form.columns == (Column(code="field", title="Lĩnh vực"),)
    (period,) = form.periods
    assert (period.code, period.due.wording, form.repeat) == (None, "trước ngày 20/5/2022", None)
    assert form.asked_in(period) == (before, None)
    assert Form.read(form.model_dump(mode="json")) == form


def test_a_form_of_today_is_read_as_it_is_written_also_with_a_code_of_before() -> None:
    today = {"code": "registration", "kind": "results", "name": "Tên riêng", "title": "T", "periods": [{"due": DUE}]}
    assert (Form.model_validate(today).kind, Form.model_validate(today).name) == ("results", "Tên riêng")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"kind": "registration", "title": "T"}, "periods"),
        ({"kind": "khac", "title": "T", "period": {"due": DUE}}, "code"),
        (earlier("registration", title=""), "title"),
        (earlier("registration") | {"period": {"opens_at": None}}, "periods"),
        ({"code": "a", "kind": "b", "name": "N", "title": "T", "periods": []}, "periods"),
        ({"code": "a", "kind": "b", "name": "N", "title": "T", "periods": [{"code": "2026-W", "due": DUE}]}, "periods"),
        ("registration", ()),
    ],
)
def test_what_is_no_form_is_refused_by_name(data: Any, place: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(data)
    assert place in {(error["loc"] or ((),))[0] for error in caught.value.errors()}


def test_a_case_of_the_version_before_answers_a_form_that_is_sent_once() -> None:
    case = Case.read(
        {
            "id": "ttyt.k.registration.khoa",
            "organisation": "ttyt",
            "submission": "k.registration.khoa",
            "submitter": "khoa",
            "campaign": "k",
            "form": "registration",
            "status": "unseen",
            "rounds": [],
            "submission_sequence": 1,
            "submission_head": "0" * 64,
        }
    )
    assert case.asked == FormPeriod("registration")
