"""What reviewers do with a case: load, decide, save. The rules are in the model."""

from collections.abc import Callable
from dataclasses import dataclass

from services.review.cases.model import corrections, decisions
from services.review.cases.model.case import CaseChange, CaseRecord
from services.review.cases.model.corrections import CorrectionDemand, CorrectionRevocation
from services.review.cases.model.decisions import Assignment, Verdict
from services.review.cases.records.queue import next_waiting
from services.review.desk.context import Context
from services.review.desk.model.substitutions import forbidden_submitters
from shared.rules.ids import submission_of
from shared.runtime.commands import command


@dataclass(frozen=True)
class View:
    """A case is opened by who reviews it."""

    case: str


@dataclass(frozen=True)
class Assign:
    """A case is handed to somebody. `expected`, here as below: the version that the person saw."""

    case: str
    assignment: Assignment
    expected: int | None = None


@dataclass(frozen=True)
class Decide:
    """A case is decided on."""

    case: str
    verdict: Verdict
    expected: int | None = None


@dataclass(frozen=True)
class ApproveClean:
    """One of several approvals; only a clean case on the version that was named."""

    case: str
    version: int


@dataclass(frozen=True)
class AskCorrection:
    """The submitter is to correct what was approved here."""

    case: str
    demand: CorrectionDemand
    expected: int | None = None


@dataclass(frozen=True)
class RevokeCorrection:
    """No correction is needed after all."""

    case: str
    revocation: CorrectionRevocation
    expected: int | None = None


@command("view")
async def view(context: Context, wanted: View) -> CaseRecord:
    """Marks the newest round as seen; only the first time counts."""
    return await _update(context, wanted.case, lambda record: decisions.view(record, *context.by))


@command("assign")
async def assign(context: Context, wanted: Assign) -> CaseRecord:
    """Hands the case to a person of the desk."""

    def change(record: CaseRecord) -> CaseChange | None:
        return decisions.assign(record, wanted.assignment, context.actor, context.standing)

    return await _update(context, wanted.case, change, wanted.expected)


@command("decide")
async def decide(context: Context, wanted: Decide) -> CaseRecord:
    """Decides on the version that was read."""
    verdict = wanted.verdict
    submission = await context.stores.submission(submission_of(wanted.case)) if verdict.items else None

    def change(record: CaseRecord) -> CaseChange:
        return decisions.decide(record, verdict, *context.by, submission=submission)

    return await _update(context, wanted.case, change, wanted.expected)


@command("decide")
async def approve_clean(context: Context, wanted: ApproveClean) -> CaseRecord:
    """Approves the version that was named."""
    return await _update(
        context, wanted.case, lambda record: decisions.approve_clean(record, wanted.version, *context.by)
    )


@command("ask-correction")
async def ask_correction(context: Context, wanted: AskCorrection) -> CaseRecord:
    """Asks the submitter to correct what was approved; it stays in force until the correction is decided on."""

    def change(record: CaseRecord) -> CaseChange:
        return corrections.ask_correction(record, wanted.demand, *context.by)

    return await _update(context, wanted.case, change, wanted.expected)


@command("revoke-correction")
async def revoke_correction(context: Context, wanted: RevokeCorrection) -> CaseRecord:
    """Takes a request for a correction back, as long as no newer version has come."""

    def change(record: CaseRecord) -> CaseChange:
        return corrections.revoke_correction(record, wanted.revocation, *context.by)

    return await _update(context, wanted.case, change, wanted.expected)


async def next_for(context: Context, after: CaseRecord | None = None) -> CaseRecord | None:
    """The next case that this person may decide on: behind `after` where it is given, else from the beginning."""
    account = context.actor.account
    not_from = forbidden_submitters(context.actor, context.standing)
    found = await next_waiting(context.stores, account, not_from, after)
    if found is None and after is not None:
        found = await next_waiting(context.stores, account, not_from)
    return None if after is not None and found is not None and found.id == after.id else found


async def _update(
    context: Context, case: str, change: Callable[[CaseRecord], CaseChange | None], expected: int | None = None
) -> CaseRecord:
    return await context.stores.cases.update(case, change, cause=context.cause, expected=expected)
