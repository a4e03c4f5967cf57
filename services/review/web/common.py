"""What the pages of a desk share."""

from typing import Any

from fastapi import Request
from pydantic import ValidationError

from services.review.desk.commands import Desk
from services.review.web.forms import FormError, TypedForm, refusals
from shared.errors import DomainError, Kind
from shared.runtime.runtime import idempotency_cause
from shared.web.problems import status_of

SHOWN_AGAIN = {Kind.INVALID, Kind.FORBIDDEN, Kind.CONFLICT}
"""Refusals that a person can answer on the same page."""

DESK = "/tham-dinh/{organisation}"


def refusal(request: Request, error: DomainError | ValidationError, form: TypedForm) -> tuple[int, list[FormError]]:
    """The status and the sentences of a refusal that is shown beside what was typed; any other is raised again."""
    if isinstance(error, DomainError) and error.kind not in SHOWN_AGAIN:
        raise error
    status = status_of(error) if isinstance(error, DomainError) else 422
    return status, refusals(error, form, request.app.state.catalogue)


def fresh_cause(account: str) -> str:
    """The cause of a command that needs no key: doing it twice changes nothing."""
    return idempotency_cause(account, None)


async def name_of(desk: Desk, organisation: str) -> str:
    return (await desk.stores.names([organisation]))[organisation]


async def done_line(desk: Desk, case: str) -> dict[str, Any] | None:
    """What the confirmation line says of the case just decided, and whether its unit can know yet."""
    record = await desk.stores.cases.get(case) if case else None
    if record is None or record.public.current.decision is None:
        return None
    return {
        "id": record.id,
        "outcome": record.public.current.decision.outcome,
        "name": await name_of(desk, record.public.submitter),
        "sending": record.undelivered > 0,
    }
