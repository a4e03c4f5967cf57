"""Restructurings: administrators order them; they are carried out on their day."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from services.registration.dependencies import CommandContext, CurrentContext
from services.registration.restructuring.commands.planning import CancelRestructuring, PlanRestructuring
from services.registration.restructuring.model.definition import Cancellation, Restructuring, RestructuringDefinition
from services.registration.restructuring.records import NEWEST_FIRST
from shared.contracts.types import Key
from shared.web.app import tagged_state
from shared.web.parameters import Pages

router = APIRouter(prefix="/api/registration/restructurings", tags=["restructurings"])


@router.get("")
async def listed(context: CurrentContext, pages: Pages) -> dict[str, Any]:
    """All restructurings, those of the latest day first."""
    found = await context.stores.restructurings.find({}, sort=NEWEST_FIRST, skip=pages.skip, limit=pages.size)
    total = await context.stores.restructurings.count({})
    return pages.answer([record.public.model_dump(mode="json") for record in found], total)


@router.post("", status_code=201, response_model=Restructuring)
async def plan(context: CommandContext, request: Request, definition: RestructuringDefinition) -> JSONResponse:
    """Orders one for its day; one whose day has come is carried out at once."""
    record = await PlanRestructuring(definition).run(context)
    request.app.state.restructurer.wake()
    return tagged_state(record, 201)


@router.get("/{ident}", response_model=Restructuring)
async def one(context: CurrentContext, ident: Key) -> JSONResponse:
    """What was ordered, whether it is done, and which obligations passed on."""
    return tagged_state(await context.stores.restructurings.load(ident))


@router.post("/{ident}/cancel", response_model=Restructuring)
async def cancel(context: CommandContext, ident: Key, wanted: Cancellation) -> JSONResponse:
    """Takes the order back before its day."""
    return tagged_state(await CancelRestructuring(ident, wanted).run(context))
