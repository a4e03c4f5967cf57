"""The pages of restructurings: the list, an order with its consequences before it is confirmed, what became of it."""

import uuid
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import ValidationError

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.organisations.records.tree import existing, is_long
from services.registration.restructuring.commands import planning as handlers
from services.registration.restructuring.model.definition import (
    RestructuringDefinition,
    RestructuringKind,
    RestructuringStatus,
)
from services.registration.restructuring.pages.form import EMPTY_ROWS, NOBODY, Understood, understood
from services.registration.stores import Stores
from shared.contracts.types import Key
from shared.errors import DomainError, conflict
from shared.identity import Actor, Role
from shared.record.record import digest
from shared.web.app import Pages
from shared.web.form_input import Anchor, FormInput, read_form
from shared.web.page import Page
from shared.web.refusals import Refusal

router = APIRouter(prefix="/quan-tri/sap-xep", include_in_schema=False)

Ident = Annotated[Key, Path()]
Done = Annotated[str, Query(alias="xong", max_length=20)]


@router.get("")
async def listed(page: CurrentPage, pages: Pages) -> Response:
    """All restructurings, those of the latest day first."""
    _require(page.context.actor)
    found = await page.context.stores.restructurings.find(
        {}, sort=handlers.NEWEST_FIRST, skip=pages.skip, limit=pages.size
    )
    return page.render(
        "restructurings.html",
        found=[record.public for record in found],
        names=await page.context.stores.names_of({place for record in found for place in record.public.places}),
        page=pages.page,
        size=pages.size,
        total=await page.context.stores.restructurings.count({}),
    )


@router.get("/moi")
async def new(page: CurrentPage) -> Response:
    """The empty form."""
    rows = {"predecessors": [EMPTY_ROWS["predecessors"]], "successors": [EMPTY_ROWS["successors"]]}
    inputs = FormInput({"kind": RestructuringKind.MERGE.value, "on": page.context.stores.today.isoformat()}, rows)
    return await _form(page, inputs)


@router.post("/moi")
async def order(page: CurrentPage) -> Response:
    """``check`` shows what would come of it; ``plan`` orders what was shown."""
    inputs = FormInput.of(await read_form(page.request))
    verb, _, argument = inputs.value("action").partition(":")
    if verb in {"add", "remove"}:
        name, _, place = argument.partition(".")
        inputs = inputs.acted(name, verb, place, EMPTY_ROWS[name]) if name in EMPTY_ROWS else inputs
        return await _form(page, inputs)
    found: Understood | None = None
    anchor: Anchor = str
    try:
        found = await understood(page.context.stores, inputs)
        anchor = found.anchor
        await handlers.require(page.context, found.definition)
        await handlers.validate(page.context.stores, found.definition)
        seen = _digest(found.definition)
        if verb == "plan" and inputs.value("checked") != seen:
            raise conflict("restructuring_changed")
        inputs = replace(inputs, values={**inputs.values, "checked": seen})
        if verb != "plan":
            return await _form(page, inputs, found=found, checked=True)
        record = await handlers.plan(page.context.keyed(inputs.key), found.definition)
    except (DomainError, ValidationError) as error:
        await page.show(error)
        shown = isinstance(error, DomainError) and error.code == "restructuring_changed" and found is not None
        if shown and found is not None:
            inputs = replace(inputs, values={**inputs.values, "checked": _digest(found.definition)})
        return await _form(page, inputs, found=found, checked=shown, refusal=error, anchor=anchor)
    page.request.app.state.restructurer.wake()
    return page.to(f"/quan-tri/sap-xep/{record.id}?xong=planned")


@router.get("/{ident}")
async def one(page: CurrentPage, ident: Ident, done: Done = "") -> Response:
    """An order: what will pass on, or what did."""
    return await _one(page, ident, done=done)


@router.post("/{ident}/huy")
async def cancel(page: CurrentPage, ident: Ident) -> Response:
    """Takes the order back, with a reason."""
    sent = await read_form(page.request)
    reason = sent.get("reason", "").strip()
    try:
        if not reason:
            raise DomainError("string_too_short", field="reason")
        context = page.context.keyed(sent.get("key"))
        await handlers.cancel(context, ident, reason)
    except DomainError as error:
        await page.show(error)
        return await _one(page, ident, refusal=error)
    return page.to(f"/quan-tri/sap-xep/{ident}?xong=cancelled")


async def _one(page: Page[Context], ident: str, *, done: str = "", refusal: DomainError | None = None) -> Response:
    _require(page.context.actor)
    ordered = (await page.context.stores.restructurings.load(ident)).public
    waiting = ordered.status is RestructuringStatus.PLANNED
    consequences = await handlers.consequences(page.context.stores, ordered) if waiting else None
    moved = {
        campaign.id: campaign.public
        for campaign in await _campaigns(page.context.stores, {one.campaign for one in ordered.moved})
    }
    units = {move.organisation for move in ordered.moves} | {move.to for move in ordered.moves if move.to}
    return page.render(
        "restructuring.html",
        refusal=refusal,
        ordered=ordered,
        consequences=consequences,
        campaigns=moved,
        names=await _names(page.context.stores, ordered, units),
        key=uuid.uuid4().hex,
        errors=page.errors(refusal),
        done=done if done in {"planned", "cancelled"} else "",
    )


async def _form(
    page: Page[Context],
    inputs: FormInput,
    *,
    found: Understood | None = None,
    checked: bool = False,
    refusal: Refusal | None = None,
    anchor: Anchor = str,
) -> Response:
    _require(page.context.actor)
    definition = found.definition if found else None
    below = found.below if found else {}
    units = {unit.id for members in below.values() for unit in members}
    few = {} if await is_long(page.context.stores) else await existing(page.context.stores, page.context.stores.today)
    return page.render(
        "restructuring_form.html",
        refusal=refusal,
        inputs=replace(inputs, values={**inputs.values, "key": uuid.uuid4().hex}),
        kinds=list(RestructuringKind),
        organisations=list(few.values()),
        wanted=definition,
        below=below,
        consequences=await handlers.consequences(page.context.stores, definition) if definition and checked else None,
        names=await _names(page.context.stores, definition, units) if definition else {},
        nobody=NOBODY,
        errors=page.errors(refusal, anchor),
    )


async def _campaigns(stores: Stores, idents: set[str]) -> list[Any]:
    return list(await stores.campaigns.find({"_id": {"$in": sorted(idents)}}))


async def _names(stores: Stores, definition: RestructuringDefinition, units: set[str]) -> dict[str, str]:
    """The names of all that it speaks of; those of the new ones from the order itself."""
    return {one.id: one.name for one in definition.new} | await stores.names_of({*definition.named, *units})


def _digest(definition: RestructuringDefinition) -> str:
    return digest(definition.model_dump(mode="json"))


def _require(actor: Actor) -> None:
    if not actor.organisations(Role.ADMINISTRATOR):
        actor.require(Role.ADMINISTRATOR, actor.organisation)
