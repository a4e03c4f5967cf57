"""Commands and questions about organisations: load, decide, save."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.registration.context import Context
from services.registration.organisations.model import organisation as domain
from services.registration.organisations.model.organisation import Links, ancestors_on, descendants_on
from services.registration.stores import Stores
from shared.contracts.organisations import Organisation, OrganisationDefinition, ParentLink
from shared.contracts.types import Person
from shared.errors import conflict, forbidden
from shared.identity import EVERYWHERE, Role
from shared.language.vietnamese import collation_key, fold
from shared.record.record import Nothing, Record
from shared.runtime.commands import command


@dataclass(frozen=True)
class DefineOrganisation:
    """An organisation is created or changed. `new`: it must not exist; `expected`: the version that the person saw."""

    organisation: str
    definition: OrganisationDefinition
    new: bool = False
    expected: int | None = None

    @command("define-organisation")
    async def run(self, context: Context) -> Record[Organisation, Nothing]:
        """Raises DomainError ``administrator_scope``, ``organisation_exists`` and what the domain refuses."""
        if self.new and await context.stores.organisations.get(self.organisation) is not None:
            raise conflict("organisation_exists", field="id", id=self.organisation)
        organisation = domain.as_organisation(self.definition, self.organisation)
        await _require_scope(context, organisation)
        return await save(context.stores, organisation, context.person, cause=context.cause, expected=self.expected)


async def save(
    stores: Stores, organisation: Organisation, actor: Person | None, *, cause: str, expected: int | None = None
) -> Record[Organisation, Nothing]:
    """Stores an organisation as defined; `actor` None is the system itself."""
    links = await links_above(stores, (link.organisation for link in organisation.parents))
    return await stores.organisations.apply(
        organisation.id,
        lambda record: domain.define(record, organisation, links, actor),
        cause=f"{cause}/define",
        expected=expected,
    )


async def search(stores: Stores, *, kind: str | None, parent: str | None, text: str) -> list[Organisation]:
    """Those of a kind, under a parent today, with these words in the name or the id, in alphabetical order."""
    wanted = {"public.kind": kind, "public.parents.organisation": parent}
    records = await stores.organisations.find({name: value for name, value in wanted.items() if value})
    words, today = fold(text), stores.today
    found = [
        one
        for one in (record.public for record in records)
        if (not parent or parent in one.parents_on(today)) and words in fold(f"{one.name} {one.short_name} {one.id}")
    ]
    return sorted(found, key=lambda one: (collation_key(one.name), one.id))


async def links_above(stores: Stores, start: Iterable[str]) -> Links:
    """The parent links, of any day, of the organisations named and of all above them; unknown ones are left out."""
    links: dict[str, tuple[ParentLink, ...]] = {}
    waiting = set(start)
    while waiting:
        found = await stores.organisations.several(waiting)
        links |= {ident: record.public.parents for ident, record in found.items()}
        waiting = {link.organisation for ident in found for link in links[ident]} - links.keys()
    return links


async def administers(context: Context, organisation: str) -> bool:
    """Whether the person is an administrator of everything, of the organisation, or of one above it today."""
    own = context.actor.organisations(Role.ADMINISTRATOR)
    if EVERYWHERE in own:
        return True
    if not own or organisation == EVERYWHERE:  # the whole suite stands below nobody, whatever an organisation is called
        return False
    links = await links_above(context.stores, [organisation])
    return not ancestors_on(organisation, links, context.today).isdisjoint(own)


async def require_administrator(context: Context, organisation: str, *, field: str | None = None) -> None:
    """Raises DomainError ``administrator_scope``."""
    if not await administers(context, organisation):
        raise forbidden("administrator_scope", field=field, organisation=organisation)


def require_administering(context: Context) -> frozenset[str]:
    """Where the person is an administrator. Raises DomainError ``role_missing`` for one who is it nowhere."""
    own = frozenset(context.actor.organisations(Role.ADMINISTRATOR))
    if not own:
        context.actor.require(Role.ADMINISTRATOR, context.actor.organisation)
    return own


async def administered(context: Context) -> frozenset[str] | None:
    """What the person administers today; None for all organisations. Raises DomainError ``role_missing``."""
    own = require_administering(context)
    if EVERYWHERE in own:
        return None
    links = {record.id: record.public.parents async for record in context.stores.organisations.stream({})}
    return descendants_on(own, links, context.today)


async def _require_scope(context: Context, organisation: Organisation) -> None:
    """A known organisation: the person administers it. A new one: one of its parents, now or to come."""
    if await context.stores.organisations.get(organisation.id) is not None:
        return await require_administrator(context, organisation.id)
    parents = [link.organisation for link in organisation.parents if link.until is None or context.today < link.until]
    for place in (EVERYWHERE, *parents):
        if await administers(context, place):
            return None
    raise forbidden("administrator_scope", organisation=organisation.id)
