"""One page and the request that asks for it: what was sent, who asks, how it is answered, what it says of a refusal."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from shared.errors import DomainError, Kind, RefusalsError
from shared.language.catalogue import Catalogue
from shared.web.form_input import Anchor, FormInput, read_form
from shared.web.problems import field_errors, status_of

Refusal = DomainError | ValidationError
REFUSED = (DomainError, ValidationError)
"""The same two, to be caught."""
MENDABLE = frozenset({Kind.INVALID, Kind.CONFLICT})
"""Refusals that a person can mend on the page itself; any other gets a page of its own."""
Context = TypeVar("Context")
Naming = Callable[[DomainError], Awaitable[None]]
"""Gives a refusal the names of what its params name by ids."""


async def nameless(_: DomainError) -> None:
    """Leaves every id as it is."""


@dataclass(frozen=True)
class FormError:
    """A sentence, and the id of the field that it stands beside; empty when it speaks of the whole form."""

    field: str
    message: str


@dataclass(frozen=True)
class Page(Generic[Context]):
    """`context` is what commands and questions are given. `mendable`: the refusals that are shown on a form's page."""

    request: Request
    context: Context
    mendable: frozenset[Kind] = MENDABLE

    @property
    def catalogue(self) -> Catalogue:
        catalogue: Catalogue = self.request.app.state.catalogue
        return catalogue

    async def inputs(self) -> FormInput:
        """What the browser sent. Raises DomainError ``body_not_utf8`` or ``form_too_long``."""
        return FormInput.of(await read_form(self.request))

    async def render(
        self,
        template: str,
        *,
        refusal: Refusal | None = None,
        anchor: Anchor = lambda path: path,
        lacking: Refusal | None = None,
        status: int = 200,
        **values: Any,
    ) -> Response:
        """The page under a `key` of its own, with the `errors` of the refusal that it shows, each beside its field, and
        the refusal's status. `lacking` is said in its place beside the inputs only: nobody has tried to save yet.

        A refusal that no form can mend (no right, no database) is raised again; a right that is missing for what an
        input names is mended beside it.
        """
        await self.show(refusal)
        errors = self.errors(refusal or lacking, anchor)
        shown = {"key": uuid.uuid4().hex, "errors": errors, "lacking": lacking, **values}
        if refusal:
            status = status_of(refusal) if isinstance(refusal, DomainError) else 422
        answer: Response = self.request.app.state.frame.render(self.request, template, status=status, **shown)
        return answer

    def errors(self, refusal: Refusal | None, anchor: Anchor = lambda path: path) -> list[FormError]:
        """The sentences of a refusal in the order in which they were found, each beside its field."""
        found: list[tuple[str | None, str]] = []
        if isinstance(refusal, ValidationError):
            found = [(fault["field"], fault["message"]) for fault in field_errors(refusal.errors(), self.catalogue)]
        elif refusal:
            faults = refusal.causes if isinstance(refusal, RefusalsError) else (refusal, *refusal.causes)
            found = [(fault.field, self.catalogue.say(fault.code, fault.words)) for fault in faults]
        return [FormError((anchor(field) or "") if field else "", message) for field, message in found]

    async def show(self, refusal: Refusal | None) -> None:
        """Makes a refusal ready to be shown, or raises it again; as `render` does."""
        if isinstance(refusal, DomainError):
            if refusal.kind not in self.mendable and not refusal.field:
                raise refusal
            await self.request.app.state.naming(refusal)

    def to(self, address: str) -> RedirectResponse:
        """Leads on after a form was taken."""
        return RedirectResponse(address, 303)


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
