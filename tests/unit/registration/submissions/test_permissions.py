"""No page offers what would be refused: who may still edit or withdraw what."""

from dataclasses import replace

import pytest

from services.registration.submissions.delivery.model.life import withdraw
from services.registration.submissions.model.access import editing
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.submissions import Recipient, RecipientStatus, Submission, SubmissionStatus
from shared.identity import Actor, Role
from shared.rules.tried import allows
from tests.unit.registration.examples import (
    CENTRE,
    CLERK,
    DISTRICT,
    NOW,
    REVIEWER,
    STATION,
    campaign,
    delivered,
    person,
)

DRAFT, DELIVERED, WITHDRAWN = SubmissionStatus
PLAN = campaign()


def may_withdraw(actor: Actor, found: Submission, plan: Campaign) -> bool:
    record = replace(delivered(), public=found)
    return allows(withdraw, record, plan, "Nhầm", actor, NOW)


def submission(status: SubmissionStatus, standings: str = "") -> Submission:
    """A submission with the recipients' states, separated by spaces."""
    recipients = tuple(
        Recipient(organisation=place, status=RecipientStatus(standing), version=1)
        for place, standing in zip((CENTRE, DISTRICT), standings.split(), strict=False)
    )
    return delivered().public.model_copy(update={"status": status, "recipients": recipients})


@pytest.mark.parametrize(
    ("status", "standings", "way", "withdraws"),
    [
        (DRAFT, "", "edit_draft", False),
        (DELIVERED, "sent sent", "edit_delivered", True),
        (DELIVERED, "received viewed", "edit_delivered", True),
        (DELIVERED, "approved sent", "edit_delivered", False),
        (DELIVERED, "returned sent", "edit_returned", False),
        (DELIVERED, "approved returned", "edit_returned", False),
        (DELIVERED, "approved rejected", "", False),
        (DELIVERED, "approved", "", False),
        (WITHDRAWN, "withdrawn withdrawn", "edit_withdrawn", False),
        (WITHDRAWN, "withdrawn returned", "edit_returned", False),
    ],
)
def test_the_way_goes_by_what_the_recipients_made_of_it(
    status: SubmissionStatus, standings: str, way: str, withdraws: bool
) -> None:
    found = submission(status, standings)
    assert editing(CLERK, found, PLAN) == way
    assert may_withdraw(CLERK, found, PLAN) is withdraws


@pytest.mark.parametrize("status", [CampaignStatus.DRAFT, CampaignStatus.CLOSED])
def test_nothing_is_open_while_the_campaign_does_not_run(status: CampaignStatus) -> None:
    for found in (submission(DRAFT), submission(DELIVERED, "sent"), submission(DELIVERED, "returned")):
        assert editing(CLERK, found, campaign(status)) == ""
        assert not may_withdraw(CLERK, found, campaign(status))


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (person(STATION, Role.HEAD), True),
        (person(STATION, Role.LEADER, Role.REVIEWER, Role.ADMINISTRATOR), False),
        (person("khoa-1", Role.CLERK), False),
        (REVIEWER, False),
    ],
)
def test_only_the_units_own_clerk_and_head_have_a_way(actor: Actor, allowed: bool) -> None:
    found = submission(DELIVERED, "sent")
    assert bool(editing(actor, found, PLAN)) is allowed
    assert may_withdraw(actor, found, PLAN) is allowed
