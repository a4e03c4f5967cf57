"""A consolidation as the API gives it."""

from services.registration.consolidation.model.crosswalk import Place
from services.registration.consolidation.model.sources import Change
from services.registration.consolidation.model.working_set import Choice, Consolidation, Omission
from services.registration.consolidation.records.overview import ConsolidationOverview, Target
from shared.contracts.campaigns import Field
from shared.contracts.files import DemandedFile
from shared.contracts.items import Item, ItemSource, LeftOut
from shared.contracts.submissions import RecipientStatus
from shared.contracts.types import Contract, Key, Line, OptionalParagraph, Slug
from shared.forms.initiatives.model import DraftItem
from shared.rules.quotas import wording_of


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


class AdviceView(Contract):
    """What the target's form encourages and the lines do not do: its code, and the plan's wording."""

    code: Line
    wording: OptionalParagraph


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
    nil_reasons: dict[Slug, OptionalParagraph]
    demanded: tuple[DemandedFile, ...]
    left_out: tuple[LeftOut, ...]
    unsettled: tuple[Slug, ...]
    problems: tuple[ProblemView, ...]
    advice: tuple[AdviceView, ...]
    ready: bool
    unsent: bool
    submission: Key | None
    state: tuple[RecipientView, ...]


class WholeConsolidation(Consolidation):
    """The working set with whose it is."""

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


def view(found: ConsolidationOverview) -> ConsolidationView:
    """As the API gives it."""
    record, working = found.opened.record, found.opened.working
    return ConsolidationView(
        consolidation=WholeConsolidation.read({**dict(record.public), **dict(working)}),
        offers=tuple(OfferView(source=offer.source, item=offer.item) for offer in found.offers),
        changes=tuple(
            ChangedView(line=line.id, source=source, change=change)
            for line in working.lines
            for source in line.sources
            if (change := found.opened.registrations.change(source))
        ),
        targets=tuple(_target(target) for target in found.targets),
        version=record.version,
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
            for one in projection.placements
        ),
        nil_fields=projection.draft.nil_fields,
        nil_reasons=projection.draft.nil_reasons,
        demanded=projection.draft.demanded,
        left_out=projection.draft.left_out,
        unsettled=tuple(one.line.id for one in projection.open),
        problems=tuple(ProblemView(code=fault.code, field=fault.field) for fault in projection.faults),
        advice=tuple(AdviceView(code=one.code, wording=wording_of(one.quota)) for one in projection.advice),
        ready=projection.ready,
        unsent=target.unsent,
        submission=target.carrier.id if target.carrier else None,
        state=tuple(RecipientView(organisation=place, status=status) for place, status in target.statuses.items()),
    )
