"""What every page of a consolidation shows: whose it is, its lines, and where they go."""

from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.registration.consolidation.model.crosswalk import Place
from services.registration.consolidation.records.opening import open_consolidation
from services.registration.consolidation.records.overview import ConsolidationOverview, overview
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.model.draft import DraftConsolidatedError
from shared.web import failures

ADDRESS = "/tong-hop"


async def overview_of(context: Context, ident: str) -> ConsolidationOverview:
    """Raises DomainError ``consolidation_not_found``."""
    return await overview(context.stores, await open_consolidation(context, ident))


async def render(page: CurrentPage, seen: ConsolidationOverview, template: str, /, **values: Any) -> Response:
    """A page about a consolidation. `values` as for `Page.render`."""
    known = seen.opened
    behind = {source.organisation for line in known.working.lines for source in line.sources}
    left = {one.source.organisation for one in known.working.left_out if one.source}
    offering = {offer.source.organisation for offer in seen.offers}
    above = {recipient for target in known.targets for recipient in target.recipients}
    return await page.render(
        template,
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


async def elsewhere(request: Request, error: Exception) -> Response:
    """A page of a draft that is made by a consolidation leads there; a command on it is refused."""
    assert isinstance(error, DraftConsolidatedError)
    if request.method in {"GET", "HEAD"} and failures.wants_page(request):
        return RedirectResponse(f"{ADDRESS}/{error.consolidation}", 303)
    return await failures.refused(request, error)
