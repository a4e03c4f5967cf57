"""What a draft may leave for later, and what a plan must say before it is announced."""

from typing import Any

import pytest

from services.registration.campaigns.model.definition import CampaignSurroundings, faults, lacking
from services.registration.campaigns.model.template import NewPlan, blank
from shared.contracts.forms import Form
from shared.language.recurrence import Repeat
from tests.unit.registration.campaigns.plans import ids, seeded

CENTRE = "ttyt-tan-binh"
PLAN = seeded()[CENTRE].model_copy(update={"parents": ()})


def counting(*columns: str) -> Form:
    due = {"date": "2022-05-13", "inclusive": True, "wording": "ngày 13/5/2022"}
    wanted = [{"code": code, "title": code} for code in columns]
    return Form.model_validate(
        {"code": "survey", "kind": "figures", "name": "Khảo sát", "title": "Khảo sát", "periods": [{"due": due}]}
        | {"columns": wanted}
    )


def test_a_blank_draft_is_without_fault_and_lacks_all_but_its_recipient() -> None:
    plan = blank(NewPlan("9/KH-TTYT", 2027, CENTRE, "Kế hoạch"))
    assert list(faults(plan, CampaignSurroundings(frozenset({CENTRE})))) == []
    assert [(fault.code, fault.field) for fault in lacking(plan)] == [
        ("campaign_no_forms", "forms"),
        ("campaign_no_obliged", "obliged"),
    ]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"fields": ()}, ["campaign_no_fields"]),
        ({"forms": ()}, ["campaign_no_forms"]),
        ({"recipients": ()}, ["campaign_no_recipients"]),
        ({"obliged": ()}, ["campaign_no_obliged"]),
        ({"forms": (counting("asked"),), "fields": ()}, []),
        ({"forms": (*PLAN.forms, counting("asked")), "fields": ()}, ["campaign_no_fields"]),
    ],
)
def test_what_must_be_there_before_a_plan_is_announced(changes: dict[str, Any], codes: list[str]) -> None:
    plan = PLAN.model_copy(update=changes)
    assert [fault.code for fault in lacking(plan)] == codes
    assert list(faults(plan, CampaignSurroundings(frozenset(ids(PLAN))))) == []


def test_a_period_that_ends_before_it_opens_is_named_by_its_place() -> None:
    form = PLAN.forms[0].model_copy(update={"repeat": Repeat.MONTH})
    first, second = (form.periods[0].model_copy(update={"code": code}) for code in ("2022-05", "2022-06"))
    late = second.model_copy(update={"opens_at": second.due.boundary.replace(year=2023)})
    plan = PLAN.model_copy(update={"forms": (form.model_copy(update={"periods": (first, late)}),)})
    found = [(fault.code, fault.field) for fault in faults(plan, CampaignSurroundings(frozenset(ids(PLAN))))]
    assert found == [("period_ends_before_start", "forms.0.periods.1.due")]
