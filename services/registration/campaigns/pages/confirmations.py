"""What becomes of a campaign after a confirmation: it is announced, closed, opened again."""

from fastapi import APIRouter, Response

from services.registration.campaigns import commands
from services.registration.campaigns.model.campaign import ReopeningRequest
from services.registration.campaigns.records import impact, preview
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from shared.contracts.types import Slug
from shared.identity import Role
from shared.rules.obligations import obliged_for
from shared.web.page import REFUSED, Page, Refusal
from shared.web.readings import version_of

router = APIRouter(include_in_schema=False)


@router.get("/{ident}/phat-dong")
async def announcement(page: CurrentPage, ident: Slug) -> Response:
    """What announcing warns of, before it is done."""
    return await _confirmation(page, ident, "announce.html")


@router.post("/{ident}/phat-dong")
async def announce(page: CurrentPage, ident: Slug) -> Response:
    """Announces what the person has seen; a plan that was changed meanwhile is shown again first."""
    inputs = await page.inputs()
    wanted = commands.AnnounceCampaign(ident, version_of(inputs.value("version")))
    try:
        await wanted.run(page.context.keyed(inputs.value("key")))
    except REFUSED as error:
        return await _confirmation(page, ident, "announce.html", refusal=error)
    return page.to(f"/phong-trao/{ident}?xong=announced")


@router.get("/{ident}/ket-thuc")
async def closing(page: CurrentPage, ident: Slug) -> Response:
    """What closing ends, before it is done."""
    return await _confirmation(page, ident, "close.html")


@router.post("/{ident}/ket-thuc")
async def close(page: CurrentPage, ident: Slug) -> Response:
    """Closes what the person has seen."""
    inputs = await page.inputs()
    wanted = commands.CloseCampaign(ident, version_of(inputs.value("version")))
    try:
        await wanted.run(page.context.keyed(inputs.value("key")))
    except REFUSED as error:
        return await _confirmation(page, ident, "close.html", refusal=error)
    return page.to(f"/phong-trao/{ident}?xong=closed")


@router.get("/{ident}/mo-lai")
async def reopening(page: CurrentPage, ident: Slug) -> Response:
    """What reopening means, before it is done."""
    return await _confirmation(page, ident, "reopen.html")


@router.post("/{ident}/mo-lai")
async def reopen(page: CurrentPage, ident: Slug) -> Response:
    """Opens what the person has seen."""
    inputs = await page.inputs()
    reason, seen = inputs.value("reason"), version_of(inputs.value("version"))
    try:
        wanted = commands.ReopenCampaign(ident, seen, ReopeningRequest(reason=reason))
        await wanted.run(page.context.keyed(inputs.value("key")))
    except REFUSED as error:
        return await _confirmation(page, ident, "reopen.html", refusal=error, reason=reason)
    return page.to(f"/phong-trao/{ident}?xong=reopened")


async def _confirmation(
    page: Page[Context], ident: str, template: str, *, refusal: Refusal | None = None, reason: str = ""
) -> Response:
    record = await page.context.stores.campaigns.load(ident)
    campaign = record.public
    page.context.actor.require(Role.ADMINISTRATOR, campaign.issuer)
    return await page.render(
        template,
        refusal=refusal,
        campaign=campaign,
        version=record.version,
        warnings=await preview(page.context, campaign),
        met=await impact(page.context.stores, ident),
        owing=len(obliged_for(campaign, campaign.forms[0].kind)),
        names=await page.context.stores.names_of(campaign.recipients),
        reason=reason,
    )
