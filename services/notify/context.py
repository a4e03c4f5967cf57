"""What a person's question or command is given: whose it is, on which records, in which words."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.notify.channels.wording import Wording
from services.notify.stores import Stores
from shared.identity import Actor
from shared.web.page import Page
from shared.web.parameters import CurrentActor


@dataclass(frozen=True)
class Context:
    """Opened once a request."""

    stores: Stores
    actor: Actor
    wording: Wording

    def counting(self, command: str) -> AbstractContextManager[None]:
        return self.stores.counting(command)


def context_of(request: Request, actor: CurrentActor) -> Context:
    return Context(request.app.state.stores, actor, request.app.state.wording)


CurrentContext = Annotated[Context, Depends(context_of)]


def page_of(request: Request, context: CurrentContext) -> Page[Context]:
    return Page(request, context)


CurrentPage = Annotated[Page[Context], Depends(page_of)]
