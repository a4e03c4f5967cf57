"""Consolidation on one page: what the units' approved items become, and where each line goes."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from services.registration.consolidation.commands import lines as handlers
from services.registration.consolidation.pages import crosswalk as consolidation_crosswalk
from services.registration.consolidation.pages import lines as consolidation_lines
from services.registration.consolidation.pages import sending as consolidation_sending
from services.registration.consolidation.pages.actions import act
from services.registration.consolidation.pages.frame import ADDRESS, found, render, shown
from services.registration.consolidation.records.feeding import consolidating
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.rules.ids import consolidation_id
from shared.web.form_input import read_form
from shared.web.page import Page

router = APIRouter(prefix=ADDRESS, include_in_schema=False)
router.include_router(consolidation_lines.router)
router.include_router(consolidation_crosswalk.router)
router.include_router(consolidation_sending.router)

Ident = Annotated[Key, Path()]
FieldCode = Annotated[str, Query(alias="linh-vuc", max_length=64)]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=10_000)]
Done = Annotated[
    Literal[
        "",
        "taken",
        "given_back",
        "merged",
        "split",
        "refreshed",
        "left_out",
        "restored",
        "line_saved",
        "settled",
        "sent",
    ],
    Query(alias="xong"),
]
OFFERS_SHOWN = 50
LINES_SHOWN = 100


@router.get("")
async def listed(page: CurrentPage) -> Response:
    """What the person can consolidate."""
    tasks = await consolidating(page.context)
    concerned = {task.organisation for task in tasks} | {
        r for task in tasks for t in task.targets for r in t.recipients
    }
    return page.render("consolidations.html", tasks=tasks, names=await page.context.stores.names_of(concerned))


@router.post("")
async def start(page: CurrentPage) -> Response:
    """Begins one, or leads to the one that is there."""
    sent = await read_form(page.request)
    campaign, organisation = sent.get("campaign", ""), sent.get("organisation", "")
    try:
        await handlers.start(page.context, campaign, organisation)
    except DomainError as error:
        if error.code != "consolidation_exists":
            raise
    return page.to(f"{ADDRESS}/{consolidation_id(campaign, organisation)}")


@router.get("/{ident}")
async def one(
    *, page: CurrentPage, ident: Ident, code: FieldCode = "", number: PageNumber = 1, done: Done = ""
) -> Response:
    """The targets, what is offered, the lines, and what was left out."""
    return await _page(page, ident, code=code, number=number, done=done)


@router.post("/{ident}")
async def press(page: CurrentPage, ident: Ident) -> Response:
    """What one of the page's buttons does with what was ticked."""
    sent = await read_form(page.request)
    code = sent.get("linh-vuc", "")[:64]
    try:
        done = await act(page.context, ident, sent)
    except DomainError as error:
        await page.show(error)
        return await _page(page, ident, code=code, sent=sent, refusal=error)
    onward = f"&linh-vuc={code}" if code.replace("-", "").isalnum() else ""
    return page.to(f"{ADDRESS}/{ident}?xong={done}{onward}")


async def _page(
    page: Page[Context],
    ident: str,
    *,
    code: str = "",
    number: int = 1,
    done: str = "",
    sent: dict[str, str] | None = None,
    refusal: DomainError | None = None,
) -> Response:
    seen = await found(page.context, ident)
    order = {field.code: place for place, field in enumerate(seen.opened.campaign.fields)}
    lines = sorted(seen.opened.working.lines, key=lambda line: order.get(line.field, len(order)))
    wanted = [line for line in lines if line.field == code] if code in order else lines
    part = wanted[(number - 1) * LINES_SHOWN : number * LINES_SHOWN]
    return await render(
        page,
        seen,
        "consolidation.html",
        refusal=refusal,
        offers=seen.offers[:OFFERS_SHOWN],
        lines=shown(seen, part),
        counts={one: sum(line.field == one for line in lines) for one in order},
        total=len(wanted),
        code=code if code in order else "",
        page=number,
        size=LINES_SHOWN,
        worded=seen.opened.working.worded,
        omitted=[(one, seen.registrations.taken(one.source)) for one in seen.opened.working.left_out if one.source],
        sent=sent or {},
        errors=page.errors(refusal),
        done=done,
    )
