"""A reviewer asks for a correction (đính chính) of what was approved; that stays in force until it is decided anew.

What was asked for by mistake is taken back (thu hồi), as long as the unit has sent nothing newer.
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from services.review.cases.model.case import CaseChange, CaseRecord, require_current
from services.review.desk.model.standing import Standing, deciding_person
from shared.contracts.cases import CaseStatus
from shared.contracts.submissions import Correction, RevokedCorrection
from shared.contracts.types import Contract, Paragraph
from shared.errors import conflict
from shared.identity import Actor
from shared.record.record import Change, Emit, Entry
from shared.rules.decisions import all_revoked


class CorrectionDemand(Contract):
    """What is to be corrected, and in which version: the one that the reviewer read."""

    version: Annotated[int, Field(ge=1)]
    reason: Paragraph


class CorrectionRevocation(Contract):
    """Why no correction is needed after all."""

    reason: Paragraph


def ask_correction(
    record: CaseRecord, wanted: CorrectionDemand, actor: Actor, now: datetime, standing: Standing = ()
) -> CaseChange:
    """The submitter is asked to correct the approved version.

    Raises DomainError ``role_missing``, ``own_submission``, ``own_submission_of_replaced``, ``case_withdrawn``,
    ``decision_stale``, ``version_unknown``, ``correction_not_approved`` or ``correction_asked_already``.
    """
    case = record.public
    person = deciding_person(actor, case, standing)
    require_current(case, wanted.version)
    if case.status is not CaseStatus.APPROVED:
        raise conflict("correction_not_approved")
    if case.correction is not None:
        raise conflict("correction_asked_already", by=case.correction.asked_by.name)
    wish = Correction(version=wanted.version, reason=wanted.reason, asked_at=now, asked_by=person)
    after = case.model_copy(update={"correction": wish})
    entry = Entry("correction_asked", person, wanted.reason)
    return Change(after, record.private, entry, (Emit("case.correction_asked", (case.submitter,)),))


def revoke_correction(
    record: CaseRecord, wanted: CorrectionRevocation, actor: Actor, now: datetime, standing: Standing = ()
) -> CaseChange:
    """The submitter need not correct anything; what was approved stands.

    Raises DomainError ``role_missing``, ``own_submission``, ``own_submission_of_replaced`` or
    ``correction_not_asked``: the unit has sent a newer version, or somebody took it back before.
    """
    case = record.public
    person = deciding_person(actor, case, standing)
    if case.correction is None:
        raise conflict("correction_not_asked")
    revoked = RevokedCorrection(correction=case.correction, reason=wanted.reason, revoked_at=now, revoked_by=person)
    known = all_revoked(case.revoked_corrections, (revoked,))
    after = case.model_copy(update={"correction": None, "revoked_corrections": known})
    entry = Entry("correction_revoked", person, wanted.reason)
    return Change(after, record.private, entry, (Emit("case.correction_revoked", (case.submitter,)),))
