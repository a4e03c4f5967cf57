"""Organisations: their date-bounded superior bodies, and what may not be said of them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from shared.contracts.organisations import Organisation, OrganisationDefinition, ParentLink
from shared.contracts.types import Person
from shared.errors import DomainError
from shared.identity import EVERYWHERE
from shared.record.record import Change, Emit, Entry, Nothing, Record

Place = TypeVar("Place")
Way = tuple[str, date, date | None]
"""Where a walk upwards is, and the days on which it leads there."""
Links = Mapping[str, tuple[ParentLink, ...]]
"""The parents of each organisation that exists, as far as it matters for a question."""


def as_organisation(definition: OrganisationDefinition, ident: str) -> Organisation:
    """Raises DomainError ``organisation_id_differs`` when the body names another organisation."""
    if definition.id not in {None, ident}:
        raise DomainError("organisation_id_differs", field="id", id=ident)
    return Organisation(**dict(definition) | {"id": ident})


def define(
    record: Record[Organisation, Nothing] | None, organisation: Organisation, links: Links, actor: Person | None
) -> Change[Organisation, Nothing] | None:
    """The organisation as defined; None when it already is. Raises what `check` raises."""
    check(organisation, links)
    # What restructurings left is not for a definition to say.
    former_names, successors = (record.public.former_names, record.public.successors) if record else ((), ())
    organisation = organisation.model_copy(update={"former_names": former_names, "successors": successors})
    if record is not None and record.public == organisation:
        return None
    entry = Entry("created" if record is None else "changed", actor)
    return Change(organisation, Nothing(), entry, (Emit("organisation.changed", (organisation.id,)),))


def check(organisation: Organisation, links: Links) -> None:
    """Raises DomainError, naming the field, for what cannot hold on any day.

    Codes: ``organisation_id_reserved``, ``organisation_ends_before_start``, ``parent_ends_before_start``,
    ``parent_not_found``, ``parent_twice``, ``parent_cycle``.
    """
    if organisation.id == EVERYWHERE:
        raise DomainError("organisation_id_reserved", field="id", id=organisation.id)
    established, dissolved = organisation.established, organisation.dissolved
    if established and dissolved and dissolved <= established:
        raise DomainError("organisation_ends_before_start", field="dissolved")
    for place, link in enumerate(organisation.parents):
        _check_link(organisation, place, link, links)


def _check_link(organisation: Organisation, place: int, link: ParentLink, links: Links) -> None:
    field = f"parents.{place}"
    if link.until is not None and link.until <= link.since:
        raise DomainError("parent_ends_before_start", field=f"{field}.until")
    if link.organisation not in links and link.organisation != organisation.id:
        raise DomainError("parent_not_found", field=f"{field}.organisation", id=link.organisation)
    for earlier in organisation.parents[:place]:
        if earlier.organisation == link.organisation and _overlap(earlier, link.since, link.until):
            raise DomainError("parent_twice", field=f"{field}.since", organisation=link.organisation)
    if _leads_to(link, organisation.id, links):
        raise DomainError("parent_cycle", field=f"{field}.organisation", organisation=link.organisation)


def _leads_to(first: ParentLink, target: str, links: Links) -> bool:
    """Whether, on some day on which the link holds, the way up from it comes to the target."""

    def onward(way: Way) -> list[Way]:
        place, since, until = way
        return [(link.organisation, *days) for link in links.get(place, ()) if (days := _overlap(link, since, until))]

    ways = reached([(first.organisation, first.since, first.until)], onward)
    return any(place == target for place, _, _ in ways)


def _overlap(link: ParentLink, since: date, until: date | None) -> tuple[date, date | None] | None:
    """The days that a link shares with an interval (end exclusive, None: open)."""
    start = max(link.since, since)
    end = min((day for day in (link.until, until) if day is not None), default=None)
    return (start, end) if end is None or start < end else None


def reached(start: Iterable[Place], onward: Callable[[Place], Iterable[Place]]) -> frozenset[Place]:
    """The start and all that a walk comes to from there; a circle ends no walk."""
    found: set[Place] = set()
    waiting = list(start)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += onward(place)
    return frozenset(found)


def ancestors_on(ident: str, links: Links, day: date) -> frozenset[str]:
    """The organisation and every body above it on a day."""
    return reached([ident], lambda place: [link.organisation for link in links.get(place, ()) if link.holds_on(day)])


def descendants_on(top: frozenset[str], links: Links, day: date) -> frozenset[str]:
    """The organisations and every one below them on a day; `links` must hold all organisations."""
    below: dict[str, list[str]] = {}
    for ident, parents in links.items():
        for link in parents:
            if link.holds_on(day):
                below.setdefault(link.organisation, []).append(ident)
    return reached(top, lambda place: below.get(place, ()))
