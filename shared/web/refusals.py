"""What a form's page says when something is refused: sentences at the top, each leading to its field."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from shared.errors import DomainError, Kind
from shared.language.catalogue import Catalogue
from shared.refusals import RefusalsError
from shared.web.form_input import Anchor, FormInput
from shared.web.problems import field_errors, status_of

Refusal = DomainError | ValidationError
REFUSED = (DomainError, ValidationError)
"""The same two, to be caught."""
MENDABLE = frozenset({Kind.INVALID, Kind.CONFLICT})
"""Refusals that a person can mend on the page itself; any other gets a page of its own."""


@dataclass(frozen=True)
class FormError:
    """A sentence, and the id of the field that it stands beside; empty when it speaks of the whole form."""

    field: str
    message: str


def errors_of(error: Refusal | None, catalogue: Catalogue, anchor: Anchor = lambda path: path) -> list[FormError]:
    """Everything that is wrong, in the order in which it was found."""
    if error is None:
        return []
    if isinstance(error, ValidationError):
        found = field_errors(error.errors(), catalogue)
        return [FormError(anchor(fault["field"]) or "", fault["message"]) for fault in found]
    faults = error.causes if isinstance(error, RefusalsError) else (error, *error.causes)
    return [
        FormError((anchor(fault.field) or "") if fault.field else "", catalogue.say(fault.code, fault.words))
        for fault in faults
    ]


def beside(errors: Iterable[FormError]) -> dict[str, str]:
    """The sentences by field, several for one field as one text."""
    found: dict[str, str] = {}
    for error in errors:
        if error.field:
            found[error.field] = f"{found[error.field]} {error.message}" if error.field in found else error.message
    return found


def status_for(error: Refusal | None) -> int:
    """The HTTP status of a page that shows a refusal, or none."""
    if error is None:
        return 200
    return status_of(error) if isinstance(error, DomainError) else 422


def refused_as(refusal: Refusal | None, code: str) -> bool:
    return isinstance(refusal, DomainError) and refusal.code == code


def is_overtaken(refusal: Refusal | None) -> bool:
    """Whether somebody else changed the record since the person opened the page."""
    return refused_as(refusal, "record_changed")


def once_more(inputs: FormInput, refusal: Refusal | None, version: int | None = None) -> FormInput:
    """The inputs for one more try, under a key of its own; who was overtaken then writes over the present `version`."""
    seen = inputs.value("version")
    return inputs.given(
        key=uuid.uuid4().hex, version=version if version and (is_overtaken(refusal) or not seen) else seen
    )
