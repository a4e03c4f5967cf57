"""A case's page: what was delivered beside what came before, what was decided, what the reader may do."""

import uuid
from typing import Any

from fastapi import Response

from services.review.cases.model import corrections
from services.review.cases.model.case import WAITING, CaseRecord
from services.review.cases.model.corrections import CorrectionDemand
from services.review.cases.model.delivered import DeliveredCase, DeliveredRound, delivered
from services.review.cases.pages.decision_input import DecisionInput
from services.review.cases.pages.rows import done_line, due_of
from services.review.cases.records import queue
from services.review.cases.records.counts import counts_of_submitter
from services.review.cases.records.delivered import background
from services.review.desk import records as desk_records
from services.review.desk.dependencies import CurrentPage
from services.review.desk.model.standing import deciding_person
from services.review.desk.pages.frame import render
from services.review.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case, Round
from shared.contracts.submissions import Correction, Outcome, Submission
from shared.forms.demands import changed_files, titles
from shared.forms.registry import kind_of
from shared.record import history
from shared.rules import tried
from shared.rules.lateness import lateness
from shared.web.form_input import Anchor, FormInput
from shared.web.page import Refusal

OTHER_CASES = 20
NOTHING_TYPED = {
    "form": DecisionInput(),
    "assignment": FormInput(),
    "correction": FormInput(),
    "revocation": FormInput(),
}


async def show(
    page: CurrentPage,
    record: CaseRecord,
    *,
    refusal: Refusal | None = None,
    anchor: Anchor = lambda path: path,
    done: str = "",
    beside: int | None = None,
    **typed: Any,
) -> Response:
    """The page; `beside`: the earlier version to compare with, `typed`: by form, what was refused."""
    context = page.context
    # After the case: its copy of the submission is never older. See `consumers`.
    submission = await context.stores.submissions.content(record.public.submission)
    case = delivered(record.public, submission)
    campaign = await context.stores.campaigns.content(case.campaign)
    extension = campaign.extension(case.submitter, case.asked) if campaign else None
    return await render(
        page,
        "case.html",
        refusal=refusal,
        anchor=anchor,
        submitter_name=await context.stores.name(case.submitter),
        record=record,
        case=case,
        campaign=campaign,
        lateness=lateness(case.current, extension.due if extension else None),
        due=due_of(record),
        history=history.lines(record.history)[::-1],
        open=case.status in WAITING,
        approved_round=_approved(case),
        own_wish=_own_wish(submission, context.organisation),
        done=await done_line(context, done),
        new_key=lambda: uuid.uuid4().hex,
        **await _content(context.stores, case, campaign, _earlier(case, beside)),
        **await _rights(page, record),
        **await _around(context.stores, record),
        **NOTHING_TYPED | typed,
    )


async def _content(
    stores: Stores, case: DeliveredCase, campaign: Campaign | None, earlier: DeliveredRound | None
) -> dict[str, Any]:
    """What was sent, as its kind of form shows it, and what was decided on its items."""
    now, kind = case.current, kind_of(case.current.content)
    known = await background(stores, case, campaign, [round_ for round_ in (earlier, now) if round_])
    return {
        "earlier": earlier,
        "kind": kind.code,
        "view": kind.review(now.content, earlier.content if earlier else None, known),
        "file_pairs": changed_files(earlier.content if earlier else None, now.content),
        "titles": titles(known.form),
        "decisions": {decided.item: decided for decided in now.decision.items} if now.decision else {},
    }


def _earlier(case: DeliveredCase, version: int | None) -> DeliveredRound | None:
    """The round to compare with: the one asked for, else the newest before the present one."""
    before = case.rounds[:-1]
    return next((found for found in before if found.version == version), before[-1] if before else None)


def _approved(case: Case) -> Round | None:
    """The newest approved round: in force, also while a correction waits for its decision."""
    return next((r for r in reversed(case.rounds) if r.decision and r.decision.outcome is Outcome.APPROVE), None)


def _own_wish(submission: Submission | None, desk: str) -> Correction | None:
    """The correction that the unit itself is preparing, as far as this desk has heard."""
    recipient = submission.recipient(desk) if submission else None
    wish = recipient.correction if recipient else None
    return wish if submission and wish and wish.asked_by.organisation == submission.organisation else None


async def _rights(page: CurrentPage, record: CaseRecord) -> dict[str, Any]:
    """Whether the reader reviews here, in whose place, and why he may not decide on this case."""
    context, case = page.context, record.public
    reviewer = context.reviewing
    barred = tried.refusal(deciding_person, context.actor, case, context.standing) if reviewer else None
    demand = CorrectionDemand(version=case.current.version, reason="-")
    return {
        "reviewer": reviewer,
        "standing": context.standing,
        "barred": page.catalogue.say(barred.code, barred.params) if barred else "",
        "may_ask_correction": tried.allows(corrections.ask_correction, record, demand, *context.by),
        "reasons": await desk_records.reusable_reasons(context.stores) if reviewer else {},
        "people": await desk_records.people(context.stores) if reviewer else [],
    }


async def _around(stores: Stores, record: CaseRecord) -> dict[str, Any]:
    """What else this desk has had of the unit."""
    submitter = record.public.submitter
    others = await queue.of_submitter(stores, submitter, record.id, OTHER_CASES)
    counts = await counts_of_submitter(stores, submitter)
    return {
        "others": [other.public for other in others],
        "unit_counts": {status: number for status, number in counts.items() if number},
        "unit_total": sum(counts.values()),
        "campaigns": await stores.campaigns.contents(other.public.campaign for other in others),
    }
