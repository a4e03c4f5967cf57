"""Restructurings: administrators order them; they are carried out on their day."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from services.registration.dependencies import CommandContext, CurrentContext
from services.registration.restructuring.commands import planning as handlers
from services.registration.restructuring.model.definition import (
    Restructuring,
    RestructuringDefinition,
    RestructuringRecord,
)
from shared.contracts.types import Contract, Key, Paragraph
from shared.web.app import Pages, tagged

router = APIRouter(prefix="/api/registration/restructurings", tags=["restructurings"])

Ident = Annotated[Key, Path()]


class Cancellation(Contract):
    """Why an order is taken back."""

    reason: Paragraph


@router.get("")
async def listed(context: CurrentContext, pages: Pages) -> dict[str, Any]:
    """All restructurings, those of the latest day first."""
    found = await context.stores.restructurings.find({}, sort=handlers.NEWEST_FIRST, skip=pages.skip, limit=pages.size)
    total = await context.stores.restructurings.count({})
    return pages.answer([record.public.model_dump(mode="json") for record in found], total)


@router.post("", status_code=201, response_model=Restructuring)
async def plan(context: CommandContext, request: Request, definition: RestructuringDefinition) -> JSONResponse:
    """Orders one for its day; one whose day has come is carried out at once."""
    record = await handlers.plan(context, definition)
    request.app.state.restructurer.wake()
    return _answer(record, 201)


@router.get("/{ident}", response_model=Restructuring)
async def one(context: CurrentContext, ident: Ident) -> JSONResponse:
    """What was ordered, whether it is done, and which obligations passed on."""
    return _answer(await context.stores.restructurings.load(ident))


@router.post("/{ident}/cancel", response_model=Restructuring)
async def cancel(context: CommandContext, ident: Ident, wanted: Cancellation) -> JSONResponse:
    """Takes the order back before its day."""
    return _answer(await handlers.cancel(context, ident, wanted.reason))


def _answer(record: RestructuringRecord, status: int = 200) -> JSONResponse:
    return tagged(record.public.model_dump(mode="json"), record.version, status)
