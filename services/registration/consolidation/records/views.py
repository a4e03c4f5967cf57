"""A consolidation as the two faces show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from services.registration.consolidation.model.lines import Choice, Omission
from services.registration.consolidation.model.sources import Change, Offer, Registrations
from services.registration.consolidation.model.targets import Place, Projection, project
from services.registration.consolidation.records.opening import Opened, carriers, heard
from services.registration.stores import Stores
from services.registration.submissions.drafts.model.completeness import as_content
from services.registration.submissions.model.draft import DraftItem
from services.registration.submissions.records.consolidated import Carrier
from shared.contracts.campaigns import Campaign, Field, FormKind
from shared.contracts.items import Content, Item, ItemSource, LeftOut
from shared.contracts.submissions import RecipientStatus, SubmissionStatus, Version
from shared.contracts.types import Contract, Key, Line, OptionalParagraph, Slug
from shared.language.deadlines import Deadline
from shared.rules.obligations import Obligation, statuses


@dataclass(frozen=True)
class Target:
    """A target with what would be sent to it now, and what was sent; `carrier` None: nothing was begun."""

    projection: Projection
    organisation: str
    carrier: Carrier | None

    @property
    def campaign(self) -> Campaign:
        return self.projection.target

    @property
    def statuses(self) -> dict[str, RecipientStatus | None]:
        return statuses(self.carrier.public if self.carrier else None, self.campaign.recipients)

    @property
    def due(self) -> Deadline | None:
        form = self.campaign.form(FormKind.REGISTRATION)
        return Obligation(self.campaign, form, self.organisation).due if form else None

    @property
    def delivered(self) -> Version | None:
        """The newest version, unless it was taken back."""
        known = self.carrier
        return known.public.latest if known and known.public.status is SubmissionStatus.DELIVERED else None

    @cached_property
    def unsent(self) -> bool:
        """Whether what would be sent now is not what was sent last."""
        if self.delivered is None or self.carrier is None or self.carrier.latest is None or not self.projection.ready:
            return True
        now, sent = as_content(self.projection.draft, self.campaign), self.carrier.latest
        # What an older release stored may lack what is empty in both.
        return now.model_dump(mode="json") != sent and now != Content.read(sent)

    @property
    def count(self) -> int:
        return len(self.projection.draft.items)


@dataclass(frozen=True)
class Look:
    """All that the page shows. `offers` are those that are neither taken over nor left out."""

    opened: Opened
    registrations: Registrations
    offers: list[Offer]
    targets: list[Target]

    def changes(self, line: DraftItem) -> list[tuple[ItemSource, Change]]:
        """What became of the items behind a line since they were taken over."""
        found = [(source, self.registrations.change(source)) for source in line.sources]
        return [(source, change) for source, change in found if change is not None]


class OfferView(Contract):
    """An approved item that nobody has taken over or left out yet."""

    source: ItemSource
    item: Item


class ChangedView(Contract):
    """A source of a line that is no longer as it was when it was taken over."""

    line: Slug
    source: ItemSource
    change: Change


class PlacedView(Contract):
    """A line in a target: `field` is the target's, None where it is not sent (`reason`) or not settled yet."""

    line: Slug
    place: Place
    field: Slug | None
    reason: OptionalParagraph = ""


class ProblemView(Contract):
    """What keeps the lines from being sent to a target; `field` is ``lines.<id>.<column>``."""

    code: Line
    field: Line | None


class RecipientView(Contract):
    """Where the target's submission stands with a recipient; None: nothing was sent."""

    organisation: Slug
    status: RecipientStatus | None


class TargetView(Contract):
    """A target: `unsettled` are the lines whose field a person must choose, `state` that of each recipient.

    `unsent`: what would be sent now differs from what was delivered last.
    """

    campaign: Slug
    number: Line
    recipients: tuple[Slug, ...]
    fields: tuple[Field, ...]
    lines: tuple[PlacedView, ...]
    nil_fields: tuple[Slug, ...]
    left_out: tuple[LeftOut, ...]
    unsettled: tuple[Slug, ...]
    problems: tuple[ProblemView, ...]
    ready: bool
    unsent: bool
    submission: Key | None
    state: tuple[RecipientView, ...]


class WholeConsolidation(Contract):
    """The working set with whose it is."""

    id: Key
    campaign: Slug
    organisation: Slug
    lines: tuple[DraftItem, ...]
    left_out: tuple[Omission, ...]
    choices: tuple[Choice, ...]
    given_back: tuple[DraftItem, ...]


class ConsolidationView(Contract):
    """A consolidation whole; `version` is the ETag."""

    consolidation: WholeConsolidation
    offers: tuple[OfferView, ...]
    changes: tuple[ChangedView, ...]
    targets: tuple[TargetView, ...]
    version: int


async def look(stores: Stores, opened: Opened) -> Look:
    """One query for everything that the units registered, one for what was sent upward."""
    registrations = opened.registrations or await heard(stores, opened)
    known = await carriers(stores, opened)
    return _look(opened, registrations, known)


def view(found: Look) -> ConsolidationView:
    """As the API gives it."""
    record, working = found.opened.record, found.opened.working
    return ConsolidationView(
        consolidation=WholeConsolidation(
            id=record.id,
            campaign=record.public.campaign,
            organisation=record.public.organisation,
            lines=working.lines,
            left_out=working.left_out,
            choices=working.choices,
            given_back=working.given_back,
        ),
        offers=tuple(OfferView(source=offer.source, item=offer.item) for offer in found.offers),
        changes=tuple(
            ChangedView(line=line.id, source=source, change=change)
            for line in working.lines
            for source, change in found.changes(line)
        ),
        targets=tuple(_target(target) for target in found.targets),
        version=record.version,
    )


def _look(opened: Opened, registrations: Registrations, known: Mapping[str, Carrier]) -> Look:
    settled = opened.working.settled
    return Look(
        opened,
        registrations,
        [offer for place, offer in registrations.offers.items() if place not in settled],
        [
            Target(
                project(opened.working, target, registrations, opened.record.id),
                opened.organisation,
                known.get(target.id),
            )
            for target in opened.targets
        ],
    )


def _target(target: Target) -> TargetView:
    projection, campaign = target.projection, target.campaign
    return TargetView(
        campaign=campaign.id,
        number=campaign.number,
        recipients=campaign.recipients,
        fields=campaign.fields,
        lines=tuple(
            PlacedView(line=one.line.id, place=one.place, field=one.field, reason=one.reason)
            for one in projection.placed
        ),
        nil_fields=projection.draft.nil_fields,
        left_out=projection.draft.left_out,
        unsettled=tuple(one.line.id for one in projection.open),
        problems=tuple(ProblemView(code=fault.code, field=fault.field) for fault in projection.faults),
        ready=projection.ready,
        unsent=target.unsent,
        submission=target.carrier.id if target.carrier else None,
        state=tuple(RecipientView(organisation=place, status=status) for place, status in target.statuses.items()),
    )
