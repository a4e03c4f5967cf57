"""Consolidation on one page: what the units' approved items become, and where each line goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from services.registration.consolidation.commands import Begin, EditConsolidation
from services.registration.consolidation.model.crosswalk import LeaveOut, Restore
from services.registration.consolidation.model.edit import Edit, ItemPlace
from services.registration.consolidation.model.lines import GiveBack, Merge, Refresh, Split, Take
from services.registration.consolidation.pages import crosswalk, lines, sending
from services.registration.consolidation.pages.frame import ADDRESS, line_views, overview_of, render
from services.registration.consolidation.records.feeding import consolidating
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from shared.contracts.types import Key
from shared.errors import DomainError, conflict
from shared.rules.ids import consolidation_id
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Page, Refusal

router = APIRouter(prefix=ADDRESS, include_in_schema=False)
router.include_router(lines.router)
router.include_router(crosswalk.router)
router.include_router(sending.router)

FieldCode = Annotated[str, Query(alias="linh-vuc", max_length=64)]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=10_000)]
Result = Literal[
    "", "taken", "given_back", "merged", "split", "refreshed", "left_out", "restored", "line_saved", "settled", "sent"
]
Done = Annotated[Result, Query(alias="xong")]
OFFERS_SHOWN = 50
LINES_SHOWN = 100
LINE, ITEM = "dong.", "lay."
"""Before the id in the name of a checkbox: a line; an offered item as ``<submission>/<item>``."""


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
    page: Page[Context],
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
        lines=line_views(seen, part),
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


@dataclass(frozen=True)
class Button:
    """A pressed button: its `argument` where it stands beside one line or item, and everything that was ticked."""

    argument: str
    inputs: FormInput

    @property
    def lines(self) -> tuple[str, ...]:
        return self._chosen(LINE)

    @property
    def items(self) -> tuple[ItemPlace, ...]:
        named = [name.partition("/") for name in self._chosen(ITEM)]
        return tuple(ItemPlace(submission=submission, item=item) for submission, _, item in named)

    def reason(self, name: str) -> str:
        """Raises DomainError ``leave_out_reason_missing``."""
        reason = self.inputs.value(name).strip()
        if not reason:
            raise DomainError("leave_out_reason_missing", field=name)
        return reason

    def _chosen(self, mark: str) -> tuple[str, ...]:
        ticked = (name.removeprefix(mark) for name in self.inputs.values if name.startswith(mark))
        return (self.argument,) if self.argument else tuple(ticked)


def edit_of(inputs: FormInput) -> tuple[Edit, str]:
    """The edit that the pressed button stands for, and the code of what will be done.

    Raises DomainError ``input_invalid`` and what the button raises.
    """
    action, _, argument = inputs.value("action").partition(":")
    if action not in BUTTONS:
        raise DomainError("input_invalid")
    make, done = BUTTONS[action]
    return make(Button(argument, inputs)), done


def _take(button: Button) -> Edit:
    """Raises DomainError ``nothing_chosen``: nothing named would be everything."""
    if not button.items:
        raise conflict("nothing_chosen")
    return Take(items=button.items)


def _leave_lines(button: Button) -> Edit:
    target = button.inputs.value("noi") or None
    return LeaveOut(lines=button.lines, reason=button.reason("reason-lines"), campaign=target)


BUTTONS: Mapping[str, tuple[Callable[[Button], Edit], str]] = {
    "take": (_take, "taken"),
    "take_all": (lambda _: Take(), "taken"),
    "give_back": (lambda button: GiveBack(lines=button.lines), "given_back"),
    "merge": (lambda button: Merge(lines=button.lines), "merged"),
    "split": (lambda button: Split(line=button.argument), "split"),
    "refresh": (lambda button: Refresh(lines=button.lines), "refreshed"),
    "leave_items": (lambda button: LeaveOut(items=button.items, reason=button.reason("reason-items")), "left_out"),
    "leave_lines": (_leave_lines, "left_out"),
    "restore": (lambda button: Restore(lines=button.lines), "restored"),
    "restore_item": (lambda button: Restore(items=button.items), "restored"),
}
