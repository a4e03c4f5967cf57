"""A campaign begun from a template: which plan, and what is new of it."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.registration.campaigns.editor.commands import CreateFromTemplate, create_from, templates
from services.registration.campaigns.editor.pages.basics import issuers
from services.registration.campaigns.model.template import NewPlan
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.organisations.records import authorities
from shared.errors import DomainError
from shared.identity import Role
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Page, Refusal

router = APIRouter(include_in_schema=False)

Source = Annotated[str, Query(alias="tu", max_length=200)]


@router.get("/moi")
async def template_form(page: CurrentPage, source: Source = "") -> Response:
    """Which plan to begin from, and what is new of it."""
    year = str(page.context.today.year + 1)
    return await _form(page, FormInput({"source": source, "year": year, "shift": "on", "key": uuid.uuid4().hex}))


@router.post("/moi")
async def create(page: CurrentPage) -> Response:
    """A draft like the template, and on to its first page."""
    inputs = await page.inputs()
    try:
        wanted = CreateFromTemplate(inputs.value("source"), _new(inputs))
        record = await create_from(page.context.keyed(inputs.key), page.request.app.state.plans, wanted)
    except REFUSED as error:
        return await _form(page, inputs, error)
    return page.to(f"/phong-trao/{record.id}/sua/thong-tin?xong=created")


async def _form(page: Page[Context], inputs: FormInput, refusal: Refusal | None = None) -> Response:
    context = page.context
    if not context.actor.organisations(Role.ADMINISTRATOR):
        context.actor.require(Role.ADMINISTRATOR, context.actor.organisation)
    organisations = await authorities(context.stores, context.today, {context.actor.organisation})
    return await page.render(
        "campaign_new.html",
        refusal=refusal,
        anchor=_anchor,
        templates=await templates(context.stores, page.request.app.state.plans),
        issuers=issuers(context.actor, organisations),
        inputs=inputs,
        names={ident: organisation.short_name for ident, organisation in organisations.items()},
    )


def _anchor(path: str) -> str:
    """What is wrong with the draft is told beside the input that it comes from."""
    first = path.partition(".")[0]
    return {"id": "number", "obliged": "issuer", "recipients": "issuer"}.get(first, first)


def _new(inputs: FormInput) -> NewPlan:
    """Raises DomainError ``year_unreadable`` or ``string_too_short``."""
    number, year = inputs.value("number").strip(), inputs.value("year")
    if not (year.isascii() and year.strip().isdigit() and 2000 <= int(year) <= 2100):
        raise DomainError("year_unreadable", field="year")
    if not number:
        raise DomainError("string_too_short", field="number")
    return NewPlan(number, int(year), inputs.value("issuer"), inputs.on("shift"))
