"""Commands and questions about organisations: load, decide, save."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.registration.context import Context
from services.registration.organisations.model.organisation import (
    Links,
    OrganisationDefinition,
    ancestors_on,
    define,
    descendants_on,
)
from services.registration.stores import Stores
from shared.contracts.organisations import Organisation, ParentLink
from shared.contracts.people import Person
from shared.errors import forbidden
from shared.identity import EVERYWHERE, Role
from shared.language.vietnamese import collation_key, fold
from shared.record.record import Nothing, Record
from shared.runtime.commands import command


@dataclass(frozen=True)
class Filter:
    """Which organisations are wanted: of a kind, under a parent today, with these words in the name or the id."""

    kind: str | None = None
    parent: str | None = None
    text: str = ""


@command("define-organisation")
async def put(
    context: Context, ident: str, definition: OrganisationDefinition, *, expected: int | None
) -> Record[Organisation, Nothing]:
    """Creates or changes an organisation. Raises DomainError ``administrator_scope`` and what the domain refuses."""
    organisation = definition.as_organisation(ident)
    await _require_scope(context, organisation)
    person = context.actor.acting_for(context.actor.organisation)
    return await save(context.stores, organisation, person, cause=context.cause, expected=expected)


async def save(
    stores: Stores, organisation: Organisation, actor: Person | None, *, cause: str, expected: int | None = None
) -> Record[Organisation, Nothing]:
    """Stores an organisation as defined; `actor` None is the system itself."""
    links = await links_above(stores, (link.organisation for link in organisation.parents))
    return await stores.organisations.apply(
        organisation.id,
        lambda record: define(record, organisation, links, actor),
        cause=f"{cause}/define",
        expected=expected,
    )


async def search(stores: Stores, wanted: Filter) -> list[Organisation]:
    """The matching organisations in Vietnamese alphabetical order."""
    query: dict[str, object] = {}
    if wanted.kind:
        query["public.kind"] = wanted.kind
    if wanted.parent:
        query["public.parents.organisation"] = wanted.parent
    day, words = stores.today, fold(wanted.text)
    found = [record.public for record in await stores.organisations.find(query)]
    if wanted.parent:
        found = [organisation for organisation in found if wanted.parent in organisation.parents_on(day)]
    found = [o for o in found if words in fold(f"{o.name} {o.short_name} {o.id}")]
    return sorted(found, key=lambda organisation: (collation_key(organisation.name), organisation.id))


async def links_above(stores: Stores, start: Iterable[str]) -> Links:
    """The parent links, of any day, of the organisations named and of all above them; unknown ones are left out."""
    links: dict[str, tuple[ParentLink, ...]] = {}
    waiting = set(start)
    while waiting:
        found = await stores.organisations.find({"_id": {"$in": sorted(waiting)}})
        links |= {record.id: record.public.parents for record in found}
        waiting = {link.organisation for record in found for link in record.public.parents} - links.keys()
    return links


async def administers(context: Context, organisation: str) -> bool:
    """Whether the person is an administrator of everything, of the organisation, or of one above it today."""
    held = set(context.actor.organisations(Role.ADMINISTRATOR))
    if EVERYWHERE in held or organisation in held:
        return True
    if not held or organisation == EVERYWHERE:
        return False
    links = await links_above(context.stores, [organisation])
    return not held.isdisjoint(ancestors_on(organisation, links, context.stores.today))


async def require_administrator(context: Context, organisation: str, *, field: str | None = None) -> None:
    """Raises DomainError ``administrator_scope``."""
    if not await administers(context, organisation):
        raise forbidden("administrator_scope", field=field, organisation=organisation)


async def administered(context: Context) -> frozenset[str] | None:
    """The organisations that the person administers today; None for all of them."""
    held = frozenset(context.actor.organisations(Role.ADMINISTRATOR))
    if EVERYWHERE in held:
        return None
    if not held:
        return frozenset()
    links = {record.id: record.public.parents async for record in context.stores.organisations.stream({})}
    return descendants_on(held, links, context.stores.today)


async def _require_scope(context: Context, organisation: Organisation) -> None:
    """A known organisation: the person administers it. A new one: one of its parents, now or to come."""
    if await context.stores.organisations.get(organisation.id) is not None:
        await require_administrator(context, organisation.id)
        return
    day = context.stores.today
    parents = [link.organisation for link in organisation.parents if link.until is None or day < link.until]
    for place in (EVERYWHERE, *parents):
        if await administers(context, place):
            return
    raise forbidden("administrator_scope", organisation=organisation.id)
