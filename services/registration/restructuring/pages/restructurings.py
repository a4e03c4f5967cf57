"""The pages of restructurings: the list, an order with its consequences before it is confirmed, what became of it."""

import uuid
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
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
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor, Pages
from shared.web.refusals import Refusal
from shared.web.refusals import errors_of as faults_of
from shared.web.refusals import status_for as status
from shared.web.typed import Anchor, Typed, read_form

router = APIRouter(prefix="/quan-tri/sap-xep", include_in_schema=False)

Ident = Annotated[Key, Path()]
Done = Annotated[str, Query(alias="xong", max_length=20)]


@router.get("")
async def listed(request: Request, actor: CurrentActor, stores: CurrentStores, pages: Pages) -> Response:
    """All restructurings, those of the latest day first."""
    _require(actor)
    found = await stores.restructurings.find({}, sort=handlers.NEWEST_FIRST, skip=pages.skip, limit=pages.size)
    page: Response = request.app.state.frame.render(
        request,
        "restructurings.html",
        found=[record.public for record in found],
        names=await stores.names_of({place for record in found for place in record.public.places}),
        page=pages.page,
        size=pages.size,
        total=await stores.restructurings.count({}),
    )
    return page


@router.get("/moi")
async def new(request: Request, actor: CurrentActor, stores: CurrentStores) -> Response:
    """The empty form."""
    rows = {"predecessors": [EMPTY_ROWS["predecessors"]], "successors": [EMPTY_ROWS["successors"]]}
    held = Typed({"kind": RestructuringKind.MERGE.value, "on": stores.today.isoformat()}, rows)
    return await _form(request, actor, stores, held)


@router.post("/moi")
async def order(request: Request, actor: CurrentActor, stores: CurrentStores) -> Response:
    """``check`` shows what would come of it; ``plan`` orders what was shown."""
    held = Typed.of(await read_form(request))
    verb, _, argument = held.value("action").partition(":")
    if verb in {"add", "remove"}:
        name, _, place = argument.partition(".")
        held = held.acted(name, verb, place, EMPTY_ROWS[name]) if name in EMPTY_ROWS else held
        return await _form(request, actor, stores, held)
    found: Understood | None = None
    anchor: Anchor = str
    try:
        found = await understood(stores, held)
        anchor = found.anchor
        await handlers.require(stores, actor, found.definition)
        await handlers.validate(stores, found.definition)
        seen = _digest(found.definition)
        if verb == "plan" and held.value("checked") != seen:
            raise conflict("restructuring_changed")
        held = replace(held, values={**held.values, "checked": seen})
        if verb != "plan":
            return await _form(request, actor, stores, held, found=found, checked=True)
        record = await handlers.plan(stores, actor, found.definition, cause=idempotency_cause(actor.account, held.key))
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        shown = isinstance(error, DomainError) and error.code == "restructuring_changed" and found is not None
        if shown and found is not None:
            held = replace(held, values={**held.values, "checked": _digest(found.definition)})
        return await _form(request, actor, stores, held, found=found, checked=shown, refusal=error, anchor=anchor)
    request.app.state.restructurer.wake()
    return RedirectResponse(f"/quan-tri/sap-xep/{record.id}?xong=planned", 303)


@router.get("/{ident}")
async def one(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores, done: Done = "") -> Response:
    """An order: what will pass on, or what did."""
    return await _one(request, actor, stores, ident, done=done)


@router.post("/{ident}/huy")
async def cancel(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Takes the order back, with a reason."""
    sent = await read_form(request)
    reason = sent.get("reason", "").strip()
    try:
        if not reason:
            raise DomainError("string_too_short", field="reason")
        cause = idempotency_cause(actor.account, sent.get("key"))
        await handlers.cancel(stores, actor, ident, reason, cause=cause)
    except DomainError as error:
        await raise_unless_shown(stores, error)
        return await _one(request, actor, stores, ident, refusal=error)
    return RedirectResponse(f"/quan-tri/sap-xep/{ident}?xong=cancelled", 303)


async def _one(
    request: Request, actor: Actor, stores: Stores, ident: str, *, done: str = "", refusal: DomainError | None = None
) -> Response:
    _require(actor)
    ordered = (await stores.restructurings.load(ident)).public
    waiting = ordered.status is RestructuringStatus.PLANNED
    consequences = await handlers.consequences(stores, ordered) if waiting else None
    moved = {
        campaign.id: campaign.public for campaign in await _campaigns(stores, {one.campaign for one in ordered.moved})
    }
    units = {move.organisation for move in ordered.moves} | {move.to for move in ordered.moves if move.to}
    page: Response = request.app.state.frame.render(
        request,
        "restructuring.html",
        status=status(refusal) if refusal else 200,
        ordered=ordered,
        consequences=consequences,
        campaigns=moved,
        names=await _names(stores, ordered, units),
        key=uuid.uuid4().hex,
        errors=faults_of(refusal, request.app.state.catalogue) if refusal else [],
        done=done if done in {"planned", "cancelled"} else "",
    )
    return page


async def _form(
    request: Request,
    actor: Actor,
    stores: Stores,
    held: Typed,
    *,
    found: Understood | None = None,
    checked: bool = False,
    refusal: Refusal | None = None,
    anchor: Anchor = str,
) -> Response:
    _require(actor)
    definition = found.definition if found else None
    below = found.below if found else {}
    units = {unit.id for members in below.values() for unit in members}
    few = {} if await is_long(stores) else await existing(stores, stores.today)
    page: Response = request.app.state.frame.render(
        request,
        "restructuring_form.html",
        status=status(refusal) if refusal else 200,
        held=replace(held, values={**held.values, "key": uuid.uuid4().hex}),
        kinds=list(RestructuringKind),
        organisations=list(few.values()),
        wanted=definition,
        below=below,
        consequences=await handlers.consequences(stores, definition) if definition and checked else None,
        names=await _names(stores, definition, units) if definition else {},
        nobody=NOBODY,
        errors=faults_of(refusal, request.app.state.catalogue, anchor) if refusal else [],
    )
    return page


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
