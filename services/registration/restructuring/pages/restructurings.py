"""The pages of restructurings: the list, an order with its consequences before it is confirmed, what became of it."""

from collections.abc import Iterable

from fastapi import APIRouter, Response

from services.registration.dependencies import CurrentPage
from services.registration.organisations.commands import require_administering
from services.registration.organisations.records import existing, is_long
from services.registration.restructuring.commands import planning
from services.registration.restructuring.model.definition import (
    Cancellation,
    RestructuringDefinition,
    RestructuringKind,
    RestructuringStatus,
)
from services.registration.restructuring.pages.form import EMPTY_ROWS, NOBODY, Order, order_of
from services.registration.restructuring.records import NEWEST_FIRST, effects
from services.registration.stores import Stores
from shared.contracts.types import Key
from shared.errors import conflict
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal, once_more, refused_as
from shared.web.parameters import Done, Pages

router = APIRouter(prefix="/quan-tri/sap-xep", include_in_schema=False)


@router.get("")
async def listed(page: CurrentPage, pages: Pages) -> Response:
    """All restructurings, those of the latest day first."""
    require_administering(page.context)
    store = page.context.stores.restructurings
    found = [r.public for r in await store.find({}, sort=NEWEST_FIRST, skip=pages.skip, limit=pages.size)]
    return await page.render(
        "restructurings.html",
        found=found,
        names=await page.context.stores.names_of({place for one in found for place in one.places}),
        pages=pages,
        total=await store.count({}),
    )


@router.get("/moi")
async def new(page: CurrentPage) -> Response:
    """The empty form."""
    rows = {name: [EMPTY_ROWS[name]] for name in ("predecessors", "successors")}
    values = {"kind": RestructuringKind.MERGE.value, "on": page.context.today.isoformat()}
    return await _form(page, FormInput(values, rows))


@router.post("/moi")
async def order(page: CurrentPage) -> Response:
    """``check`` shows what would come of it; ``plan`` orders what was shown."""
    inputs = await page.inputs()
    if arranged := inputs.arranged(EMPTY_ROWS):
        return await _form(page, arranged)
    wanted: Order | None = None
    try:
        wanted = await order_of(page.context.stores, inputs)
        await planning.require(page.context, wanted.definition)
        await planning.validate(page.context.stores, wanted.definition)
        if inputs.value("action") != "plan":
            return await _form(page, inputs, wanted, checked=True)
        if inputs.value("checked") != wanted.digest:
            raise conflict("restructuring_changed")
        record = await planning.PlanRestructuring(wanted.definition).run(page.context.keyed(inputs.key))
    except REFUSED as error:
        changed = refused_as(error, "restructuring_changed")
        return await _form(page, inputs, wanted, checked=changed, refusal=error)
    page.request.app.state.restructurer.wake()
    return page.to(f"/quan-tri/sap-xep/{record.id}?xong=planned")


@router.get("/{ident}")
async def one(page: CurrentPage, ident: Key, done: Done = "") -> Response:
    """An order: what will pass on, or what did."""
    return await _one(page, ident, done=done)


@router.post("/{ident}/huy")
async def cancel(page: CurrentPage, ident: Key) -> Response:
    """Takes the order back, with a reason."""
    inputs = await page.inputs()
    try:
        request = Cancellation.model_validate({"reason": inputs.value("reason")})
        await planning.CancelRestructuring(ident, request).run(page.context.keyed(inputs.key))
    except REFUSED as error:
        return await _one(page, ident, refusal=error)
    return page.to(f"/quan-tri/sap-xep/{ident}?xong=cancelled")


async def _one(page: CurrentPage, ident: str, *, done: str = "", refusal: Refusal | None = None) -> Response:
    require_administering(page.context)
    stores = page.context.stores
    ordered = (await stores.restructurings.load(ident)).public
    waiting = ordered.status is RestructuringStatus.PLANNED
    campaigns = await stores.campaigns.several(one.campaign for one in ordered.moved)
    units = {place for move in ordered.moves for place in (move.organisation, move.to) if place}
    return await page.render(
        "restructuring.html",
        refusal=refusal,
        ordered=ordered,
        consequences=await effects(stores, ordered) if waiting else None,
        campaigns={campaign: record.public for campaign, record in campaigns.items()},
        names=await _names(stores, ordered, units),
        done=done if done in {"planned", "cancelled"} else "",
    )


async def _form(
    page: CurrentPage,
    inputs: FormInput,
    wanted: Order | None = None,
    *,
    checked: bool = False,
    refusal: Refusal | None = None,
) -> Response:
    """`checked`: with what would come of it, to be confirmed."""
    require_administering(page.context)
    stores = page.context.stores
    definition = wanted.definition if wanted else None
    if wanted and checked:
        inputs = inputs.given(checked=wanted.digest)
    few = {} if await is_long(stores) else await existing(stores, page.context.today)
    return await page.render(
        "restructuring_form.html",
        refusal=refusal,
        anchor=wanted.input_of if wanted else str,
        inputs=once_more(inputs, refusal),
        kinds=list(RestructuringKind),
        organisations=list(few.values()),
        wanted=definition,
        below=wanted.below if wanted else {},
        consequences=await effects(stores, definition) if definition and checked else None,
        names=await _names(stores, definition, wanted.units) if wanted and definition else {},
        nobody=NOBODY,
    )


async def _names(stores: Stores, definition: RestructuringDefinition, units: Iterable[str]) -> dict[str, str]:
    """The names of all that it speaks of; those of the new ones from the order itself."""
    return {one.id: one.name for one in definition.new} | await stores.names_of({*definition.named, *units})
