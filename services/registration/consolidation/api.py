"""Consolidation: an organisation's own page of work, and its delivery to each campaign that it feeds."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from services.registration.consolidation.commands import lines as handlers
from services.registration.consolidation.commands import sending
from services.registration.consolidation.model.sources import Place
from services.registration.consolidation.model.targets import WantedChoice
from services.registration.consolidation.records.opening import Opened, opened
from services.registration.consolidation.records.views import ConsolidationView, look, view
from services.registration.dependencies import CommandContext, CurrentContext
from services.registration.submissions.model.draft import DraftItem, ItemText
from shared.contracts.types import Contract, Key, Paragraph, Slug
from shared.record.record import digest
from shared.web.app import ExpectedVersion, tagged
from shared.web.problems import problem

router = APIRouter(prefix="/api/registration/consolidations", tags=["consolidations"])

LIMIT = 5_000
Ident = Annotated[Key, Path()]
LineId = Annotated[Slug, Path()]
Lines = Annotated[tuple[Slug, ...], Field(max_length=LIMIT)]


class Begin(Contract):
    """Whose units' items are consolidated, and the own campaign in which they registered."""

    campaign: Slug
    organisation: Slug


class ItemPlace(Contract):
    """An approved item where its organisation registered it."""

    submission: Key
    item: Slug


Items = Annotated[tuple[ItemPlace, ...], Field(max_length=LIMIT)]


class Take(Contract):
    """What is taken over; nothing named: all that is offered."""

    items: Items = ()


class SomeLines(Contract):
    lines: Lines


class OneLine(Contract):
    line: Slug


class LeaveOut(Contract):
    """What is left out and why; `campaign`: of this target only, else of all."""

    lines: Lines = ()
    items: Items = ()
    reason: Paragraph
    campaign: Slug | None = None


class Restore(Contract):
    """What is left out no longer."""

    lines: Lines = ()
    items: Items = ()
    campaign: Slug | None = None


class Crosswalk(Contract):
    """Fields of the target for some lines."""

    choices: Annotated[tuple[WantedChoice, ...], Field(max_length=LIMIT)]


class Send(Contract):
    """The targets to send to."""

    campaigns: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=100)]


class SentView(Contract):
    campaign: Slug
    submission: Key
    version: int


class RefusedView(Contract):
    """A target that nothing was sent to; `problem` is an RFC 9457 problem."""

    campaign: Slug
    problem: dict[str, Any]


class Sent(Contract):
    """What was sent, and what was not."""

    sent: tuple[SentView, ...]
    refused: tuple[RefusedView, ...]


@router.post("", status_code=201, response_model=ConsolidationView)
async def start(context: CommandContext, wanted: Begin) -> JSONResponse:
    """An empty one; 409 ``consolidation_exists`` names the one that is there."""
    record = await handlers.start(context, wanted.campaign, wanted.organisation)
    return await _answer(context, await opened(context, record.id), 201)


@router.get("/{ident}", response_model=ConsolidationView)
async def one(context: CurrentContext, ident: Ident) -> JSONResponse:
    """The lines, what is offered, and what would be sent to each target."""
    return await _answer(context, await opened(context, ident))


@router.post("/{ident}/take", response_model=ConsolidationView)
async def take(context: CurrentContext, ident: Ident, wanted: Take, expected: ExpectedVersion) -> JSONResponse:
    """Takes approved items over, each as a line with its organisation's wording; one given back, with what it had."""
    opened = await handlers.take(context, ident, _places(wanted.items), expected=expected)
    return await _answer(context, opened)


@router.post("/{ident}/give-back", response_model=ConsolidationView)
async def give_back(
    context: CurrentContext, ident: Ident, wanted: SomeLines, expected: ExpectedVersion
) -> JSONResponse:
    """Takes lines out again: the items behind them are offered anew; what was sent stays as it was sent."""
    opened = await handlers.give_back(context, ident, wanted.lines, expected=expected)
    return await _answer(context, opened)


@router.post("/{ident}/merge", response_model=ConsolidationView)
async def merge(context: CurrentContext, ident: Ident, wanted: SomeLines, expected: ExpectedVersion) -> JSONResponse:
    """Makes one line of several; all that stands behind them stands behind it."""
    opened = await handlers.merge(context, ident, wanted.lines, expected=expected)
    return await _answer(context, opened)


