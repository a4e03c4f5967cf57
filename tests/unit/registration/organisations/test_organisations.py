from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registration.organisations.model.organisation import (
    ancestors_on,
    as_organisation,
    check,
    define,
    descendants_on,
)
from shared.contracts.organisations import Organisation, OrganisationDefinition, ParentLink
from shared.contracts.types import Person
from shared.errors import DomainError
from shared.record.record import Emit, Nothing, Record

DAY = date(2022, 5, 12)
ADMINISTRATOR = Person(account="quan-tri", name="Quản trị", organisation="ttyt")


def link(parent: str, since: str = "2020-01-01", until: str | None = None) -> ParentLink:
    return ParentLink(
        organisation=parent, since=date.fromisoformat(since), until=date.fromisoformat(until) if until else None
    )


def organisation(*parents: ParentLink, ident: str = "tyt-1", **more: Any) -> Organisation:
    return Organisation(id=ident, name="Trạm", short_name="TYT", kind="station", parents=parents, **more)


LINKS = {
    "city": (),
    "district": (link("city", until="2025-07-01"),),
    "department": (link("city"),),
    "centre": (link("department"), link("district", until="2025-07-01")),
    "tyt-1": (link("centre"),),
}


def refusal(found: Organisation, links: dict[str, tuple[ParentLink, ...]] | None = None) -> tuple[str, str | None]:
    with pytest.raises(DomainError) as caught:
        check(found, LINKS if links is None else links)
    return caught.value.code, caught.value.field


def test_an_organisation_may_have_several_parents_and_the_same_one_again_later() -> None:
    check(organisation(link("centre", until="2022-01-01"), link("district"), link("centre", since="2022-01-01")), LINKS)


@pytest.mark.parametrize(
    ("found", "code", "field"),
    [
        (organisation(link("centre"), link("nobody")), "parent_not_found", "parents.1.organisation"),
        (
            organisation(link("centre", since="2022-01-01", until="2022-01-01")),
            "parent_ends_before_start",
            "parents.0.until",
        ),
        (organisation(link("centre"), link("centre", since="2021-01-01")), "parent_twice", "parents.1.since"),
        (organisation(link("tyt-1")), "parent_cycle", "parents.0.organisation"),
        (organisation(ident="all"), "organisation_id_reserved", "id"),
        (
            organisation(established=date(2022, 1, 1), dissolved=date(2022, 1, 1)),
            "organisation_ends_before_start",
            "dissolved",
        ),
    ],
)
def test_what_cannot_hold_is_refused_with_its_field(found: Organisation, code: str, field: str) -> None:
    assert refusal(found) == (code, field)


def test_nobody_is_above_himself_on_any_day() -> None:
    assert refusal(organisation(link("tyt-1"), ident="city")) == ("parent_cycle", "parents.0.organisation")
    # The district has left the city by then, so the way up from it no longer leads there; the department's does.
    check(organisation(link("district", since="2025-07-01"), ident="city"), LINKS)
    assert refusal(organisation(link("department", since="2025-07-01"), ident="city"))[0] == "parent_cycle"


def test_a_circle_that_two_writers_made_at_once_ends_no_walk() -> None:
    links = {"a": (link("b"),), "b": (link("a"),)}
    assert ancestors_on("a", links, DAY) == {"a", "b"}
    assert descendants_on(frozenset({"a"}), links, DAY) == {"a", "b"}
    check(organisation(link("a")), links)


def test_what_is_above_and_below_depends_on_the_day() -> None:
    assert ancestors_on("tyt-1", LINKS, DAY) == {"tyt-1", "centre", "department", "district", "city"}
    assert ancestors_on("tyt-1", LINKS, date(2025, 7, 1)) == {"tyt-1", "centre", "department", "city"}
    assert descendants_on(frozenset({"district"}), LINKS, DAY) == {"district", "centre", "tyt-1"}
    assert descendants_on(frozenset({"district"}), LINKS, date(2025, 7, 1)) == {"district"}


DAYS = [date(2020 + n, 1, 1) for n in range(5)]
NAMES = ["a", "b", "c", "d"]
SPANS = st.tuples(st.integers(0, 4), st.integers(1, 5)).map(
    lambda span: (DAYS[span[0]], DAYS[span[0] + span[1]] if span[0] + span[1] < 5 else None)
)
PARENTS = st.lists(
    st.builds(
        lambda name, span: ParentLink(organisation=name, since=span[0], until=span[1]), st.sampled_from(NAMES), SPANS
    ),
    max_size=3,
)


@given(st.lists(PARENTS, min_size=4, max_size=4))
def test_a_circle_is_refused_exactly_when_there_is_one_on_some_day(parents: list[list[ParentLink]]) -> None:
    links: dict[str, tuple[ParentLink, ...]] = dict.fromkeys(NAMES, ())
    for name, wanted in zip(NAMES, parents, strict=True):
        said = {**links, name: tuple(wanted)}
        code = code_of(organisation(*wanted, ident=name), links)
        if code != "parent_twice":
            circle = any(name in _above(name, said, day) for day in DAYS)
            assert code == ("parent_cycle" if circle else None)
        if code is None:
            links = said


def code_of(found: Organisation, links: dict[str, tuple[ParentLink, ...]]) -> str | None:
    try:
        check(found, links)
    except DomainError as error:
        return error.code
    return None


def _above(name: str, links: dict[str, tuple[ParentLink, ...]], day: date) -> set[str]:
    """The bodies above, without the organisation itself unless it is above itself."""
    found: set[str] = set()
    for one in links[name]:
        if one.holds_on(day):
            found |= ancestors_on(one.organisation, links, day)
    return found


def test_a_definition_is_kept_with_its_author_and_told_to_everybody() -> None:
    change = define(None, organisation(link("centre")), LINKS, ADMINISTRATOR)
    assert change is not None
    assert change.entry is not None
    assert (change.entry.action, change.entry.actor) == ("created", ADMINISTRATOR)
    assert change.events == (Emit("organisation.changed", ("tyt-1",)),)


def test_saying_the_same_again_changes_nothing() -> None:
    found = organisation(link("centre"))
    record: Record[Organisation, Nothing] = Record("tyt-1", 3, found, Nothing())
    assert define(record, found, LINKS, ADMINISTRATOR) is None
    changed = define(record, found.model_copy(update={"name": "Trạm Y tế"}), LINKS, ADMINISTRATOR)
    assert changed is not None
    assert changed.entry is not None
    assert changed.entry.action == "changed"


def test_the_body_may_name_the_organisation_but_no_other_one() -> None:
    definition = OrganisationDefinition(id="tyt-2", name="Trạm", short_name="TYT", kind="station")
    assert as_organisation(definition, "tyt-2").id == "tyt-2"
    with pytest.raises(DomainError, match="organisation_id_differs"):
        as_organisation(definition, "tyt-1")
