"""What the API and the pages of a desk are handed with each request."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from services.review.desk.context import Context, Desk
from services.review.desk.model.standing import require_reader
from shared.errors import Kind, not_found
from shared.web.page import MENDABLE, Page
from shared.web.parameters import Cause, CurrentActor


async def context_of(organisation: str, actor: CurrentActor, request: Request) -> Context:
    """The desk in the path, for its readers and for who acts in a reviewer's place today.

    Raises DomainError ``desk_not_found`` when this instance does not serve it, ``role_missing`` for anybody else.
    """
    desks: dict[str, Desk] = request.app.state.desks
    if organisation not in desks:
        raise not_found("desk", organisation)
    context = await desks[organisation].opened(actor)
    require_reader(actor, organisation, context.standing)
    return context


CurrentContext = Annotated[Context, Depends(context_of)]
"""A reader's question."""


def command_of(context: CurrentContext, cause: Cause) -> Context:
    return replace(context, cause=cause)


CommandContext = Annotated[Context, Depends(command_of)]
"""A program's command: repeated under its ``Idempotency-Key`` it is a no-op."""


def page_of(request: Request, context: CurrentContext) -> Page[Context]:
    """A page whose forms also show what a reader may not do: a decision that is not his leaves what he wrote."""
    return Page(request, context, MENDABLE | {Kind.FORBIDDEN})


CurrentPage = Annotated[Page[Context], Depends(page_of)]
