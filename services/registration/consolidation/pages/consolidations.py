"""Consolidation on one page: what the units' approved items become, and where each line goes."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from services.registration.consolidation.commands import Begin, EditConsolidation
from services.registration.consolidation.pages import beside, crosswalk, lines, sending
from services.registration.consolidation.pages.buttons import edit_of
from services.registration.consolidation.pages.frame import ADDRESS, overview_of, render
from services.registration.consolidation.records.feeding import consolidating
from services.registration.dependencies import CurrentPage
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.rules.ids import consolidation_id
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal

router = APIRouter(prefix=ADDRESS, include_in_schema=False)
router.include_router(lines.router)
router.include_router(crosswalk.router)
router.include_router(sending.router)
router.include_router(beside.router)

FieldCode = Annotated[str, Query(alias="linh-vuc", max_length=64)]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=10_000)]
Result = Literal[
    "", "taken", "given_back", "merged", "split", "refreshed", "left_out", "restored", "line_saved", "settled", "sent"
]
Done = Annotated[Result, Query(alias="xong")]
OFFERS_SHOWN = 50
LINES_SHOWN = 100


@router.get("")
async def listed(page: CurrentPage) -> Response:
    """What the person can consolidate."""
    tasks = await consolidating(page.context)
    above = {recipient for task in tasks for target in task.targets for recipient in target.recipients}
    names = await page.context.stores.names_of({task.organisation for task in tasks} | above)
    return await page.render("consolidations.html", tasks=tasks, names=names)


@router.post("")
async def start(page: CurrentPage) -> Response:
    """Begins one, or leads to the one that is there."""
    inputs = await page.inputs()
    campaign, organisation = inputs.value("campaign"), inputs.value("organisation")
    try:
        await Begin(campaign=campaign, organisation=organisation).run(page.context)
    except DomainError as error:
        if error.code != "consolidation_exists":
            raise
    return page.to(f"{ADDRESS}/{consolidation_id(campaign, organisation)}")


@router.get("/{ident}")
async def one(
    *, page: CurrentPage, ident: Key, code: FieldCode = "", number: PageNumber = 1, done: Done = ""
) -> Response:
    """The targets, what is offered, the lines, and what was left out."""
    return await _page(page, ident, FormInput({"linh-vuc": code}), number=number, done=done)


@router.post("/{ident}")
async def press(page: CurrentPage, ident: Key) -> Response:
    """What one of the page's buttons does with what was ticked."""
    inputs = await page.inputs()
    code = inputs.value("linh-vuc")[:64]
    try:
        edit, done = edit_of(inputs)
        await EditConsolidation(ident, edit).run(page.context)
    except REFUSED as error:
        return await _page(page, ident, inputs, refusal=error)
    onward = f"&linh-vuc={code}" if code.replace("-", "").isalnum() else ""
    return page.to(f"{ADDRESS}/{ident}?xong={done}{onward}")


async def _page(
    page: CurrentPage,
    ident: str,
    inputs: FormInput,
    *,
    number: int = 1,
    done: str = "",
    refusal: Refusal | None = None,
) -> Response:
    seen, code = await overview_of(page.context, ident), inputs.value("linh-vuc")
    working, registrations = seen.opened.working, seen.opened.registrations
    order = {field.code: place for place, field in enumerate(seen.opened.campaign.fields)}
    ordered = sorted(working.lines, key=lambda line: order.get(line.field, len(order)))
    wanted = [line for line in ordered if line.field == code] if code in order else ordered
    part = wanted[(number - 1) * LINES_SHOWN : number * LINES_SHOWN]
    return await render(
        page,
        seen,
        "consolidation.html",
        refusal=refusal,
        anchor=lambda path: path if path.startswith("reason-") else None,
        offers=seen.offers[:OFFERS_SHOWN],
        lines=lines.line_views(seen, part),
        counts={one: sum(line.field == one for line in ordered) for one in order},
        total=len(wanted),
        code=code if code in order else "",
        page=number,
        size=LINES_SHOWN,
        worded=working.worded,
        omitted=[(one, registrations.taken(one.source)) for one in working.left_out if one.source],
        sent=inputs.values,
        done=done,
    )
