"""Submissions: started, typed, delivered and withdrawn by the people of their organisation."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.registration.dependencies import CommandContext, CurrentContext
from services.registration.organisations.records import inherited
from services.registration.submissions.api import SubmissionView, answer
from services.registration.submissions.delivery.commands import Start, Submit, Withdraw, Withdrawal
from services.registration.submissions.drafts.commands import SaveDraft
from services.registration.submissions.model.draft import SubmissionRecord, sending
from services.registration.submissions.records.opening import answering, own, read
from services.registration.submissions.viewing.records import search
from shared.contracts.forms import PeriodCode
from shared.contracts.submissions import RecipientStatus, SubmissionStatus
from shared.contracts.types import Contract, Instant, Key, Line, OptionalParagraph, Slug
from shared.record.history import HistoryLine, lines
from shared.rules.quotas import wording_of
from shared.web.parameters import ExpectedVersion, Pages

router = APIRouter(prefix="/api/registration/submissions", tags=["submissions"])


class RecipientRow(Contract):
    organisation: Slug
    status: RecipientStatus
    version: int


class SubmissionRow(Contract):
    """A submission in a list. `delivered` is the number of its newest version, 0 before the first delivery."""

    id: Key
    organisation: Slug
    campaign: Slug
    form: Slug
    period: PeriodCode | None
    status: SubmissionStatus
    delivered: int
    delivered_at: Instant | None
    late: bool
    items: int
    recipients: tuple[RecipientRow, ...]
    version: int
    sending: bool


class DraftFault(Contract):
    """What keeps a draft from being sent: its code, and its place (``items.0.content``, ``demanded.<code>``)."""

    code: Line
    field: Line | None


class DraftAdvice(Contract):
    """What is encouraged and the draft does not do: its code, the plan's wording, and how many items there are."""

    code: Line
    wording: OptionalParagraph
    count: int


class DraftCheck(Contract):
    """How a draft stands before it is sent."""

    lacking: tuple[DraftFault, ...]
    advice: tuple[DraftAdvice, ...]


class History(Contract):
    """Every step of a submission, the oldest first."""

    items: tuple[HistoryLine, ...]


@router.post("", status_code=201, response_model=SubmissionView)
async def start(context: CommandContext, wanted: Start) -> JSONResponse:
    """An empty submission; 409 ``submission_exists`` names the one that is there."""
    return answer(context, await wanted.run(context), 201)


@router.get("")
async def listed(
    *,
    context: CurrentContext,
    pages: Pages,
    organisation: Slug | None = None,
    campaign: Slug | None = None,
    status: SubmissionStatus | None = None,
) -> dict[str, Any]:
    """The submissions that the person may read, the newest delivery first."""
    wanted = {"organisation": organisation, "campaign": campaign, "status": status}
    found, total = await search(context, wanted, skip=pages.skip, limit=pages.size)
    return pages.answer([_row(record).model_dump(mode="json") for record in found], total)


@router.get("/{ident}", response_model=SubmissionView)
async def one(context: CurrentContext, ident: Key) -> JSONResponse:
    """A submission; the draft only for its own organisation."""
    record, predecessors = await read(context, ident), await inherited(context)
    return answer(context, record, inherited=predecessors)


@router.get("/{ident}/check")
async def check(context: CurrentContext, ident: Key) -> DraftCheck:
    """What the draft lacks before it can be sent, and what the plan encourages beside it."""
    opened = await answering(context, await own(context, ident))
    kind, filling = opened.kind, opened.filling(context.now)
    return DraftCheck(
        lacking=tuple(DraftFault(code=one.code, field=one.field) for one in kind.lacking(opened.draft, filling)),
        advice=tuple(
            DraftAdvice(code=one.code, wording=wording_of(one.quota), count=one.count)
            for one in kind.advice(opened.draft, filling)
        ),
    )


@router.put("/{ident}/draft", response_model=SubmissionView)
async def save(context: CurrentContext, ident: Key, sent: dict[str, Any], expected: ExpectedVersion) -> JSONResponse:
    """Replaces the draft by one of the form's kind, in the shape in which it is read.

    Under ``If-Match`` 412 ``record_changed`` when somebody else changed it since.
    """
    return answer(context, await SaveDraft(ident, sent, expected).run(context))


@router.post("/{ident}/submit", response_model=SubmissionView)
async def submit(context: CommandContext, ident: Key) -> JSONResponse:
    """Delivers the draft as the next version; send an ``Idempotency-Key`` so that a repeat delivers nothing twice."""
    return answer(context, await Submit(ident).run(context))


@router.post("/{ident}/withdraw", response_model=SubmissionView)
async def withdraw(context: CommandContext, ident: Key, wanted: Withdrawal) -> JSONResponse:
    """Takes it back before anybody decided."""
    return answer(context, await Withdraw(ident, wanted).run(context))


@router.get("/{ident}/history")
async def history(context: CurrentContext, ident: Key) -> History:
    """Who did what, when and why, the recipients' decisions with their reasons included."""
    record = await read(context, ident)
    return History(items=tuple(lines(record.history)))


def _row(record: SubmissionRecord) -> SubmissionRow:
    submission, latest = record.public, record.public.latest
    return SubmissionRow(
        id=submission.id,
        organisation=submission.organisation,
        campaign=submission.campaign,
        form=submission.form,
        period=submission.period,
        status=submission.status,
        delivered=latest.number if latest else 0,
        delivered_at=latest.delivered_at if latest else None,
        late=latest.late if latest else False,
        items=len(latest.content.items) if latest else 0,
        recipients=tuple(RecipientRow.model_validate(r, from_attributes=True) for r in submission.recipients),
        version=record.version,
        sending=sending(record),
    )
