"""Consolidation (tổng hợp): what an organisation makes of the items it approved, before it sends them upward.

One working set an organisation and own campaign. It is private like a draft; what is delivered upward are the
submissions that it is projected to.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import chain
from typing import Annotated

from pydantic import Field

from services.registration.consolidation.model.sources import ItemKey, key_of
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.items import ItemSource
from shared.contracts.types import Contract, Instant, Key, OptionalParagraph, Paragraph, Person, Slug, is_empty
from shared.errors import conflict
from shared.forms.carrying import carried
from shared.forms.initiatives.model import DraftItem
from shared.identity import Actor
from shared.record.record import Change, Entry, Record
from shared.rules.ids import consolidation_id
from shared.rules.obligations import obliged_for


class Consolidation(Contract):
    """Public state: whose it is. `campaign` is the organisation's own, in which its units registered."""

    id: Key
    campaign: Slug
    organisation: Slug


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


class NilReason(Contract):
    """Why nothing is sent to one target in one of its fields."""

    campaign: Slug
    field: Slug
    reason: Paragraph


class WorkingSet(Contract):
    """The lines with the wording that is sent upward, in fields of the own campaign, each with its provenance.

    A line of the organisation's own has no sources. `left_out` is sent to nobody; `choices` are the crosswalk.
    `given_back`: lines that were given back to the offers with a wording of the clerk's, which taking one over again
    brings back. `nil_reasons`: for targets that want a reason where a field has no line.
    """

    lines: tuple[DraftItem, ...] = ()
    left_out: tuple[Omission, ...] = ()
    choices: tuple[Choice, ...] = ()
    given_back: tuple[DraftItem, ...] = ()
    nil_reasons: Annotated[tuple[NilReason, ...], Field(exclude_if=is_empty)] = ()
    saved_at: Instant | None = None
    saved_by: Person | None = None

    def line(self, ident: str) -> DraftItem | None:
        return next((line for line in self.lines if line.id == ident), None)

    @property
    def settled(self) -> set[ItemKey]:
        """The items that are taken over or left out."""
        omitted = (one.source for one in self.left_out if one.source)
        return {key_of(source) for source in chain(*(line.sources for line in self.lines), omitted)}

    @property
    def reasons(self) -> dict[str, str]:
        """Why a line is sent to nobody, by line."""
        return {one.line: one.reason for one in self.left_out if one.line}

    @property
    def worded(self) -> dict[ItemKey, DraftItem]:
        """What was given back, by the item that its wording returns with."""
        return {key_of(line.sources[0]): line for line in self.given_back}


ConsolidationRecord = Record[Consolidation, WorkingSet]
ConsolidationChange = Change[Consolidation, WorkingSet]


def start(campaign: Campaign, targets: Iterable[Campaign], organisation: str, actor: Actor) -> ConsolidationChange:
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
    """Those of the parent campaigns to which the organisation owes a form of carried items: the targets."""
    return [one for one in parents if (asked := carried(one)) and organisation in obliged_for(one, asked)]


def save(record: ConsolidationRecord, after: WorkingSet, person: Person, now: datetime) -> ConsolidationChange | None:
    """The working set kept, as privately as a draft; None when nothing changed."""
    if after == record.private:
        return None
    return Change(record.public, after.model_copy(update={"saved_at": now, "saved_by": person}))


def require_lines(working: WorkingSet, idents: Collection[str]) -> list[DraftItem]:
    """The lines, each once. Raises DomainError ``line_unknown``: somebody merged one or took it out meanwhile."""
    known = {line.id: line for line in working.lines}
    for ident in idents:
        if ident not in known:
            raise conflict("line_unknown", field="lines", line=ident)
    return [known[ident] for ident in dict.fromkeys(idents)]


def without_lost(working: WorkingSet) -> WorkingSet:
    """What was said of lines that are no more is forgotten."""
    known = {line.id for line in working.lines}
    return working.model_copy(
        update={
            "left_out": tuple(one for one in working.left_out if one.line is None or one.line in known),
            "choices": tuple(one for one in working.choices if one.line in known),
        }
    )
