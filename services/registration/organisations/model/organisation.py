"""Organisations: their date-bounded superior bodies, and what may not be said of them."""

from collections.abc import Mapping
from datetime import date

from shared.contracts.organisations import FormerName, Mailboxes, Organisation, ParentLink, Succession
from shared.contracts.types import Contract, Line, Person, Slug
from shared.errors import DomainError
from shared.identity import EVERYWHERE
from shared.record.record import Change, Emit, Entry, Nothing, Record

Links = Mapping[str, tuple[ParentLink, ...]]
"""The parents of each organisation that exists, as far as it matters for a question."""


class OrganisationDefinition(Contract):
    """What an administrator says of an organisation. `id` may be left out where the address names it.

    What a client read it may send back: `former_names` and `successors` are the service's own and stay as they were.
    """

    id: Slug | None = None
    name: Line
    short_name: Line
    kind: Slug
    reviewing_office: Line | None = None
    parents: tuple[ParentLink, ...] = ()
    established: date | None = None
    dissolved: date | None = None
    mailboxes: Mailboxes = Mailboxes()
    former_names: tuple[FormerName, ...] = ()
    successors: tuple[Succession, ...] = ()

    def as_organisation(self, ident: str) -> Organisation:
        """Raises DomainError ``organisation_id_differs`` when the body names another organisation."""
        if self.id not in {None, ident}:
            raise DomainError("organisation_id_differs", field="id", id=ident)
        return Organisation(id=ident, **{name: getattr(self, name) for name in type(self).model_fields if name != "id"})


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
    ways = [(first.organisation, first.since, first.until)]
    seen = set()
    while ways:
        way = ways.pop()
        if way in seen:
            continue
        seen.add(way)
        place, since, until = way
        if place == target:
            return True
        ways += [
            (link.organisation, *shared)
            for link in links.get(place, ())
            if (shared := _overlap(link, since, until)) is not None
        ]
    return False


def _overlap(link: ParentLink, since: date, until: date | None) -> tuple[date, date | None] | None:
    """The days that a link shares with an interval (end exclusive, None: open)."""
    start = max(link.since, since)
    end = min((day for day in (link.until, until) if day is not None), default=None)
    return (start, end) if end is None or start < end else None


def ancestors_on(ident: str, links: Links, day: date) -> frozenset[str]:
    """The organisation and every body above it on a day."""
    found: set[str] = set()
    waiting = [ident]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += [link.organisation for link in links.get(place, ()) if link.holds_on(day)]
    return frozenset(found)


def descendants_on(top: frozenset[str], links: Links, day: date) -> frozenset[str]:
    """The organisations and every one below them on a day; `links` must hold all organisations."""
    below: dict[str, list[str]] = {}
    for ident, parents in links.items():
        for link in parents:
            if link.holds_on(day):
                below.setdefault(link.organisation, []).append(ident)
    found: set[str] = set()
    waiting = list(top)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += below.get(place, [])
    return frozenset(found)
