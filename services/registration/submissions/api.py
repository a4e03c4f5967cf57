"""How the API answers with a submission."""

from fastapi.responses import JSONResponse

from services.registration.context import Context
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import SubmissionRecord, sending
from shared.contracts.submissions import Submission
from shared.contracts.types import Contract
from shared.forms.draft import AnyDraft
from shared.web.app import tagged


class SubmissionView(Contract):
    """A submission whole.

    `draft` is None for people of other organisations. `version` counts every write (the ETag), `sequence` is the
    version that others were told of last. `sending`: something of it is still on its way.
    """

    submission: Submission
    draft: AnyDraft | None
    version: int
    sequence: int
    sending: bool


def answer(
    context: Context, record: SubmissionRecord, status: int = 200, *, inherited: frozenset[str] = frozenset()
) -> JSONResponse:
    """The submission whole, its version as ETag. `inherited`: the organisations whom the person's own have followed."""
    view = SubmissionView(
        submission=record.public,
        draft=record.private.draft if access.may_read_draft(context.actor, record.public, inherited) else None,
        version=record.version,
        sequence=record.sequence,
        sending=sending(record),
    )
    return tagged(view, record.version, status)
