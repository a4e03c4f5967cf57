"""How the API answers with a submission."""

from fastapi.responses import JSONResponse

from services.registration.context import Context
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.views import view
from shared.web.app import tagged


def answer(
    context: Context, record: SubmissionRecord, status: int = 200, *, inherited: frozenset[str] = frozenset()
) -> JSONResponse:
    """The submission whole, its version as ETag. `inherited`: the organisations whom the person's own have followed."""
    return tagged(view(record, context.actor, inherited), record.version, status)
