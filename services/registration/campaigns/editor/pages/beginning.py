"""A campaign begun: blank, from an official template, or from a plan that exists."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.registration.campaigns.editor.commands import BLANK, OFFICIAL, begin, existing_plans
from services.registration.campaigns.editor.pages.basics import issuers
from services.registration.campaigns.model.template import NewPlan
from services.registration.dependencies import CurrentPage
from services.registration.organisations.records import authorities
from shared.errors import DomainError
from shared.identity import Role
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal

router = APIRouter(include_in_schema=False)

Source = Annotated[str, Query(alias="tu", max_length=200)]


@router.get("/moi")
async def beginning(page: CurrentPage, source: Source = "") -> Response:
    """What to begin from, and what is new of it."""
    year = str(page.context.today.year + 1)
    return await _beginning(page, FormInput({"source": source, "year": year, "shift": "on"}))


@router.post("/moi")
async def create(page: CurrentPage) -> Response:
    """A draft, and on to its first page."""
    inputs = await page.inputs()
    try:
        context, templates = page.context.keyed(inputs.key), page.request.app.state.plan_templates
        record = await begin(context, templates, inputs.value("source"), _new_plan(inputs))
    except REFUSED as error:
        return await _beginning(page, inputs, error)
    return page.to(f"/phong-trao/{record.id}/sua/thong-tin?xong=created")


async def _beginning(page: CurrentPage, inputs: FormInput, refusal: Refusal | None = None) -> Response:
    context = page.context
    if not context.actor.organisations(Role.ADMINISTRATOR):
        context.actor.require(Role.ADMINISTRATOR, context.actor.organisation)
    organisations = await authorities(context.stores, context.today, {context.actor.organisation})
    return await page.render(
        "campaign_new.html",
        refusal=refusal,
        anchor=_begun_anchor,
        blank=BLANK,
        templates={f"{OFFICIAL}{template.code}": template for template in page.request.app.state.plan_templates},
        plans=await existing_plans(context.stores),
        issuers=issuers(context.actor, organisations),
        inputs=inputs,
        names={ident: organisation.short_name for ident, organisation in organisations.items()},
    )


def _begun_anchor(path: str) -> str:
    """What is wrong with the draft is told beside the input that it comes from."""
    first = path.partition(".")[0]
    return {"id": "number", "obliged": "issuer", "recipients": "issuer"}.get(first, first)


def _new_plan(inputs: FormInput) -> NewPlan:
    """Raises DomainError ``year_unreadable`` or ``string_too_short``."""
    number, year = inputs.value("number").strip(), inputs.value("year")
    if not (year.isascii() and year.strip().isdigit() and 2000 <= int(year) <= 2100):
        raise DomainError("year_unreadable", field="year")
    if not number:
        raise DomainError("string_too_short", field="number")
    title = " ".join(inputs.value("title").split())
    return NewPlan(number, int(year), inputs.value("issuer"), title, inputs.on("shift"))
