"""Deadlines as an administrator types them, and read back in words."""

from typing import Any

from pydantic import ValidationError

from shared.errors import DomainError
from shared.language.deadlines import Deadline
from shared.language.vietnamese import VIETNAM


def deadline(text: str, *, field: str) -> Deadline:
    """A deadline as typed. Raises what `Deadline.parse` raises, naming the field."""
    try:
        return Deadline.parse(text)
    except DomainError as error:
        raise DomainError(error.code, error.kind, field=field, **error.params) from error
    except ValidationError as error:
        raise DomainError("deadline_unreadable", field=field, text=text.strip()) from error


def meaning(due: Deadline) -> dict[str, Any]:
    """The last minute of a deadline, for people; `whole` when a clock time is meant to the minute."""
    last = due.boundary.astimezone(VIETNAM)
    if due.time is None or not due.inclusive:
        last = last.fromtimestamp(last.timestamp() - 60, VIETNAM)
    return {"time": f"{last:%H:%M}", "date": last.date()}
