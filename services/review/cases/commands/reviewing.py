"""What reviewers do with a case: load, decide, save. The rules are in the model."""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.review.cases.model import corrections, decisions
from services.review.cases.model.case import CaseChange, CaseRecord
from services.review.cases.model.corrections import CorrectionDemand, CorrectionRevocation
from services.review.cases.model.decisions import Assignment, Verdict
from services.review.cases.records.queue import next_waiting
from services.review.desk.context import Context
from services.review.desk.model.standing import forbidden_submitters
from shared.rules.ids import submission_of
from shared.runtime.commands import command


@dataclass(frozen=True)
class CaseCommand:
    """About one case. `expected`: the version of its record that the person saw."""

    case: str
    expected: int | None = field(default=None, kw_only=True)


class View(CaseCommand):
    """It is opened by who reviews it: the newest round is seen. Only the first time counts."""

    @command("view")
    async def run(self, context: Context) -> CaseRecord:
        return await _update(context, self, lambda record: decisions.view(record, *context.by))


@dataclass(frozen=True)
class Assign(CaseCommand):
    """It is handed to a person of the desk."""

    assignment: Assignment

    @command("assign")
    async def run(self, context: Context) -> CaseRecord:
        assignment, actor, standing = self.assignment, context.actor, context.standing
        return await _update(context, self, lambda record: decisions.assign(record, assignment, actor, standing))


@dataclass(frozen=True)
class Decide(CaseCommand):
    """The version that was read is decided on."""

    verdict: Verdict

    @command("decide")
    async def run(self, context: Context) -> CaseRecord:
        verdict = self.verdict
        sent = await context.stores.submissions.content(submission_of(self.case)) if verdict.items else None
        return await _update(context, self, lambda r: decisions.decide(r, verdict, *context.by, submission=sent))


@dataclass(frozen=True)
class ApproveClean(CaseCommand):
    """One of several approvals; only a clean case on the version that was named."""

    version: int

    @command("decide")
    async def run(self, context: Context) -> CaseRecord:
        return await _update(context, self, lambda r: decisions.approve_clean(r, self.version, *context.by))


@dataclass(frozen=True)
class AskCorrection(CaseCommand):
    """The submitter is to correct what was approved; it stays in force until the correction is decided on."""

    demand: CorrectionDemand

    @command("ask-correction")
    async def run(self, context: Context) -> CaseRecord:
        return await _update(context, self, lambda r: corrections.ask_correction(r, self.demand, *context.by))


@dataclass(frozen=True)
class RevokeCorrection(CaseCommand):
    """No correction is needed after all, and no newer version has come."""

    revocation: CorrectionRevocation

    @command("revoke-correction")
    async def run(self, context: Context) -> CaseRecord:
        return await _update(context, self, lambda r: corrections.revoke_correction(r, self.revocation, *context.by))


async def next_for(context: Context, after: CaseRecord | None = None) -> CaseRecord | None:
    """The next case that this person may decide on: behind `after` where it is given, else from the beginning."""
    account = context.actor.account
    not_from = forbidden_submitters(context.actor, context.standing)
    found = await next_waiting(context.stores, account, not_from, after)
    if found is None and after is not None:
        found = await next_waiting(context.stores, account, not_from)
    return None if after is not None and found is not None and found.id == after.id else found


async def _update(
    context: Context, wanted: CaseCommand, decide: Callable[[CaseRecord], CaseChange | None]
) -> CaseRecord:
    return await context.stores.cases.update(wanted.case, decide, cause=context.cause, expected=wanted.expected)
