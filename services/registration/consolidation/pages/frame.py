"""What every page of a consolidation shows: whose it is, its lines, and where they go."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.registration.consolidation.model.crosswalk import Place, Placement
from services.registration.consolidation.model.sources import Change, Registrations, key_of
from services.registration.consolidation.records.opening import open_consolidation
from services.registration.consolidation.records.overview import ConsolidationOverview, overview
from services.registration.context import Context
from services.registration.submissions.model.draft import DraftConsolidatedError, DraftItem
from shared.contracts.campaigns import Campaign
from shared.contracts.items import Item, ItemSource
from shared.web import failures
from shared.web.page import Page, Refusal

ADDRESS = "/tong-hop"


@dataclass(frozen=True)
class SourceView:
    """An item behind a line: as it was taken over, what became of it, and its new wording where it was corrected."""

    source: ItemSource
    taken: Item | None
    change: Change | None
    now: Item | None


@dataclass(frozen=True)
class LineView:
    """A line with what stands behind it, and its place in each target."""

    line: DraftItem
    sources: tuple[SourceView, ...]
    places: tuple[tuple[Campaign, Placement], ...]
    left_out: str | None

    @property
    def changed(self) -> bool:
        return any(source.change for source in self.sources)


async def overview_of(context: Context, ident: str) -> ConsolidationOverview:
    """Raises DomainError ``consolidation_not_found``."""
    return await overview(context.stores, await open_consolidation(context, ident))


async def render(
    page: Page[Context], seen: ConsolidationOverview, template: str, /, *, refusal: Refusal | None = None, **values: Any
) -> Response:
    """A page about a consolidation."""
    known = seen.opened
    behind = {source.organisation for line in known.working.lines for source in line.sources}
    left = {one.source.organisation for one in known.working.left_out if one.source}
    offering = {offer.source.organisation for offer in seen.offers}
    above = {recipient for target in known.targets for recipient in target.recipients}
    return await page.render(
        template,
        refusal=refusal,
        seen=seen,
        record=known.record,
        campaign=known.campaign,
        organisation=known.organisation,
        targets=seen.targets,
        fields={field.code: field for field in known.campaign.fields},
        names=await page.context.stores.names_of({known.organisation} | behind | left | offering | above),
        base=f"{ADDRESS}/{known.record.id}",
        Place=Place,
        **values,
    )


def line_views(seen: ConsolidationOverview, lines: list[DraftItem]) -> list[LineView]:
    """Lines ready for the page."""
    reasons = seen.opened.working.reasons
    by_target = [(t.campaign, {one.line.id: one for one in t.projection.placements}) for t in seen.targets]
    return [
        LineView(
            line,
            tuple(_source(seen.opened.registrations, source) for source in line.sources),
            tuple((campaign, placed[line.id]) for campaign, placed in by_target),
            reasons.get(line.id),
        )
        for line in lines
    ]


async def elsewhere(request: Request, error: Exception) -> Response:
    """A page of a draft that is made by a consolidation leads there; a command on it is refused."""
    assert isinstance(error, DraftConsolidatedError)
    if request.method in {"GET", "HEAD"} and failures.wants_page(request):
        return RedirectResponse(f"{ADDRESS}/{error.consolidation}", 303)
    return await failures.refused(request, error)


def _source(registrations: Registrations, source: ItemSource) -> SourceView:
    change = registrations.change(source)
    offer = registrations.offers.get(key_of(source))
    now = offer.item if offer and change is Change.CORRECTED else None
    return SourceView(source, registrations.taken(source), change, now)
