"""What becomes of a plan after a confirmation: announced, closed, opened again."""

from fastapi import APIRouter, Response

from services.registration.campaigns.commands import AnnounceCampaign, CloseCampaign, ReopenCampaign
from services.registration.campaigns.model.campaign import ReopeningRequest
from services.registration.campaigns.model.definition import lacking
from services.registration.campaigns.model.deviations import deviations
from services.registration.campaigns.model.inheritance import inherited
from services.registration.campaigns.records import impact, preview
from services.registration.dependencies import CurrentPage
from shared.contracts.types import Slug
from shared.identity import Role
from shared.rules.obligations import obliged_for
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal
from shared.web.readings import version_of

router = APIRouter(include_in_schema=False)

STEPS = {
    "phat-dong": ("announce.html", "announced"),
    "ket-thuc": ("close.html", "closed"),
    "mo-lai": ("reopen.html", "reopened"),
}
"""By the last part of its address: the page that asks for a step, and what it says afterwards."""


@router.get("/{ident}/phat-dong")
@router.get("/{ident}/ket-thuc")
@router.get("/{ident}/mo-lai")
async def confirmation(page: CurrentPage, ident: Slug) -> Response:
    """What the step warns of, ends or means, before it is done."""
    return await _confirmation(page, ident)


@router.post("/{ident}/phat-dong")
@router.post("/{ident}/ket-thuc")
@router.post("/{ident}/mo-lai")
async def confirmed(page: CurrentPage, ident: Slug) -> Response:
    """Does it to what the person has seen; a plan that was changed meanwhile is shown again first."""
    inputs, (_, done) = await page.inputs(), _step(page)
    try:
        await _wanted(done, ident, inputs).run(page.context.keyed(inputs.value("key")))
    except REFUSED as error:
        return await _confirmation(page, ident, refusal=error, reason=inputs.value("reason"))
    return page.to(f"/phong-trao/{ident}?xong={done}")


def _step(page: CurrentPage) -> tuple[str, str]:
    return STEPS[page.request.url.path.rpartition("/")[2]]


def _wanted(done: str, ident: str, inputs: FormInput) -> AnnounceCampaign | CloseCampaign | ReopenCampaign:
    seen = version_of(inputs.value("version"))
    if done == "reopened":
        return ReopenCampaign(ident, seen, ReopeningRequest(reason=inputs.value("reason")))
    return AnnounceCampaign(ident, seen) if done == "announced" else CloseCampaign(ident, seen)


async def _confirmation(page: CurrentPage, ident: str, *, refusal: Refusal | None = None, reason: str = "") -> Response:
    template, _ = _step(page)
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
        missing=list(lacking(campaign)),
        inherited=inherited(campaign),
        apart={form.code: len(deviations(form).codes) for form in campaign.forms},
        owing=max((len(obliged_for(campaign, form.asked_in(period))) for form, period in campaign.asked), default=0),
        names=await page.context.stores.names_of(campaign.recipients),
        reason=reason,
    )
