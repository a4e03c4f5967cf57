"""What a form's page says when something is refused: sentences at the top, each leading to its field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fastapi import Request, Response
from pydantic import ValidationError

from services.registration.stores import Stores
from services.registration.web.naming import name_organisations
from shared.errors import DomainError, Kind
from shared.web import failures
from shared.web.problems import Catalogue, field_errors, status_of

SHOWN_AGAIN = frozenset({Kind.INVALID, Kind.CONFLICT})
"""Refusals that the person can mend on the page itself; any other gets a page of its own."""

Refusal = DomainError | ValidationError
Anchor = Callable[[str], str | None]


@dataclass(frozen=True)
class FormError:
    """A sentence, and the id of the field that it stands beside; None when it speaks of the whole form."""

    message: str
    anchor: str | None

    @property
    def field(self) -> str:
        """The same id, as the shared parts of the pages name it; empty for the whole form."""
        return self.anchor or ""


def errors_of(error: Refusal, catalogue: Catalogue, anchor: Anchor) -> list[FormError]:
    """Everything that is wrong. `anchor` turns an input path (``items.0.content``) into an id on the page."""
    if isinstance(error, ValidationError):
        found = field_errors(error.errors(), catalogue)
        return [FormError(fault["message"], anchor(fault["field"])) for fault in found]
    return [
        FormError(catalogue.say(fault.code, fault.words), anchor(fault.field) if fault.field else None)
        for fault in (error.causes or (error,))
    ]


def beside(errors: Iterable[FormError]) -> dict[str, str]:
    """The sentences by field, several for one field as one text."""
    found: dict[str, str] = {}
    for error in errors:
        if error.anchor:
            found[error.anchor] = f"{found[error.anchor]} {error.message}" if error.anchor in found else error.message
    return found


def status(error: Refusal) -> int:
    return status_of(error) if isinstance(error, DomainError) else 422


async def raise_unless_shown(stores: Stores, error: Refusal) -> None:
    """Lets what no form can mend (no right, no database) go on to its own page; the others name organisations."""
    if not isinstance(error, DomainError):
        return
    if error.kind not in SHOWN_AGAIN:
        raise error
    await name_organisations(stores, error)


async def refused(request: Request, error: Exception) -> Response:
    """A refusal with a page of its own, or in the API: it names organisations, too."""
    assert isinstance(error, DomainError)
    await name_organisations(request.app.state.stores, error)
    return await failures.refused(request, error)
