"""Consolidation: an organisation's own page of work, and its delivery to each campaign that it feeds."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from services.registration.consolidation.commands import Begin, Carry, EditConsolidation, SendConsolidation
from services.registration.consolidation.model.crosswalk import Choose, ExplainNil, LeaveOut, Restore, WantedChoice
from services.registration.consolidation.model.edit import LIMIT, Edit, Lines
from services.registration.consolidation.model.lines import GiveBack, Merge, PutLine, Refresh, Split, Take
from services.registration.consolidation.records.opening import OpenedConsolidation, open_consolidation
from services.registration.consolidation.records.overview import overview
from services.registration.consolidation.records.views import ConsolidationView, view
from services.registration.context import Context
from services.registration.dependencies import CommandContext, CurrentContext
from shared.contracts.types import Contract, Key, OptionalParagraph, Slug
from shared.forms.initiatives.model import DraftItem, ItemText
from shared.record.record import digest
from shared.web.app import tagged
from shared.web.parameters import Cause, ExpectedVersion
from shared.web.problems import problem

router = APIRouter(prefix="/api/registration/consolidations", tags=["consolidations"])


class SomeLines(Contract):
    lines: Lines


class OneLine(Contract):
    line: Slug


class Crosswalk(Contract):
    """Fields of the target for some lines."""

    choices: Annotated[tuple[WantedChoice, ...], Field(max_length=LIMIT)]


class NilReasons(Contract):
    """Reasons by the target's fields."""

    reasons: Annotated[dict[Slug, OptionalParagraph], Field(max_length=LIMIT)]


class Begun(Contract):
    """The submission that will carry the lines to a target."""

    submission: Key


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


@dataclass(frozen=True)
class Editor:
    """Edits the consolidation that the address names, and answers with the whole of it."""

    context: CurrentContext
    ident: Key
    expected: ExpectedVersion

    async def __call__(self, edit: Edit, status: int = 200) -> JSONResponse:
        opened = await EditConsolidation(self.ident, edit, self.expected).run(self.context)
        return await _answer(self.context, opened, status)


Edited = Annotated[Editor, Depends(Editor)]


@router.post("", status_code=201, response_model=ConsolidationView)
async def start(context: CommandContext, wanted: Begin) -> JSONResponse:
    """An empty one; 409 ``consolidation_exists`` names the one that is there."""
    record = await wanted.run(context)
    return await _answer(context, await open_consolidation(context, record.id), 201)


@router.get("/{ident}", response_model=ConsolidationView)
async def one(context: CurrentContext, ident: Key) -> JSONResponse:
    """The lines, what is offered, and what would be sent to each target."""
    return await _answer(context, await open_consolidation(context, ident))


@router.post("/{ident}/take", response_model=ConsolidationView)
async def take(edited: Edited, wanted: Take) -> JSONResponse:
    """Takes approved items over, each as a line with its organisation's wording; one given back, with what it had."""
    return await edited(wanted)


@router.post("/{ident}/give-back", response_model=ConsolidationView)
async def give_back(edited: Edited, wanted: SomeLines) -> JSONResponse:
    """Takes lines out again: the items behind them are offered anew; what was sent stays as it was sent."""
    return await edited(GiveBack(lines=wanted.lines))


@router.post("/{ident}/merge", response_model=ConsolidationView)
async def merge(edited: Edited, wanted: SomeLines) -> JSONResponse:
    """Makes one line of several; all that stands behind them stands behind it."""
    return await edited(Merge(lines=wanted.lines))


@router.post("/{ident}/split", response_model=ConsolidationView)
async def split(edited: Edited, wanted: OneLine) -> JSONResponse:
    """Makes a merged line several again."""
    return await edited(Split(line=wanted.line))


@router.post("/{ident}/refresh", response_model=ConsolidationView)
async def refresh(edited: Edited, wanted: SomeLines) -> JSONResponse:
    """Follows corrections and withdrawals of what stands behind the lines."""
    return await edited(Refresh(lines=wanted.lines))


@router.post("/{ident}/lines", status_code=201, response_model=ConsolidationView)
async def add_line(edited: Edited, cause: Cause, wanted: ItemText) -> JSONResponse:
    """A line of the organisation's own; the same ``Idempotency-Key`` adds one line."""
    return await edited(PutLine(line=DraftItem(**dict(wanted), id=digest(cause)[:32])), 201)


@router.put("/{ident}/lines/{line}", response_model=ConsolidationView)
async def edit_line(edited: Edited, line: Slug, wanted: ItemText) -> JSONResponse:
    """Words a line that is there; 409 ``line_unknown`` for any other."""
    return await edited(PutLine(line=DraftItem(**dict(wanted), id=line), known=True))


@router.post("/{ident}/leave-out", response_model=ConsolidationView)
async def leave_out(edited: Edited, wanted: LeaveOut) -> JSONResponse:
    """Leaves lines or offered items out, with a reason."""
    return await edited(wanted)


@router.post("/{ident}/restore", response_model=ConsolidationView)
async def restore(edited: Edited, wanted: Restore) -> JSONResponse:
    """Takes back that something was left out."""
    return await edited(wanted)


@router.put("/{ident}/crosswalk/{campaign}", response_model=ConsolidationView)
async def crosswalk(edited: Edited, campaign: Slug, wanted: Crosswalk) -> JSONResponse:
    """Settles the fields of some lines for a target: one of its codes, or null with the reason for leaving it out."""
    return await edited(Choose(campaign=campaign, choices=wanted.choices))


@router.put("/{ident}/nil-reasons/{campaign}", response_model=ConsolidationView)
async def explain_nil(edited: Edited, campaign: Slug, wanted: NilReasons) -> JSONResponse:
    """Says why a target gets nothing in some of its fields; an empty reason takes one back."""
    return await edited(ExplainNil(campaign=campaign, reasons=wanted.reasons))


@router.post("/{ident}/targets/{campaign}/begin")
async def begin(context: CommandContext, ident: Key, campaign: Slug) -> Begun:
    """Begins the submission to a target, so that the files that its form demands can be put to it."""
    return Begun(submission=await Carry(ident, campaign).run(context))


@router.post("/{ident}/send")
async def send(
    *, context: CommandContext, request: Request, ident: Key, wanted: Send, expected: ExpectedVersion
) -> Sent:
    """Delivers to each target that is ready and says why not to the others; repeat it with its ``Idempotency-Key``."""
    report = await SendConsolidation(ident, wanted.campaigns, expected).run(context)
    sent = [
        SentView(campaign=campaign, submission=submission.id, version=len(submission.versions))
        for campaign, submission in report.sent.items()
    ]
    refused = [
        RefusedView(campaign=campaign, problem=problem(request, error)) for campaign, error in report.refused.items()
    ]
    return Sent(sent=tuple(sent), refused=tuple(refused))


async def _answer(context: Context, opened: OpenedConsolidation, status: int = 200) -> JSONResponse:
    whole = view(await overview(context.stores, opened))
    return tagged(whole, whole.version, status)
