"""Quotas of a plan: what cannot be is refused beside its part."""

from typing import Any

import pytest

from services.registration.campaigns.model.definition import faults
from shared.contracts.campaigns import CampaignDefinition
from tests.unit.registration.campaigns.asked import asked
from tests.unit.registration.examples import AROUND, campaign


def found(quota: dict[str, Any], **form: Any) -> list[tuple[str, str | None]]:
    plan = campaign(forms=[asked("a", quotas=[{"at_least": 1}, quota], **form)], obliged=["khoa-1"])
    around = type(AROUND)(AROUND.organisations, AROUND.parents, frozenset({"station"}))
    return [(fault.code, fault.field) for fault in faults(CampaignDefinition.read(dict(plan)), around)]


@pytest.mark.parametrize(
    ("quota", "code", "field"),
    [
        ({"wording": "khuyến khích đăng ký"}, "quota_empty", "at_least"),
        ({"at_least": 3, "at_most": 2}, "quota_backward", "at_most"),
        ({"at_least": 1, "kinds": ["station", "khong-co"]}, "quota_kind_unknown", "kinds.1"),
        ({"at_least": 1, "exceptions": ["khoa-1", "khoa-2"]}, "quota_exception_not_obliged", "exceptions.1"),
    ],
)
def test_a_quota_that_cannot_be_is_refused(quota: dict[str, Any], code: str, field: str) -> None:
    assert found(quota) == [(code, f"forms.0.quotas.1.{field}")]


@pytest.mark.parametrize("quota", [{"at_least": 0}, {"at_most": 3, "kinds": ["station"], "exceptions": ["khoa-1"]}])
def test_a_quota_that_can_be_is_taken(quota: dict[str, Any]) -> None:
    assert found(quota) == []


def test_two_files_of_one_code_are_one_too_many() -> None:
    files = [{"code": "ke-hoach", "title": "Kế hoạch"}, {"code": "ke-hoach", "title": "Kế hoạch"}]
    assert found({"at_most": 1}, files=files) == [("file_demand_twice", "forms.0.files.1.title")]
