"""What was inherited and not yet edited, as it is listed before a plan is announced."""

from dataclasses import replace
from typing import Any

import pytest

from services.registration.campaigns.model.inheritance import inherited, taken_over
from services.registration.campaigns.model.official_plans import official_plans
from services.registration.campaigns.model.template import NewPlan, blank, from_plan, from_template
from shared.contracts.campaigns import Basis, Campaign, CampaignDefinition
from tests.unit.registration.campaigns.plans import ids, seeded

CENTRE, DISTRICT = "ttyt-tan-binh", "ubnd-tan-binh"
PLANS = seeded()
WANTED = NewPlan("9/KH-UBND", 2024, DISTRICT, shift=True)


def drafted(definition: CampaignDefinition, wanted: NewPlan) -> Campaign:
    return Campaign(**dict(definition), inherited=taken_over(definition, blank(wanted)))


def draft(issuer: str = DISTRICT, **changes: Any) -> Campaign:
    """The plan of 2022 begun anew for 2024, with what was edited since."""
    source, wanted = PLANS[issuer], replace(WANTED, issuer=issuer)
    there = frozenset({"124-kh-ubnd-2024", "2958-kh-syt-2024"})
    definition = from_plan(source, wanted, organisations=ids(source), below=(), campaigns=there)
    return drafted(definition, wanted).model_copy(update=changes)


def listed(campaign: Campaign) -> list[str]:
    return [part.part for part in inherited(campaign)]


def due(campaign: Campaign, wording: str) -> Campaign:
    """The campaign with another deadline of its first form."""
    form = campaign.forms[0]
    period = form.periods[0].model_copy(update={"due": form.periods[0].due.model_copy(update={"wording": wording})})
    changed = form.model_copy(update={"periods": (period,)})
    return campaign.model_copy(update={"forms": (changed, *campaign.forms[1:])})


FORMS = [f"forms.{code}.{part}" for code in ("registration", "interim", "completion") for part in ("title", "due")]


def test_everything_that_was_taken_over_is_listed_in_the_order_of_the_editor() -> None:
    assert listed(draft()) == ["title", "basis", "criteria", *FORMS, "rounds", "obliged", "obliged_wording"]
    assert listed(draft(CENTRE))[-3:] == ["obliged", "obliged_wording", "parents"]


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("title", {"title": "Phát động phong trào năm 2024"}),
        ("basis", {"basis": (Basis(number="1/KH-UBND"),)}),
        ("basis", {"basis": ()}),
        ("criteria", {"criteria": ("Giải quyết các vấn đề đặt ra.",)}),
        ("rounds", {"rounds": ()}),
        ("obliged", {"obliged": ("khoa-1",)}),
        ("obliged_wording", {"obliged_wording": "Các khoa, phòng."}),
    ],
)
def test_a_part_that_was_edited_is_listed_no_more(part: str, changes: dict[str, Any]) -> None:
    assert listed(draft(**changes)) == [name for name in listed(draft()) if name != part]


def test_a_deadline_that_was_edited_is_listed_no_more() -> None:
    assert listed(due(draft(), "trước ngày 07/6/2024")) == [
        name for name in listed(draft()) if name != "forms.registration.due"
    ]


def test_a_form_that_was_taken_out_is_listed_no_more() -> None:
    campaign = draft()
    assert listed(campaign.model_copy(update={"forms": campaign.forms[1:]})) == [
        name for name in listed(campaign) if not name.startswith("forms.registration")
    ]


def test_what_the_person_typed_or_the_issuer_gives_is_not_inherited() -> None:
    wanted = replace(WANTED, title="Phong trào năm 2024")
    definition = from_plan(PLANS[DISTRICT], wanted, organisations=set(), below=(), campaigns=())
    parts = listed(drafted(definition, wanted))
    assert not {"title", "recipients", "obliged"}.intersection(parts)
    assert listed(drafted(blank(wanted), wanted)) == []