@router.post("/{ident}/split", response_model=ConsolidationView)
async def split(context: CurrentContext, ident: Ident, wanted: OneLine, expected: ExpectedVersion) -> JSONResponse:
    """Makes a merged line several again."""
    opened = await handlers.split(context, ident, wanted.line, expected=expected)
    return await _answer(context, opened)


@router.post("/{ident}/refresh", response_model=ConsolidationView)
async def refresh(context: CurrentContext, ident: Ident, wanted: SomeLines, expected: ExpectedVersion) -> JSONResponse:
    """Follows corrections and withdrawals of what stands behind the lines."""
    opened = await handlers.refresh(context, ident, wanted.lines, expected=expected)
    return await _answer(context, opened)


@router.post("/{ident}/lines", status_code=201, response_model=ConsolidationView)
async def add_line(
    *, context: CommandContext, ident: Ident, wanted: ItemText, expected: ExpectedVersion
) -> JSONResponse:
    """A line of the organisation's own; the same ``Idempotency-Key`` adds one line."""
    line = DraftItem(**dict(wanted), id=digest(context.cause)[:32])
    opened = await handlers.put_line(context, ident, line, expected=expected)
    return await _answer(context, opened, 201)


@router.put("/{ident}/lines/{line}", response_model=ConsolidationView)
async def edit_line(
    *, context: CurrentContext, ident: Ident, line: LineId, wanted: ItemText, expected: ExpectedVersion
) -> JSONResponse:
    """Words a line that is there; 409 ``line_unknown`` for any other."""
    opened = await handlers.edit_line(context, ident, DraftItem(**dict(wanted), id=line), expected=expected)
    return await _answer(context, opened)


@router.post("/{ident}/leave-out", response_model=ConsolidationView)
async def leave_out(context: CurrentContext, ident: Ident, wanted: LeaveOut, expected: ExpectedVersion) -> JSONResponse:
    """Leaves lines or offered items out, with a reason."""
    opened = await handlers.leave_out(
        context,
        ident,
        lines=wanted.lines,
        items=_places(wanted.items),
        reason=wanted.reason,
        campaign=wanted.campaign,
        expected=expected,
    )
    return await _answer(context, opened)


@router.post("/{ident}/restore", response_model=ConsolidationView)
async def restore(context: CurrentContext, ident: Ident, wanted: Restore, expected: ExpectedVersion) -> JSONResponse:
    """Takes back that something was left out."""
    items = _places(wanted.items)
    opened = await handlers.restore(
        context, ident, lines=wanted.lines, items=items, campaign=wanted.campaign, expected=expected
    )
    return await _answer(context, opened)


@router.put("/{ident}/crosswalk/{campaign}", response_model=ConsolidationView)
async def crosswalk(
    *,
    context: CurrentContext,
    ident: Ident,
    campaign: Annotated[Slug, Path()],
    wanted: Crosswalk,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Settles the fields of some lines for a target: one of its codes, or null with the reason for leaving it out."""
    opened = await handlers.choose(context, ident, campaign, wanted.choices, expected=expected)
    return await _answer(context, opened)


@router.post("/{ident}/send")
async def send(
    *, context: CommandContext, request: Request, ident: Ident, wanted: Send, expected: ExpectedVersion
) -> Sent:
    """Delivers to each target that is ready and says why not to the others; repeat it with its ``Idempotency-Key``."""
    outcome = await sending.send(context, ident, wanted.campaigns, expected=expected)
    sent = tuple(
        SentView(campaign=campaign, submission=submission.id, version=len(submission.versions))
        for campaign, submission in outcome.sent.items()
    )
    refused = tuple(
        RefusedView(campaign=campaign, problem=problem(request, error)) for campaign, error in outcome.refused.items()
    )
    return Sent(sent=sent, refused=refused)


def _places(items: tuple[ItemPlace, ...]) -> list[Place]:
    return [(place.submission, place.item) for place in items]


async def _answer(context: CurrentContext, opened: Opened, status: int = 200) -> JSONResponse:
    found = await look(context.stores, opened)
    return tagged(view(found).model_dump(mode="json"), found.opened.record.version, status)
