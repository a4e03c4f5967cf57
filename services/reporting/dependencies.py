"""What the API and the pages are handed with each request."""

from typing import Annotated

from fastapi import Depends, Request

from services.reporting.context import ReportingContext
from services.reporting.stores import Library
from shared.web.app import CurrentActor
from shared.web.page import Page


def context_of(request: Request, actor: CurrentActor) -> ReportingContext:
    library: Library = request.app.state.library
    return ReportingContext(library, actor, library.clock())


CurrentContext = Annotated[ReportingContext, Depends(context_of)]
"""The signed-in person's question."""


def page_of(request: Request, context: CurrentContext) -> Page[ReportingContext]:
    return Page(request, context)


CurrentPage = Annotated[Page[ReportingContext], Depends(page_of)]
"""A page before the signed-in person."""
