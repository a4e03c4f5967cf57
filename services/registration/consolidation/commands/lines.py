"""Commands on a consolidation: load, decide, save. It is as private as a draft: no history, no event."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from services.registration.consolidation.model import lines as domain
from services.registration.consolidation.model import targets as targets_of
from services.registration.consolidation.model.lines import ConsolidationRecord, WorkingSet, consolidation_id
from services.registration.consolidation.model.sources import Offer, Place, Registrations
from services.registration.consolidation.model.targets import WantedChoice
from services.registration.consolidation.records.opening import Opened, heard, opened, parents
from services.registration.stores import Stores
from services.registration.submissions.model.access import require_submitter
from services.registration.submissions.model.draft import DraftItem, Seen
from shared.errors import conflict
from shared.identity import Actor

Edit = Callable[[WorkingSet], WorkingSet]


async def start(stores: Stores, actor: Actor, campaign: str, organisation: str, *, cause: str) -> ConsolidationRecord:
    """An empty working set. Raises DomainError ``consolidation_exists`` and what the domain refuses."""
    require_submitter(actor, organisation)
    with stores.counting("start-consolidation"):
        own = (await stores.campaigns.load(campaign)).public
        change = domain.start(own, await parents(stores, own), organisation, actor)
        ident = consolidation_id(campaign, organisation)
        return await stores.consolidations.create(ident, change, cause=f"{cause}/start")


async def _informed(stores: Stores, actor: Actor, ident: str) -> tuple[Opened, Registrations]:
    found = await opened(stores, actor, ident)
    registrations = await heard(stores, found)
    return replace(found, registrations=registrations), registrations


async def take(
    stores: Stores, actor: Actor, ident: str, items: Sequence[Place], *, expected: int | None = None
) -> Opened:
    """Takes items over, all that are offered when none is named. Raises DomainError ``offer_unknown``."""
    found, registrations = await _informed(stores, actor, ident)
    offers = _offers(registrations, items)
    return await _edit(stores, actor, found, lambda working: domain.take(working, offers), expected)


async def give_back(
    stores: Stores, actor: Actor, ident: str, lines: Sequence[str], *, expected: int | None = None
) -> Opened:
    """Takes lines out of the set; what stands behind them is offered again. Raises DomainError ``nothing_chosen``."""
    if not lines:
        raise conflict("nothing_chosen", field="lines")
    found, registrations = await _informed(stores, actor, ident)
    gone = frozenset(lines)
    return await _edit(stores, actor, found, lambda working: domain.give_back(working, gone, registrations), expected)


async def merge(
    stores: Stores, actor: Actor, ident: str, lines: Sequence[str], *, expected: int | None = None
) -> Opened:
    """Makes one line of several."""
    found = await opened(stores, actor, ident)
    return await _edit(stores, actor, found, lambda working: domain.merge(working, lines), expected)


async def split(stores: Stores, actor: Actor, ident: str, line: str, *, expected: int | None = None) -> Opened:
    """Makes a merged line several again."""
    found, registrations = await _informed(stores, actor, ident)
    return await _edit(stores, actor, found, lambda working: domain.split(working, line, registrations), expected)


async def refresh(
    stores: Stores, actor: Actor, ident: str, lines: Sequence[str], *, expected: int | None = None
) -> Opened:
    """Follows what became of the items behind the lines."""
    found, registrations = await _informed(stores, actor, ident)
    wanted = frozenset(lines)
    return await _edit(stores, actor, found, lambda working: domain.refresh(working, wanted, registrations), expected)


async def put_line(
    stores: Stores,
    actor: Actor,
    ident: str,
    line: DraftItem,
    *,
    seen: Seen | None = None,
    expected: int | None = None,
) -> Opened:
    """Words a line, or adds one of the organisation's own when no line has its id."""
    found = await opened(stores, actor, ident)
    return await _edit(
        stores, actor, found, lambda working: domain.put_line(working, found.campaign, line, seen), expected
    )


async def edit_line(
    stores: Stores, actor: Actor, ident: str, line: DraftItem, *, expected: int | None = None
) -> Opened:
    """Words a line that is there. Raises DomainError ``line_unknown``."""
    found = await opened(stores, actor, ident)

    def edit(working: WorkingSet) -> WorkingSet:
        domain.require_lines(working, [line.id])
        return domain.put_line(working, found.campaign, line)

    return await _edit(stores, actor, found, edit, expected)


async def leave_out(
    stores: Stores,
    actor: Actor,
    ident: str,
    *,
    lines: Sequence[str] = (),
    items: Sequence[Place] = (),
    reason: str,
    campaign: str | None = None,
    expected: int | None = None,
) -> Opened:
    """Leaves lines out of one target or of all, and offered items out of everything.

    Raises DomainError ``nothing_chosen``, ``leave_out_item_everywhere`` (an item that is not taken over goes to no
    target), ``offer_unknown`` or ``line_unknown``.
    """
    found = await opened(stores, actor, ident)
    if not lines and not items:
        raise conflict("nothing_chosen", field="lines")
    if items and campaign is not None:
        raise conflict("leave_out_item_everywhere", field="items")
    offers = _offers(await heard(stores, found), items) if items else []

    def edit(working: WorkingSet) -> WorkingSet:
        if campaign is not None:
            wanted = [WantedChoice(line=line, reason=reason) for line in lines]
            return targets_of.choose(working, found.target(campaign), wanted)
        return domain.leave_out_items(domain.leave_out_lines(working, frozenset(lines), reason), offers, reason)

    return await _edit(stores, actor, found, edit, expected)


async def restore(
    stores: Stores,
    actor: Actor,
    ident: str,
    *,
    lines: Sequence[str] = (),
    items: Sequence[Place] = (),
    campaign: str | None = None,
    expected: int | None = None,
) -> Opened:
    """Takes back that something was left out, of one target or of all."""
    found = await opened(stores, actor, ident)

    def edit(working: WorkingSet) -> WorkingSet:
        if campaign is not None:
            return targets_of.forget_choices(working, found.target(campaign).id, lines)
        return domain.restore(working, frozenset(lines), frozenset(items))

    return await _edit(stores, actor, found, edit, expected)


async def choose(
    stores: Stores,
    actor: Actor,
    ident: str,
    campaign: str,
    choices: Sequence[WantedChoice],
    *,
    expected: int | None = None,
) -> Opened:
    """Answers the crosswalk's question for lines of one target."""
    found = await opened(stores, actor, ident)
    target = found.target(campaign)
    return await _edit(stores, actor, found, lambda working: targets_of.choose(working, target, choices), expected)


def _offers(registrations: Registrations, items: Sequence[Place]) -> list[Offer]:
    if not items:
        return list(registrations.offers.values())
    for place in items:
        if place not in registrations.offers:
            raise conflict("offer_unknown", field="items", submission=place[0], item=place[1])
    return [registrations.offers[place] for place in items]


async def _edit(stores: Stores, actor: Actor, found: Opened, edit: Edit, expected: int | None) -> Opened:
    with stores.counting("consolidate"):
        person, now = actor.acting_for(found.organisation), stores.clock()
        record = await stores.consolidations.update(
            found.record.id,
            lambda record: domain.saved(record, edit(record.private), person, now),
            cause=f"consolidate:{uuid.uuid4()}",
            expected=expected,
        )
        return replace(found, record=record)