def test_recipients_beside_the_issuer_are_inherited() -> None:
    source = PLANS[DISTRICT].model_copy(update={"recipients": (DISTRICT, CENTRE)})
    definition = from_plan(source, WANTED, organisations={DISTRICT, CENTRE}, below=(), campaigns=())
    assert "recipients" in listed(drafted(definition, WANTED))


def test_of_another_bodys_plan_no_basis_criteria_or_recipients_are_there_to_be_listed() -> None:
    wanted = replace(WANTED, issuer=CENTRE)
    definition = from_plan(PLANS[DISTRICT], wanted, organisations=ids(PLANS[DISTRICT]), below=(), campaigns=())
    assert listed(drafted(definition, wanted)) == ["title", *FORMS, "rounds"]


def test_years_that_could_not_be_moved_are_told() -> None:
    years = {part.part: part.years for part in inherited(draft())}
    assert years["title"] == (2023,)  # "lần thứ 3 - năm 2023"
    assert years["basis"] == (2021, 2022)
    assert years["forms.registration.title"] == years["forms.registration.due"] == years["rounds"] == ()


def test_numbers_of_documents_are_no_years() -> None:
    source = PLANS[DISTRICT].model_copy(
        update={"obliged_wording": "Theo Nghị định 61/2018/NĐ-CP và 2015/QĐ-UBND, 12016"}
    )
    definition = from_plan(source, WANTED, organisations=ids(source), below=(), campaigns=())
    years = {part.part: part.years for part in inherited(drafted(definition, WANTED))}
    assert years["obliged_wording"] == ()


def test_deadlines_that_were_not_moved_name_their_year() -> None:
    wanted = replace(WANTED, shift=False)
    definition = from_plan(PLANS[DISTRICT], wanted, organisations=ids(PLANS[DISTRICT]), below=(), campaigns=())
    years = {part.part: part.years for part in inherited(drafted(definition, wanted))}
    assert years["forms.registration.due"] == years["rounds"] == (2022,)


@pytest.mark.parametrize("template", official_plans(), ids=lambda template: template.code)
def test_what_a_template_gave_is_listed_as_well(template: Any) -> None:
    wanted = NewPlan("9/KH", 2027, CENTRE)
    parts = listed(drafted(from_template(template, wanted, ("khoa-1",)), wanted))
    assert "title" in parts
    assert "obliged" in parts
    assert [f"forms.{form.code}.due" in parts for form in template.forms] == [True] * len(template.forms)
    assert any(part.endswith(".caption") for part in parts) is any(form.caption for form in template.forms)


def test_periods_that_were_made_anew_are_told_with_their_form() -> None:
    definition = from_plan(PLANS[DISTRICT], WANTED, organisations=ids(PLANS[DISTRICT]), below=(), campaigns=())
    parts = taken_over(definition, blank(WANTED), {"registration": ("2022-03", "2022-05"), "gone": ("2022-01",)})
    campaign = Campaign(**dict(definition), inherited=parts)
    told = {part.part: part.deviating for part in inherited(campaign) if part.deviating}
    assert told == {"forms.registration.due": ("2022-03", "2022-05")}
    assert "deviating" not in parts[0].model_dump()


def test_a_campaign_that_was_stored_before_has_inherited_nothing() -> None:
    stored = {name: value for name, value in draft().model_dump(mode="json").items() if name != "inherited"}
    assert inherited(Campaign.read(stored)) == []


class LaterBasis(Basis):
    note: str = ""


class LaterCampaign(Campaign):
    """As a later version of the contracts may read what this one stored."""

    basis: tuple[LaterBasis, ...] = ()


def test_what_a_later_contract_adds_does_not_edit_a_part() -> None:
    assert "basis" in listed(LaterCampaign.model_validate(draft().model_dump()))


def test_a_form_that_opens_with_the_year_names_no_earlier_one() -> None:
    (template,) = (template for template in official_plans() if template.code == "satisfaction-2022")
    wanted = NewPlan("9/KH", 2027, CENTRE)
    parts = inherited(drafted(from_template(template, wanted, ()), wanted))
    assert {part.part: part.years for part in parts if part.years} == {}
