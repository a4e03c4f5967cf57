"""Extensions (gia hạn): for one unit, form and period, with a reason."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.registration.campaigns.extensions.commands import Extend
from services.registration.campaigns.extensions.model import ExtensionRequest
from services.registration.campaigns.model.campaign import authority
from services.registration.campaigns.model.deadlines import deadline, meaning
from services.registration.campaigns.model.periods import asked_by
from services.registration.campaigns.records import unit_states
from services.registration.dependencies import CurrentPage
from shared.contracts.types import Slug
from shared.errors import DomainError, forbidden, not_found
from shared.identity import Role
from shared.rules.obligations import asked_of
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

Unit = Annotated[str, Query(alias="don-vi", max_length=64)]
Code = Annotated[str, Query(alias="bieu-mau", max_length=64)]
PeriodOf = Annotated[str, Query(alias="ky", max_length=10)]


@router.get("/{ident}/gia-han")
async def form(*, page: CurrentPage, ident: Slug, unit: Unit = "", code: Code = "", period: PeriodOf = "") -> Response:
    """The form for one unit, with the extension that it has already."""
    return await _form(page, ident, FormInput({"organisation": unit, "form": code, "period": period}))


@router.post("/{ident}/gia-han")
async def grant(page: CurrentPage, ident: Slug) -> Response:
    """Grants it; ``check`` only reads the deadline back."""
    inputs = await page.inputs()
    if inputs.value("action") == "check":
        return await _form(page, ident, inputs)
    try:
        wanted = ExtensionRequest.model_validate(_typed(inputs))
        await Extend(ident, None, wanted).run(page.context.keyed(inputs.key))
    except REFUSED as error:
        return await _form(page, ident, inputs, refusal=error)
    period = f"&ky={wanted.period}" if wanted.period else ""
    return page.to(f"/phong-trao/{ident}?bieu-mau={wanted.form}{period}&xong=extended#don-vi")


def _typed(inputs: FormInput) -> dict[str, str | None]:
    values: dict[str, str | None] = {name: inputs.value(name) for name in ExtensionRequest.model_fields}
    return {**values, "period": values["period"] or None}


async def _form(page: CurrentPage, ident: str, inputs: FormInput, *, refusal: Refusal | None = None) -> Response:
    campaign = (await page.context.stores.campaigns.load(ident)).public
    if authority(campaign, page.context.actor) is None:
        raise forbidden("role_missing", role=Role.ADMINISTRATOR.value, organisation=campaign.issuer)
    unit = inputs.value("organisation")
    asked = asked_by(campaign, inputs.value("form"), inputs.value("period"), page.context.now)
    if asked is None or unit not in asked_of(campaign, asked[0].asked_in(asked[1])):
        raise not_found("organisation", unit)
    reading = lacking = None
    try:
        reading = meaning(deadline(inputs.value("due"), field="due")) if inputs.value("due").strip() else None
    except DomainError as error:
        lacking = error
    (state,) = await unit_states(page.context.stores, campaign, *asked, (unit,))
    return await page.render(
        "extension.html",
        refusal=refusal,
        lacking=lacking,
        campaign=campaign,
        form=asked[0],
        period=asked[1],
        state=state,
        inputs=inputs,
        reading=reading,
        names=await page.context.stores.names_of({unit, *campaign.recipients}),
    )
