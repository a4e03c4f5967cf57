"""The crosswalk of one target: a person settles each line whose field has no counterpart there."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from services.registration.consolidation.commands import EditConsolidation
from services.registration.consolidation.model.crosswalk import Choose, Place, Restore, WantedChoice, placements
from services.registration.consolidation.model.edit import Edit
from services.registration.consolidation.pages.frame import ADDRESS, overview_of, render
from services.registration.consolidation.records.opening import OpenedConsolidation, open_consolidation
from services.registration.dependencies import CurrentPage
from shared.contracts.campaigns import Campaign
from shared.contracts.types import Key, Slug
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal

router = APIRouter(include_in_schema=False)

LineId = Annotated[str, Query(alias="dong", max_length=64)]
Done = Annotated[Literal["", "settled"], Query(alias="xong")]
SHOWN = 100
NOT_SENT = "-"
"""The select's value for a line that is not sent; empty: nothing chosen."""


@router.get("/{ident}/doi-chieu/{campaign}")
async def questions(*, page: CurrentPage, ident: Key, campaign: Slug, wanted: LineId = "", done: Done = "") -> Response:
    """Which lines have no place in the target yet, and what was chosen for others."""
    return await _questions(page, ident, campaign, FormInput({"dong": wanted}), done=done)


@router.post("/{ident}/doi-chieu/{campaign}")
async def settle(page: CurrentPage, ident: Key, campaign: Slug) -> Response:
    """Keeps the answers; what was left unanswered stays open."""
    inputs = await page.inputs()
    opened = await open_consolidation(page.context, ident)
    target = opened.target(campaign)
    choices: tuple[WantedChoice, ...] = ()
    try:
        choices = _answers(opened, target, inputs)
        edits: list[Edit] = [Choose(campaign=campaign, choices=choices)]
        if undone := _undone(opened, campaign, inputs):
            edits.append(Restore(lines=undone, campaign=campaign))
        for edit in edits:
            opened = await EditConsolidation(ident, edit).run(page.context)
    except REFUSED as error:
        return await _questions(page, ident, campaign, inputs, choices=choices, refusal=error)
    left = any(one.place is Place.OPEN for one in placements(opened.working, target))
    return page.to(f"{ADDRESS}/{ident}{f'/doi-chieu/{campaign}' if left else ''}?xong=settled")


async def _questions(
    page: CurrentPage,
    ident: str,
    campaign: str,
    inputs: FormInput,
    *,
    done: str = "",
    choices: Sequence[WantedChoice] = (),
    refusal: Refusal | None = None,
) -> Response:
    """The open lines by own field, then those that a person has settled, and the one that is asked for."""
    seen = await overview_of(page.context, ident)
    target, wanted = seen.target(campaign), inputs.value("dong")
    shown = {wanted} | {choice.line for choice in seen.opened.working.choices if choice.campaign == campaign}
    groups = {
        field.code: lines
        for field in seen.opened.campaign.fields
        if (lines := [one for one in target.projection.open if one.line.field == field.code])
    }
    chosen = [one for one in target.projection.placements if one.place is not Place.OPEN and one.line.id in shown]
    return await render(
        page,
        seen,
        "consolidation_crosswalk.html",
        refusal=refusal,
        anchor=lambda path: _at_line(path, choices),
        target=target,
        groups=groups,
        chosen=chosen[:SHOWN],
        most=SHOWN,
        wanted=wanted,
        typed=inputs.values,
        done=done,
    )


def _answers(opened: OpenedConsolidation, target: Campaign, inputs: FormInput) -> tuple[WantedChoice, ...]:
    """A line's own answer, or for an open line that of its whole field."""
    answers = []
    for one in placements(opened.working, target):
        ident, field = one.line.id, one.line.field
        value, reason = inputs.value(f"linh-vuc.{ident}"), inputs.value(f"ly-do.{ident}")
        if not value and one.place is Place.OPEN:
            value, reason = inputs.value(f"nhom.{field}"), inputs.value(f"ly-do-nhom.{field}")
        if value:
            answers.append(WantedChoice(line=ident, field=None if value == NOT_SENT else value, reason=reason))
    return tuple(answers)


def _undone(opened: OpenedConsolidation, campaign: str, inputs: FormInput) -> tuple[str, ...]:
    """Lines whose choice the person cleared."""
    choices = (choice.line for choice in opened.working.choices if choice.campaign == campaign)
    return tuple(line for line in choices if inputs.values.get(f"linh-vuc.{line}") == "")


def _at_line(path: str, choices: Sequence[WantedChoice]) -> str | None:
    """The input on the page of a fault at ``choices.<position>.<column>``."""
    kind, _, rest = path.partition(".")
    position, _, column = rest.partition(".")
    if kind != "choices" or not position.isdigit():
        return None
    return f"{'ly-do' if column == 'reason' else 'linh-vuc'}.{choices[int(position)].line}"
