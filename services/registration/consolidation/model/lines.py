"""Consolidation (tổng hợp): what an organisation makes of the items it approved, before it sends them upward.

One working set an organisation and own campaign. It is private like a draft; what is delivered upward are the
submissions that it is projected to, see `consolidation_targets`.
"""

from collections.abc import Collection, Iterable, Sequence, Set
from datetime import datetime
from itertools import chain

from services.registration.consolidation.model.sources import Change as SourceChange
from services.registration.consolidation.model.sources import Offer, Place, Registrations, place_of
from services.registration.submissions.model.draft import Baseline, DraftItem, mark
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
from shared.contracts.items import Item, ItemSource
from shared.contracts.people import Person
from shared.contracts.types import Contract, Instant, Key, OptionalParagraph, Paragraph, Slug
from shared.errors import DomainError, conflict
from shared.identity import Actor
from shared.record.record import Change, Entry, Record, digest
from shared.rules.ids import consolidation_id
from shared.rules.obligations import obliged_for


class Omission(Contract):
    """An offered item that is not taken over (`source`), or a line that is sent to nobody (`line`), and why."""

    source: ItemSource | None = None
    line: Slug | None = None
    reason: Paragraph


class Choice(Contract):
    """Where a line goes in one target (the crosswalk); `field` None: it is not sent to it, and why."""

    campaign: Slug
    line: Slug
    field: Slug | None = None
    reason: OptionalParagraph = ""


class Consolidation(Contract):
    """Public state: whose it is. `campaign` is the organisation's own, in which its units registered."""

    id: Key
    campaign: Slug
    organisation: Slug


class WorkingSet(Contract):
    """The lines with the wording that is sent upward, in fields of the own campaign, each with its provenance.

    A line of the organisation's own has no sources. `left_out` is sent to nobody; `choices` are the crosswalk.
    `given_back`: lines that were given back to the offers with a wording of the clerk's, which taking one over again
    brings back.
    """

    lines: tuple[DraftItem, ...] = ()
    left_out: tuple[Omission, ...] = ()
    choices: tuple[Choice, ...] = ()
    given_back: tuple[DraftItem, ...] = ()
    saved_at: Instant | None = None
    saved_by: Person | None = None

    def line(self, ident: str) -> DraftItem | None:
        return next((line for line in self.lines if line.id == ident), None)

    def choice(self, campaign: str, line: str) -> Choice | None:
        return next((one for one in self.choices if (one.campaign, one.line) == (campaign, line)), None)

    @property
    def settled(self) -> set[Place]:
        """The places of the items that are taken over or left out."""
        omitted = (one.source for one in self.left_out if one.source)
        return {place_of(source) for source in chain(*(line.sources for line in self.lines), omitted)}

    @property
    def reasons(self) -> dict[str, str]:
        """Why a line is sent to nobody, by line."""
        return {one.line: one.reason for one in self.left_out if one.line}

    @property
    def worded(self) -> dict[Place, DraftItem]:
        """What was given back, by the item that its wording returns with."""
        return {place_of(line.sources[0]): line for line in self.given_back}


ConsolidationRecord = Record[Consolidation, WorkingSet]
ConsolidationChange = Change[Consolidation, WorkingSet]


def start(campaign: Campaign, targets: Sequence[Campaign], organisation: str, actor: Actor) -> ConsolidationChange:
    """An empty working set.

    Raises DomainError ``campaign_not_announced``, ``consolidation_not_recipient`` (the campaign's forms are addressed
    to others) or ``consolidation_without_targets`` (it feeds no campaign that the organisation must answer).
    """
    if campaign.status is CampaignStatus.DRAFT:
        raise conflict("campaign_not_announced", id=campaign.id)
    if organisation not in campaign.recipients:
        raise conflict("consolidation_not_recipient", field="campaign", number=campaign.number)
    if not feeds(targets, organisation):
        raise conflict("consolidation_without_targets", field="campaign", number=campaign.number)
    ident = consolidation_id(campaign.id, organisation)
    public = Consolidation(id=ident, campaign=campaign.id, organisation=organisation)
    return Change(public, WorkingSet(), Entry("started", actor.acting_for(organisation)))


def feeds(parents: Iterable[Campaign], organisation: str) -> list[Campaign]:
    """Those of the parent campaigns to which the organisation owes a registration: the targets."""
    return [parent for parent in parents if organisation in obliged_for(parent, FormKind.REGISTRATION)]


