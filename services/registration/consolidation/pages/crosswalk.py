"""The crosswalk of one target: a person settles each line whose field has no counterpart there."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import ValidationError

from services.registration.consolidation.commands import lines as handlers
from services.registration.consolidation.model.targets import Place, Placed, WantedChoice
from services.registration.consolidation.pages.frame import ADDRESS, found, render
from services.registration.consolidation.records.views import Look, Target
from services.registration.dependencies import CurrentPage
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, not_found
from shared.web.form_input import read_form
from shared.web.refusals import FormError, errors_of
from shared.web.refusals import status_for as status

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
CampaignId = Annotated[Slug, Path()]
Wanted = Annotated[str, Query(alias="dong", max_length=64)]
Done = Annotated[Literal["", "settled"], Query(alias="xong")]
SHOWN = 100
NOT_SENT = "-"
"""The select's value for a line that is not sent; empty: nothing chosen."""


@dataclass(frozen=True)
class Group:
    """The open lines of one own field."""

    code: str
    count: int
    lines: tuple[Placed, ...]


@router.get("/{ident}/doi-chieu/{campaign}")
async def questions(
    *, page: CurrentPage, ident: Ident, campaign: CampaignId, wanted: Wanted = "", done: Done = ""
) -> Response:
    """Which lines have no place in the target yet, and what was chosen for others."""
    seen = await found(page.context, ident)
    return await render(page, seen, "consolidation_crosswalk.html", **_questions(seen, campaign, wanted, done=done))


@router.post("/{ident}/doi-chieu/{campaign}")
async def settle(page: CurrentPage, ident: Ident, campaign: CampaignId) -> Response:
    """Keeps the answers; what was left unanswered stays open."""
    sent = await read_form(page.request)
    seen = await found(page.context, ident)
    answers = _answers(seen, campaign, sent)
    try:
        choices = [WantedChoice(line=line, field=field, reason=reason) for line, field, reason in answers]
        await handlers.choose(page.context, ident, campaign, choices)
        if undone := _undone(seen, campaign, sent):
            await handlers.restore(page.context, ident, lines=undone, campaign=campaign)
    except (DomainError, ValidationError) as error:
        await page.show(error)
        errors = errors_of(error, page.catalogue, lambda path: _at_line(path, answers))
        shown = _questions(seen, campaign, sent.get("dong", ""), sent, errors)
        return await render(page, seen, "consolidation_crosswalk.html", status=status(error), **shown)
    left = [target for target in (await found(page.context, ident)).targets if target.campaign.id == campaign]
    onward = f"/doi-chieu/{campaign}?xong=settled" if left and left[0].projection.open else "?xong=settled"
    return page.to(f"{ADDRESS}/{ident}{onward}")


def _questions(
    seen: Look,
    campaign: str,
    wanted: str,
    sent: dict[str, str] | None = None,
    errors: list[FormError] | None = None,
    *,
    done: str = "",
) -> dict[str, Any]:
    """The open lines by own field, then those that a person has settled, and the one that is `wanted`."""
    target, choices = _target(seen, campaign), seen.opened.working.choices
    settled = {choice.line for choice in choices if choice.campaign == campaign}
    placed = target.projection.placed
    groups = [
        Group(field.code, len(lines), lines[:SHOWN])
        for field in seen.opened.campaign.fields
        if (lines := tuple(one for one in target.projection.open if one.line.field == field.code))
    ]
    chosen = [one for one in placed if one.place is not Place.OPEN and one.line.id in settled | {wanted}]
    return {
        "target": target,
        "groups": groups,
        "chosen": chosen[:SHOWN],
        "wanted": wanted,
        "typed": sent or {},
        "errors": errors or [],
        "done": done,
    }


def _target(seen: Look, campaign: str) -> Target:
    found = next((target for target in seen.targets if target.campaign.id == campaign), None)
    if found is None:
        raise not_found("target", campaign)
    return found


def _answers(seen: Look, campaign: str, sent: dict[str, str]) -> list[tuple[str, str | None, str]]:
    """Line, field (None: not sent) and reason: its own answer, or for an open line that of its whole field."""
    answers = []
    for one in _target(seen, campaign).projection.placed:
        ident = one.line.id
        value, reason = sent.get(f"linh-vuc.{ident}", ""), sent.get(f"ly-do.{ident}", "")
        if not value and one.place is Place.OPEN:
            value, reason = sent.get(f"nhom.{one.line.field}", ""), sent.get(f"ly-do-nhom.{one.line.field}", "")
        if value:
            answers.append((ident, None if value == NOT_SENT else value, reason.strip()))
    return answers


def _undone(seen: Look, campaign: str, sent: dict[str, str]) -> list[str]:
    """Lines whose choice the person cleared."""
    choices = (choice.line for choice in seen.opened.working.choices if choice.campaign == campaign)
    return [line for line in choices if sent.get(f"linh-vuc.{line}") == ""]


def _at_line(path: str, answers: list[tuple[str, str | None, str]]) -> str | None:
    """The input on the page of a fault at ``choices.<position>.<column>``."""
    kind, _, rest = path.partition(".")
    position, _, column = rest.partition(".")
    if kind != "choices" or not position.isdigit():
        return None
    return f"{'ly-do' if column == 'reason' else 'linh-vuc'}.{answers[int(position)][0]}"
