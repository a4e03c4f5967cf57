"""One page and the request that asks for it: what was sent, who asks, how it is answered."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from shared.errors import DomainError, Kind
from shared.language.catalogue import Catalogue
from shared.web.form_input import Anchor, FormInput, read_form
from shared.web.refusals import MENDABLE, FormError, Refusal, errors_of, status_for

Context = TypeVar("Context")
Naming = Callable[[DomainError], Awaitable[None]]
"""Gives a refusal the names of what its params name by ids."""


async def nameless(_: DomainError) -> None:
    """Leaves every id as it is."""


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
        answer: Response = self.request.app.state.frame.render(
            self.request, template, status=status_for(refusal) if refusal else status, **shown
        )
        return answer

    def errors(self, refusal: Refusal | None, anchor: Anchor = lambda path: path) -> list[FormError]:
        """The sentences of a refusal, each beside its field."""
        return errors_of(refusal, self.catalogue, anchor)

    async def show(self, refusal: Refusal | None) -> None:
        """Makes a refusal ready to be shown, or raises it again; as `render` does."""
        if isinstance(refusal, DomainError):
            if refusal.kind not in self.mendable and not refusal.field:
                raise refusal
            await self.request.app.state.naming(refusal)

    def to(self, address: str) -> RedirectResponse:
        """Leads on after a form was taken."""
        return RedirectResponse(address, 303)