def saved(record: ConsolidationRecord, after: WorkingSet, person: Person, now: datetime) -> ConsolidationChange | None:
    """The working set kept, as privately as a draft; None when nothing changed."""
    if after == record.private:
        return None
    return Change(record.public, after.model_copy(update={"saved_at": now, "saved_by": person}))


def take(working: WorkingSet, offers: Iterable[Offer]) -> WorkingSet:
    """A line for each of the offers that is not settled yet, as its organisation worded it.

    One that was given back comes with the wording that it had here.
    """
    settled, used, worded = working.settled, {line.id for line in working.lines}, working.worded
    fresh = []
    for offer in offers:
        if offer.place not in settled:
            line = _line(offer.source, offer.item, used)
            fresh.append(_worded(line, worded.pop(offer.place, None), used))
            used.add(fresh[-1].id)
    return working.model_copy(
        update={"lines": (*working.lines, *fresh), "given_back": tuple(worded.values())},
    )


def give_back(working: WorkingSet, idents: Set[str], registrations: Registrations) -> WorkingSet:
    """The lines no more: the items behind them are offered again, each by itself, as far as they are in force.

    What was sent stays as it was sent. A wording of the clerk's is kept for the first item, as when a line is split.
    Raises DomainError ``line_unknown`` or ``give_back_own``: nothing else keeps a line of the organisation's own.
    """
    gone = require_lines(working, idents)
    if any(not line.sources for line in gone):
        raise conflict("give_back_own", field="lines")
    kept = {**working.worded, **{place_of(line.sources[0]): line for line in gone if _is_worded(line, registrations)}}
    lines = tuple(line for line in working.lines if line.id not in idents)
    return _without_lines(working.model_copy(update={"lines": lines, "given_back": tuple(kept.values())}))


def put_line(working: WorkingSet, campaign: Campaign, line: DraftItem, seen: Baseline | None = None) -> WorkingSet:
    """A line's wording, or a new line of the organisation's own; what stands behind it stays.

    A field chosen in a target for the line's former field is forgotten with it. Raises DomainError ``field_unknown``,
    and ``item_changed`` when somebody else changed the line since it was `seen`.
    """
    if line.field not in campaign.field_codes:
        raise DomainError("field_unknown", field="field", value=line.field)
    before = working.line(line.id)
    after = line.model_copy(update={"sources": before.sources if before else ()})
    if after == before:
        return working
    if seen is not None and mark(before) != seen.mark:
        raise conflict("item_changed", item=line.id)
    if before is None:
        return working.model_copy(update={"lines": (*working.lines, after)})
    lines = tuple(after if known.id == line.id else known for known in working.lines)
    choices = tuple(c for c in working.choices if c.line != line.id or c.field is None or before.field == line.field)
    return working.model_copy(update={"lines": lines, "choices": choices})


def merge(working: WorkingSet, idents: Sequence[str]) -> WorkingSet:
    """The lines as one, in the place of the first of them: its wording, and everything that stands behind them all.

    It goes by the id of its first source. A line of the organisation's own gives the wording, since nothing else
    keeps it. Raises DomainError ``merge_too_few``, ``line_unknown``, ``merge_own_lines`` or ``merge_left_out``.
    """
    merged = require_lines(working, idents)
    if len(merged) < 2:
        raise DomainError("merge_too_few", field="lines")
    own = [line for line in merged if not line.sources]
    if len(own) > 1:
        raise conflict("merge_own_lines", field="lines")
    if any(line.id in working.reasons for line in merged):
        raise conflict("merge_left_out", field="lines")
    wording = own[0] if own else merged[0]
    sources = tuple(chain(*(line.sources for line in merged)))
    ident = next(line.id for line in merged if line.sources)
    whole = wording.model_copy(update={"id": ident, "sources": sources})
    gone = {line.id for line in merged}
    first = next(line.id for line in working.lines if line.id in gone)
    lines = tuple(
        whole if line.id == first else line for line in working.lines if line.id == first or line.id not in gone
    )
    carried = [c.model_copy(update={"line": ident}) for c in working.choices if c.line == wording.id]
    choices = (*(c for c in working.choices if c.line not in gone), *carried)
    return working.model_copy(update={"lines": lines, "choices": choices})


def split(working: WorkingSet, ident: str, registrations: Registrations) -> WorkingSet:
    """A merged line as one line for each item behind it, each of them but the first worded by its organisation again.

    Raises DomainError ``line_unknown`` or ``split_single``.
    """
    (line,) = require_lines(working, [ident])
    if len(line.sources) < 2:
        raise conflict("split_single", line=ident)
    used = {known.id for known in working.lines}
    parts = [line.model_copy(update={"sources": line.sources[:1]})]
    for source in line.sources[1:]:
        item = registrations.taken(source)
        if item is not None:
            parts.append(_line(source, item, used))
            used.add(parts[-1].id)
    place = working.lines.index(line)
    return working.model_copy(update={"lines": (*working.lines[:place], *parts, *working.lines[place + 1 :])})


