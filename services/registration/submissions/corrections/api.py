"""Corrections of what was approved, and items withdrawn after delivery."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from services.registration.dependencies import CurrentStores
from services.registration.submissions.corrections import commands as handlers
from services.registration.submissions.corrections.model.corrections import CorrectionRequest
from services.registration.submissions.corrections.model.item_withdrawal import Consequences, ItemWithdrawal
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.views import SubmissionView, view
from shared.contracts.types import Key, Slug
from shared.identity import Actor
from shared.web.app import Cause, CurrentActor, ExpectedVersion, tagged

router = APIRouter(prefix="/api/registration/submissions", tags=["submissions"])

Ident = Annotated[Key, Path()]
ItemIdent = Annotated[Slug, Path()]


@router.post("/{ident}/correct", response_model=SubmissionView)
async def correct(
    *,
    ident: Ident,
    wanted: CorrectionRequest,
    actor: CurrentActor,
    stores: CurrentStores,
    cause: Cause,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Opens the draft to the recipients that approved; what they approved stays in force until they decide anew."""
    return _answer(await handlers.correct(stores, actor, ident, wanted, cause=cause, expected=expected), actor)


@router.post("/{ident}/correct/give-up", response_model=SubmissionView)
async def give_up_correction(ident: Ident, actor: CurrentActor, stores: CurrentStores, cause: Cause) -> JSONResponse:
    """Takes the unit's own wish back before a correction is sent; what was approved stands."""
    return _answer(await handlers.give_up_correction(stores, actor, ident, cause=cause), actor)


@router.get("/{ident}/items/{item}/consequences")
async def consequences(ident: Ident, item: ItemIdent, actor: CurrentActor, stores: CurrentStores) -> Consequences:
    """Who approved the item, where it was carried, and which reports name it."""
    return await handlers.consequences(stores, actor, ident, item)


@router.post("/{ident}/items/{item}/withdraw", response_model=SubmissionView)
async def withdraw_item(
    *,
    ident: Ident,
    item: ItemIdent,
    wanted: ItemWithdrawal,
    actor: CurrentActor,
    stores: CurrentStores,
    cause: Cause,
) -> JSONResponse:
    """Withdraws an item after delivery: it stays readable and counts no longer."""
    return _answer(await handlers.withdraw_item(stores, actor, ident, item, wanted, cause=cause), actor)


def _answer(record: SubmissionRecord, actor: Actor) -> JSONResponse:
    return tagged(view(record, actor).model_dump(mode="json"), record.version)
