"""What an administrator is told about a campaign, and what an announced one keeps."""

from collections.abc import Callable
from typing import Any

import pytest

from services.registration.campaigns.model import campaign as campaigns
from services.registration.campaigns.model.campaign import InUse
from services.registration.campaigns.model.definition import CampaignSurroundings
from shared.contracts.campaigns import Campaign, CampaignDefinition, CampaignStatus
from shared.contracts.forms import FormPeriod
from shared.errors import DomainError, RefusalsError
from shared.identity import Role
from shared.record.record import Emit
from tests.unit.registration.campaigns.asked import asked
from tests.unit.registration.examples import (
    ADMINISTRATOR,
    AROUND,
    CENTRE,
    DEPARTMENT,
    DISTRICT,
    FIELDS,
    NOW,
    STATION,
    campaign,
    definition,
    form,
    person,
)

NOTE = {"code": "note", "title": "Ghi chú"}
STATE = {"status", "announced_at", "closed_at", "warnings", "extensions", "transfers", "reopenings", "inherited"}


def test_a_definition_is_a_campaign_without_its_state() -> None:
    wanted = {name: repr(field) for name, field in Campaign.model_fields.items() if name not in STATE}
    assert {name: repr(field) for name, field in CampaignDefinition.model_fields.items()} == wanted


