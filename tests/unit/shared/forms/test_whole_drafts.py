"""A whole draft as a client sends it is its kind's own; the empty parts that earlier clients send along say nothing."""

from typing import Any

import pytest
from pydantic import ValidationError

from shared.contracts.forms import Form
from shared.errors import DomainError
from shared.forms.initiatives.model import Registration, RegistrationDraft
from shared.forms.initiatives.written import TypedRegistration
from shared.forms.registry import kind_of, kinds
from shared.forms.results.model import Report, ReportDraft
from shared.forms.results.written import TypedReport
from tests.unit.registration.examples import campaign, form_in

ALL_PARTS: dict[str, list[Any]] = {"items": [], "nil_fields": [], "left_out": [], "results": [], "passages": []}


@pytest.mark.parametrize("code", kinds())
def test_a_client_of_the_version_before_sends_the_parts_of_every_kind(code: str) -> None:
    kind = kinds()[code]
    assert kind.typed.model_validate({**ALL_PARTS, "consolidation": None}) == kind.typed()
    before = kind.blank()
    assert kind.composed(kind.typed.model_validate(ALL_PARTS), before, ()) == before


@pytest.mark.parametrize(
    ("model", "part"),
    [
        (TypedRegistration, {"results": [{"item": "a", "outcome": "done"}]}),
        (TypedRegistration, {"passages": [{"section": "I", "text": "x"}]}),
        (TypedReport, {"nil_fields": ["steering"]}),
        (TypedReport, {"results": [], "nil_fields": ""}),
        (TypedReport, {"fields": []}),
        (TypedRegistration, {"$set": []}),
    ],
)
def test_what_another_kind_or_nobody_says_is_refused_by_name(
    model: type[TypedRegistration | TypedReport], part: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(part)
    *_, place = part
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [("extra_forbidden", (place,))]


@pytest.mark.parametrize("wrong", ["x", 5, None, []])
def test_what_is_no_draft_at_all_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        TypedRegistration.model_validate(wrong)


def test_everything_of_a_kind_is_found_by_its_code() -> None:
    assert {"initiatives", "results"} <= kinds().keys()
    for thing in (form_in(campaign()), Registration(), RegistrationDraft(), TypedRegistration()):
        assert kind_of(thing) is kinds()["initiatives"]
    for said in (form_in(campaign(), "completion"), Report(), ReportDraft()):
        assert kind_of(said) is kinds()["results"]


def test_a_kind_that_nobody_has_is_refused_by_name() -> None:
    form: Form = form_in(campaign()).model_copy(update={"kind": "khac"})
    with pytest.raises(DomainError) as caught:
        kind_of(form)
    assert (caught.value.code, caught.value.field, caught.value.params) == (
        "form_kind_unknown",
        "kind",
        {"value": "khac"},
    )
