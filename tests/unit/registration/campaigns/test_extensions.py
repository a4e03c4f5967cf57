"""Who may give one organisation more time, when, and what is kept of it."""

from datetime import datetime
from typing import Any

import pytest

from services.registration.campaigns.extensions import model as extensions
from services.registration.campaigns.model.campaign import authority
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.forms import FormPeriod
from shared.errors import DomainError, RefusalsError
from shared.identity import Actor, Role
from shared.record.record import Emit
from tests.unit.registration.campaigns.asked import asked, quarterly
from tests.unit.registration.examples import ADMINISTRATOR, CENTRE, DISTRICT, NOW, STATION, campaign, person

PLAN = campaign(recipients=[DISTRICT, CENTRE])


def wanted(**changes: Any) -> extensions.ExtensionRequest:
    asked = {"organisation": STATION, "form": "registration", "due": "hết ngày 20/5/2022", "reason": "Thiếu người"}
    return extensions.ExtensionRequest.model_validate(asked | changes)


def refusal(actor: Actor = ADMINISTRATOR, plan: Campaign = PLAN, **changes: Any) -> DomainError:
    with pytest.raises(DomainError) as caught:
        extensions.grant(plan, wanted(**changes), actor, NOW)
    return caught.value


@pytest.mark.parametrize(
    ("actor", "place"),
    [
        (ADMINISTRATOR, CENTRE),
        (person(CENTRE, Role.ADMINISTRATOR), CENTRE),
        (person(DISTRICT, Role.LEADER), DISTRICT),
        (person(DISTRICT, Role.HEAD), DISTRICT),
        (person(CENTRE, Role.REVIEWER), None),
        (person(DISTRICT, Role.ADMINISTRATOR), None),
        (person(STATION, Role.HEAD), None),
    ],
)
def test_the_issuers_administrator_and_the_recipients_heads_may_extend(actor: Actor, place: str | None) -> None:
    assert authority(PLAN, actor) == place
    if place is None:
        assert refusal(actor).code == "role_missing"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"due": "khi nào xong"}, "deadline_unreadable", "due"),
        ({"due": "30/2/2023"}, "period_impossible_date", "due"),
        ({"due": "25 giờ ngày 20/5/2022"}, "deadline_impossible_time", "due"),
        ({"due": "10 giờ 13/5/2022"}, "extension_not_later", "due"),
        ({"form": "interim"}, "form_not_asked", "form"),
        ({"period": "2022-05"}, "period_not_asked", "period"),
        ({"organisation": DISTRICT}, "organisation_not_obliged", "organisation"),
    ],
)
def test_each_fault_has_its_name_and_its_field(changes: dict[str, Any], code: str, field: str) -> None:
    found = refusal(**changes)
    assert (found.code, found.field) == (code, field)


def test_what_is_not_asked_of_the_organisation_is_told_at_once() -> None:
    found = refusal(organisation=DISTRICT, form="interim")
    assert isinstance(found, RefusalsError)
    assert [fault.field for fault in found.causes] == ["form", "organisation"]


def test_a_deadline_that_is_over_helps_nobody() -> None:
    with pytest.raises(DomainError, match="extension_past"):
        extensions.grant(PLAN, wanted(), ADMINISTRATOR, datetime.fromisoformat("2022-05-21T00:00:00+07:00"))


@pytest.mark.parametrize(
    ("status", "code"),
    [(CampaignStatus.DRAFT, "campaign_not_announced"), (CampaignStatus.CLOSED, "campaign_closed")],
)
def test_only_a_running_campaign_has_deadlines_to_move(status: CampaignStatus, code: str) -> None:
    assert refusal(plan=campaign(status)).code == code


def test_nobody_but_the_issuers_administrator_extends_for_his_own_organisation() -> None:
    plan = campaign(recipients=[STATION], obliged=[STATION])
    assert refusal(person(STATION, Role.LEADER), plan).code == "extension_own"
    assert extensions.grant(plan, wanted(), ADMINISTRATOR, NOW) is not None


def test_an_extension_is_kept_with_its_author_and_told_to_every_recipient() -> None:
    leader = person(DISTRICT, Role.LEADER)
    change = extensions.grant(PLAN, wanted(due=" Hết ngày 20/5/2022 "), leader, NOW)
    assert change is not None
    granted = change.public.extension(STATION, FormPeriod("registration"))
    assert granted is not None
    assert (granted.due.wording, granted.granted_by, granted.granted_at) == (
        "Hết ngày 20/5/2022",
        leader.acting_for(DISTRICT),
        NOW,
    )
    assert change.public.forms == PLAN.forms, "the form's own deadline stays"
    assert change.entry is not None
    assert change.entry.reason == "Hết ngày 20/5/2022\nThiếu người"
    assert change.events == (Emit("extension.granted", (DISTRICT, CENTRE)),)


def test_a_newer_extension_takes_the_place_of_its_own_form_only() -> None:
    plan = PLAN
    for request in (
        wanted(),
        wanted(organisation="khoa-1"),
        wanted(form="completion", due="hết ngày 20/11/2022"),
        wanted(due="hết ngày 25/5/2022"),
    ):
        change = extensions.grant(plan, request, ADMINISTRATOR, NOW)
        assert change is not None
        plan = change.public
    assert [(e.organisation, e.form, e.due.date.day) for e in plan.extensions] == [
        ("khoa-1", "registration", 20),
        (STATION, "completion", 20),
        (STATION, "registration", 25),
    ]
    assert extensions.grant(plan, wanted(due="hết ngày 25/5/2022"), ADMINISTRATOR, NOW) is None
    assert extensions.grant(plan, wanted(due="hết ngày 25/5/2022", reason="Khác"), ADMINISTRATOR, NOW) is not None


def test_a_period_of_a_repeated_form_is_extended_by_itself() -> None:
    plan = campaign(forms=[quarterly()])
    change = extensions.grant(plan, wanted(form="theo-quy", period="2022-Q2", due="20/7/2022"), ADMINISTRATOR, NOW)
    assert change is not None
    assert change.public.extension(STATION, FormPeriod("theo-quy", "2022-Q1")) is None
    assert change.public.extension(STATION, FormPeriod("theo-quy", "2022-Q2")) is not None
    assert refusal(plan=plan, form="theo-quy", period="2022-Q2", due="29/6/2022").code == "extension_not_later"
    assert refusal(plan=plan, form="theo-quy").code == "period_not_asked"


def test_a_form_that_is_sent_if_there_is_something_may_be_extended() -> None:
    plan = campaign(forms=[asked("khac", optional=True)])
    assert extensions.grant(plan, wanted(form="khac"), ADMINISTRATOR, NOW) is not None