def test_a_new_campaign_is_a_draft_that_nobody_hears_of() -> None:
    change = campaigns.create(definition(), AROUND, ADMINISTRATOR)
    assert change.public.status is CampaignStatus.DRAFT
    assert change.events == ()
    assert change.entry is not None
    assert change.entry.action == "created"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"parents": ["1018-kh-ubnd"]}, "campaign_parent_unknown", "parents.0"),
        ({"parents": ["70-kh-ttyt-2022"]}, "campaign_parent_itself", "parents.0"),
        ({"fields": [*FIELDS, {**FIELDS[0], "number": 7}]}, "field_code_twice", "fields.3.code"),
        ({"fields": [*FIELDS, {**FIELDS[0], "code": "x"}]}, "field_number_twice", "fields.3.number"),
        ({"forms": [form("registration", "13/5/2022")] * 2}, "form_twice", "forms.1.code"),
        (
            {"forms": [form("registration", "13/5/2022") | {"columns": [NOTE, NOTE]}]},
            "column_twice",
            "forms.0.columns.1.code",
        ),
        (
            {"forms": [form("registration", "13/5/2022") | {"outline": [{"number": "I", "title": "Mục"}] * 2}]},
            "outline_number_twice",
            "forms.0.outline.1.number",
        ),
        ({"issuer": "so-khac"}, "issuer_unknown", "issuer"),
        ({"recipients": [CENTRE, "so-khac"]}, "recipient_unknown", "recipients.1"),
        ({"recipients": [CENTRE, CENTRE]}, "recipient_twice", "recipients.1"),
        ({"obliged": [STATION, "tyt-phuong-99"]}, "obliged_unknown", "obliged.1"),
        ({"obliged": [STATION, STATION]}, "obliged_twice", "obliged.1"),
        (
            {"forms": [form("registration", "trước ngày 07/5/2022", "2022-05-07T00:00:00+07:00")]},
            "period_ends_before_start",
            "forms.0.periods.0.due",
        ),
        (
            {"rounds": [{"name": "Đợt 1", "starts": "2022-06-01", "ends": "2022-05-31", "wording": "đến 31/5"}]},
            "period_ends_before_start",
            "rounds.0.ends",
        ),
    ],
)
def test_each_fault_has_its_name_and_its_field(changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        campaigns.create(definition(**changes), AROUND, ADMINISTRATOR)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_several_faults_are_told_at_once() -> None:
    with pytest.raises(RefusalsError) as caught:
        campaigns.create(
            definition(obliged=["khong-co", "khong-co"], recipients=[CENTRE, CENTRE]), AROUND, ADMINISTRATOR
        )
    assert caught.value.code == "campaign_invalid"
    assert [(fault.code, fault.field) for fault in caught.value.causes] == [
        ("recipient_twice", "recipients.1"),
        ("obliged_twice", "obliged.1"),
        ("obliged_unknown", "obliged.0"),
        ("obliged_unknown", "obliged.1"),
    ]


def test_one_day_rounds_and_open_starts_are_fine() -> None:
    rounds = [
        {"name": "Đợt 1", "ends": "2022-05-31", "wording": "đến 31/5/2022"},
        {"name": "Đợt 2", "starts": "2022-06-01", "ends": "2022-06-01", "wording": "01/6/2022"},
    ]
    assert campaigns.create(definition(rounds=rounds), AROUND, ADMINISTRATOR).public.rounds[1].name == "Đợt 2"


Act = Callable[[Campaign], object]
ACTS: dict[str, Act] = {
    "edit": lambda c: campaigns.edit(c, definition(year=2023), AROUND, InUse(), person(STATION, Role.ADMINISTRATOR)),
    "announce": lambda c: campaigns.announce(c, AROUND, person(CENTRE, Role.CLERK), NOW),
    "close": lambda c: campaigns.close(c, person(STATION, Role.ADMINISTRATOR), NOW),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_an_administrator_of_the_issuer_acts(act: Act) -> None:
    with pytest.raises(DomainError) as caught:
        act(campaign(CampaignStatus.DRAFT))
    assert caught.value.code == "role_missing"


def test_the_issuers_own_administrator_may_create() -> None:
    assert campaigns.create(definition(), AROUND, person(CENTRE, Role.ADMINISTRATOR)).public.issuer == CENTRE


def test_announcing_tells_every_recipient_and_keeps_the_warnings() -> None:
    parent = campaign(id="124-kh-ubnd-2022", forms=[form("registration", "trước ngày 07/5/2022")])
    around = CampaignSurroundings(AROUND.organisations, {parent.id: parent})
    draft = campaign(CampaignStatus.DRAFT, parents=[parent.id], recipients=[CENTRE, DISTRICT])
    change = campaigns.announce(draft, around, ADMINISTRATOR, NOW)
    assert change.public.status is CampaignStatus.ANNOUNCED
    assert change.public.announced_at == NOW
    assert [warning.parent for warning in change.public.warnings] == [parent.id]
    assert change.events == (Emit("campaign.announced", (CENTRE, DISTRICT)),)


@pytest.mark.parametrize(
    ("act", "status", "code"),
    [
        (lambda c: campaigns.announce(c, AROUND, ADMINISTRATOR, NOW), "announced", "campaign_already_announced"),
        (lambda c: campaigns.announce(c, AROUND, ADMINISTRATOR, NOW), "closed", "campaign_closed"),
        (lambda c: campaigns.close(c, ADMINISTRATOR, NOW), "draft", "campaign_not_announced"),
        (lambda c: campaigns.close(c, ADMINISTRATOR, NOW), "closed", "campaign_closed"),
        (lambda c: campaigns.edit(c, definition(), AROUND, InUse(), ADMINISTRATOR), "closed", "campaign_closed"),
    ],
)
def test_a_step_out_of_order_is_refused(act: Act, status: str, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        act(campaign(CampaignStatus(status)))
    assert caught.value.code == code


def test_editing_a_draft_is_silent_and_amending_is_not() -> None:
    written = definition(title="Kế hoạch mới")
    edited = campaigns.edit(campaign(CampaignStatus.DRAFT), written, AROUND, InUse(), ADMINISTRATOR)
    amended = campaigns.edit(campaign(CampaignStatus.ANNOUNCED), written, AROUND, InUse(), ADMINISTRATOR)
    assert edited is not None
    assert amended is not None
    assert edited.events == ()
    assert amended.events == (Emit("campaign.amended", (CENTRE,)),)
    assert amended.public.title == "Kế hoạch mới"
    assert amended.public.status is CampaignStatus.ANNOUNCED


@pytest.mark.parametrize("status", [CampaignStatus.DRAFT, CampaignStatus.ANNOUNCED])
def test_writing_the_same_again_changes_nothing(status: CampaignStatus) -> None:
    assert campaigns.edit(campaign(status), definition(), AROUND, InUse(), ADMINISTRATOR) is None


IN_USE = InUse(frozenset({"steering"}), frozenset({FormPeriod("registration")}))
OTHER_FORM = asked("dang-ky")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fields": FIELDS[1:]}, "campaign_field_in_use"),
        ({"forms": [OTHER_FORM]}, "campaign_form_in_use"),
        ({"recipients": [DEPARTMENT]}, "campaign_recipient_fixed"),
        ({"issuer": DEPARTMENT}, "campaign_issuer_fixed"),
    ],
)
def test_what_units_have_answered_cannot_be_amended_away(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError) as caught:
        campaigns.edit(campaign(), definition(**changes), AROUND, IN_USE, ADMINISTRATOR)
    assert caught.value.code == code
    assert campaigns.edit(campaign(CampaignStatus.DRAFT), definition(**changes), AROUND, IN_USE, ADMINISTRATOR)


def test_an_unused_field_may_go_and_a_recipient_may_come() -> None:
    written = definition(fields=FIELDS[:2], recipients=[CENTRE, DISTRICT])
    amended = campaigns.edit(campaign(), written, AROUND, IN_USE, ADMINISTRATOR)
    assert amended is not None
    assert amended.events == (Emit("campaign.amended", (CENTRE, DISTRICT)),)


def test_a_campaign_keeps_its_id() -> None:
    with pytest.raises(DomainError) as caught:
        campaigns.edit(campaign(), definition(id="70-kh-ttyt-2023"), AROUND, InUse(), ADMINISTRATOR)
    assert (caught.value.code, caught.value.field) == ("campaign_id_fixed", "id")


def test_closing_tells_the_recipients() -> None:
    change = campaigns.close(campaign(), ADMINISTRATOR, NOW)
    assert (change.public.status, change.public.closed_at) == (CampaignStatus.CLOSED, NOW)
    assert change.events == (Emit("campaign.closed", (CENTRE,)),)
