"""Commands on a consolidation: load, decide, save. It is as private as a draft: no history, no event."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from services.registration.consolidation.model import lines as domain
from services.registration.consolidation.model import targets as targets_of
from services.registration.consolidation.model.lines import ConsolidationRecord, WorkingSet
from services.registration.consolidation.model.sources import Offer, Place, Registrations
from services.registration.consolidation.model.targets import WantedChoice
from services.registration.consolidation.records.opening import Opened, heard, opened, parents
from services.registration.context import Context
from services.registration.submissions.model.access import require_submitter
from services.registration.submissions.model.draft import Baseline, DraftItem
from shared.errors import conflict
from shared.rules.ids import consolidation_id
from shared.runtime.commands import command

Edit = Callable[[WorkingSet], WorkingSet]


@command("start-consolidation")
async def start(context: Context, campaign: str, organisation: str) -> ConsolidationRecord:
    """An empty working set. Raises DomainError ``consolidation_exists`` and what the domain refuses."""
    require_submitter(context.actor, organisation)
    own = (await context.stores.campaigns.load(campaign)).public
    change = domain.start(own, await parents(context.stores, own), organisation, context.actor)
    ident = consolidation_id(campaign, organisation)
    return await context.stores.consolidations.create(ident, change, cause=f"{context.cause}/start")


async def _informed(context: Context, ident: str) -> tuple[Opened, Registrations]:
    found = await opened(context, ident)
    registrations = await heard(context.stores, found)
    return replace(found, registrations=registrations), registrations


async def take(context: Context, ident: str, items: Sequence[Place], *, expected: int | None = None) -> Opened:
    """Takes items over, all that are offered when none is named. Raises DomainError ``offer_unknown``."""
    found, registrations = await _informed(context, ident)
    offers = _offers(registrations, items)
    return await _edit(context, found, lambda working: domain.take(working, offers), expected)


async def give_back(context: Context, ident: str, lines: Sequence[str], *, expected: int | None = None) -> Opened:
    """Takes lines out of the set; what stands behind them is offered again. Raises DomainError ``nothing_chosen``."""
    if not lines:
        raise conflict("nothing_chosen", field="lines")
    found, registrations = await _informed(context, ident)
    gone = frozenset(lines)
    return await _edit(context, found, lambda working: domain.give_back(working, gone, registrations), expected)


async def merge(context: Context, ident: str, lines: Sequence[str], *, expected: int | None = None) -> Opened:
    """Makes one line of several."""
    found = await opened(context, ident)
    return await _edit(context, found, lambda working: domain.merge(working, lines), expected)


async def split(context: Context, ident: str, line: str, *, expected: int | None = None) -> Opened:
    """Makes a merged line several again."""
    found, registrations = await _informed(context, ident)
    return await _edit(context, found, lambda working: domain.split(working, line, registrations), expected)


async def refresh(context: Context, ident: str, lines: Sequence[str], *, expected: int | None = None) -> Opened:
    """Follows what became of the items behind the lines."""
    found, registrations = await _informed(context, ident)
    wanted = frozenset(lines)
    return await _edit(context, found, lambda working: domain.refresh(working, wanted, registrations), expected)


async def put_line(
    context: Context, ident: str, line: DraftItem, *, seen: Baseline | None = None, expected: int | None = None
) -> Opened:
    """Words a line, or adds one of the organisation's own when no line has its id."""
    found = await opened(context, ident)
    return await _edit(context, found, lambda working: domain.put_line(working, found.campaign, line, seen), expected)


async def edit_line(context: Context, ident: str, line: DraftItem, *, expected: int | None = None) -> Opened:
    """Words a line that is there. Raises DomainError ``line_unknown``."""
    found = await opened(context, ident)

    def edit(working: WorkingSet) -> WorkingSet:
        domain.require_lines(working, [line.id])
        return domain.put_line(working, found.campaign, line)

    return await _edit(context, found, edit, expected)


async def leave_out(
    context: Context,
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
    found = await opened(context, ident)
    if not lines and not items:
        raise conflict("nothing_chosen", field="lines")
    if items and campaign is not None:
        raise conflict("leave_out_item_everywhere", field="items")
    offers = _offers(await heard(context.stores, found), items) if items else []

    def edit(working: WorkingSet) -> WorkingSet:
        if campaign is not None:
            wanted = [WantedChoice(line=line, reason=reason) for line in lines]
            return targets_of.choose(working, found.target(campaign), wanted)
        return domain.leave_out_items(domain.leave_out_lines(working, frozenset(lines), reason), offers, reason)

    return await _edit(context, found, edit, expected)


async def restore(
    context: Context,
    ident: str,
    *,
    lines: Sequence[str] = (),
    items: Sequence[Place] = (),
    campaign: str | None = None,
    expected: int | None = None,
) -> Opened:
    """Takes back that something was left out, of one target or of all."""
    found = await opened(context, ident)

    def edit(working: WorkingSet) -> WorkingSet:
        if campaign is not None:
            return targets_of.forget_choices(working, found.target(campaign).id, lines)
        return domain.restore(working, frozenset(lines), frozenset(items))

    return await _edit(context, found, edit, expected)


async def choose(
    context: Context, ident: str, campaign: str, choices: Sequence[WantedChoice], *, expected: int | None = None
) -> Opened:
    """Answers the crosswalk's question for lines of one target."""
    found = await opened(context, ident)
    target = found.target(campaign)
    return await _edit(context, found, lambda working: targets_of.choose(working, target, choices), expected)


def _offers(registrations: Registrations, items: Sequence[Place]) -> list[Offer]:
    if not items:
        return list(registrations.offers.values())
    for place in items:
        if place not in registrations.offers:
            raise conflict("offer_unknown", field="items", submission=place[0], item=place[1])
    return [registrations.offers[place] for place in items]


@command("consolidate")
async def _edit(context: Context, found: Opened, edit: Edit, expected: int | None) -> Opened:
    person, now = context.actor.acting_for(found.organisation), context.stores.clock()
    record = await context.stores.consolidations.update(
        found.record.id,
        lambda record: domain.saved(record, edit(record.private), person, now),
        cause=f"consolidate:{uuid.uuid4()}",
        expected=expected,
    )
    return replace(found, record=record)
