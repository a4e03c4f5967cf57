"""Who may read figures: by role, and by the structure of the campaign's own day."""

import datetime as dt

from services.reporting.figures.model.rights import (
    authorities_above,
    may_open_submissions,
    readable_recipients,
    structure_day,
)
from shared.contracts.organisations import Organisation, ParentLink
from shared.identity import Actor, Grant, Role
from tests.reporting_samples import CENTRE, DEPARTMENT, DISTRICT, START, campaign

CITY = "ubnd-tphcm"
REFORM = dt.date(2025, 7, 1)
DAY = dt.date(2022, 5, 11)
KNOWN = {
    name: Organisation(id=name, name=name, short_name=name, kind="body", parents=parents)
    for name, parents in {
        CENTRE: (
            ParentLink(organisation=DISTRICT, since=dt.date(2007, 1, 1), until=REFORM),
            ParentLink(organisation=DEPARTMENT, since=dt.date(2007, 1, 1)),
        ),
        DISTRICT: (ParentLink(organisation=CITY, since=dt.date(1976, 1, 1)),),
        DEPARTMENT: (ParentLink(organisation=CITY, since=dt.date(1976, 1, 1)),),
        CITY: (),
    }.items()
}


def actor(role: Role, organisation: str, home: str = "khoa-1") -> Actor:
    return Actor(account="a", name="Văn thư", organisation=home, grants=(Grant(role=role, organisation=organisation),))


def readable(person: Actor) -> tuple[str, ...]:
    return readable_recipients(person, campaign([], recipients=[CENTRE, DEPARTMENT]), KNOWN)


def test_a_body_with_two_parents_has_all_of_them_above() -> None:
    assert authorities_above(CENTRE, KNOWN, DAY) == {DISTRICT, DEPARTMENT, CITY}


def test_the_structure_is_that_of_the_campaigns_day() -> None:
    assert authorities_above(CENTRE, KNOWN, REFORM) == {DEPARTMENT, CITY}


def test_bodies_above_each_other_do_not_end_in_a_circle() -> None:
    circle = {
        name: KNOWN[name].model_copy(update={"parents": (ParentLink(organisation=other, since=dt.date(2000, 1, 1)),)})
        for name, other in ((CENTRE, DISTRICT), (DISTRICT, CENTRE))
    }

    assert authorities_above(CENTRE, circle, DAY) == {DISTRICT}


def test_an_organisation_that_was_not_heard_of_has_nobody_above() -> None:
    assert authorities_above("khac", KNOWN, DAY) == frozenset()


def test_the_day_is_the_newest_in_the_plan_else_that_of_the_announcement_in_viet_nam() -> None:
    plan = campaign([])
    late_evening = START.replace(hour=18)  # 01:00 of the next day in Việt Nam

    assert structure_day(plan) == dt.date(2022, 5, 6)
    assert structure_day(plan.model_copy(update={"dates": (), "announced_at": late_evening})) == dt.date(2022, 5, 13)
    assert structure_day(plan.model_copy(update={"dates": ()})) is None


def test_reviewers_read_what_is_addressed_to_them_only() -> None:
    assert readable(actor(Role.REVIEWER, CENTRE)) == (CENTRE,)
    assert readable(actor(Role.REVIEWER, DISTRICT)) == ()


def test_leaders_read_their_tree() -> None:
    assert readable(actor(Role.LEADER, CENTRE)) == (CENTRE,)
    assert readable(actor(Role.LEADER, DEPARTMENT)) == (CENTRE, DEPARTMENT)
    assert readable(actor(Role.LEADER, CITY)) == (CENTRE, DEPARTMENT)
    assert readable(actor(Role.LEADER, DISTRICT)) == (CENTRE,)


def test_administrators_of_the_whole_suite_read_all() -> None:
    assert readable(actor(Role.ADMINISTRATOR, "all")) == (CENTRE, DEPARTMENT)
    assert readable(actor(Role.ADMINISTRATOR, CENTRE)) == ()


def test_clerks_heads_and_operators_read_none() -> None:
    for role in (Role.CLERK, Role.HEAD, Role.OPERATOR):
        assert readable(actor(role, CENTRE, home=CENTRE)) == ()


def test_submissions_open_for_the_recipients_people_and_not_further_up() -> None:
    assert may_open_submissions(actor(Role.REVIEWER, CENTRE), CENTRE)
    assert may_open_submissions(actor(Role.LEADER, CENTRE), CENTRE)
    assert may_open_submissions(actor(Role.ADMINISTRATOR, "all"), CENTRE)
    assert not may_open_submissions(actor(Role.LEADER, DEPARTMENT), CENTRE)