def refresh(working: WorkingSet, idents: Set[str], registrations: Registrations) -> WorkingSet:
    """The lines with what became of their sources: corrected ones in their new version, those no longer in force gone.

    A line that still has the wording of its only source takes the new wording; any other keeps the clerk's. A line
    with nothing left behind it goes. Its id stays, by which it may have been sent.
    """
    require_lines(working, idents)
    lines = []
    for line in working.lines:
        after = _refreshed(line, registrations) if line.id in idents else line
        if after is not None:
            lines.append(after)
    return _without_lines(working.model_copy(update={"lines": tuple(lines)}))


def leave_out_items(working: WorkingSet, offers: Iterable[Offer], reason: str) -> WorkingSet:
    """Offered items that are not taken over, with the reason that their organisations will read."""
    settled = working.settled
    fresh = [Omission(source=offer.source, reason=reason) for offer in offers if offer.place not in settled]
    return working.model_copy(update={"left_out": (*working.left_out, *fresh)})


def leave_out_lines(working: WorkingSet, idents: Set[str], reason: str) -> WorkingSet:
    """Lines that are sent to nobody; they stay in the set. Raises DomainError ``line_unknown``."""
    require_lines(working, idents)
    kept = tuple(one for one in working.left_out if one.line not in idents)
    fresh = (Omission(line=ident, reason=reason) for ident in sorted(idents))
    return working.model_copy(update={"left_out": (*kept, *fresh)})


def restore(working: WorkingSet, lines: Set[str] = frozenset(), items: Set[Place] = frozenset()) -> WorkingSet:
    """Lines that go upward again, and items that are offered again."""
    kept = tuple(
        one
        for one in working.left_out
        if one.line not in lines and (one.source is None or place_of(one.source) not in items)
    )
    return working.model_copy(update={"left_out": kept})


def require_lines(working: WorkingSet, idents: Collection[str]) -> list[DraftItem]:
    """The lines, each once. Raises DomainError ``line_unknown``: somebody merged one or took it out meanwhile."""
    known = {line.id: line for line in working.lines}
    for ident in idents:
        if ident not in known:
            raise conflict("line_unknown", field="lines", line=ident)
    return [known[ident] for ident in dict.fromkeys(idents)]


def _line(source: ItemSource, item: Item, used: Collection[str]) -> DraftItem:
    return DraftItem(
        id=item.id if item.id not in used else digest(place_of(source))[:32],
        field=item.field,
        content=item.content,
        parts=item.parts,
        expected=item.expected.text,
        note=item.note,
        sources=(source,),
    )


def _worded(line: DraftItem, before: DraftItem | None, used: Collection[str]) -> DraftItem:
    """A fresh line as it was worded before; by its former id, too, by which it may have been sent."""
    if before is None:
        return line
    return before.model_copy(update={"id": line.id if before.id in used else before.id, "sources": line.sources})


def _is_worded(line: DraftItem, registrations: Registrations) -> bool:
    """Whether the line's first item alone would not make it again."""
    source = line.sources[0]
    item = registrations.taken(source)
    return item is None or _line(source, item, ()) != line.model_copy(update={"sources": (source,)})


def _refreshed(line: DraftItem, registrations: Registrations) -> DraftItem | None:
    """None when nothing is left behind it."""
    known = registrations.offers
    sources = tuple(
        known[place_of(source)].source if registrations.change(source) is SourceChange.CORRECTED else source
        for source in line.sources
        if not registrations.gone(source)
    )
    if line.sources and not sources:
        return None
    after = line.model_copy(update={"sources": sources})
    if len(line.sources) != 1 or after == line:
        return after
    before = registrations.taken(line.sources[0])
    if before is None or _line(line.sources[0], before, ()).model_copy(update={"id": line.id}) != line:
        return after
    return _line(sources[0], known[place_of(sources[0])].item, ()).model_copy(update={"id": line.id})


def _without_lines(working: WorkingSet) -> WorkingSet:
    """What was said of lines that are no more is forgotten."""
    known = {line.id for line in working.lines}
    return working.model_copy(
        update={
            "left_out": tuple(one for one in working.left_out if one.line is None or one.line in known),
            "choices": tuple(one for one in working.choices if one.line in known),
        }
    )
