"""What a question is given: who asks, of which records, when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from services.reporting.stores import Library
from shared.identity import Actor
from shared.web.parameters import CurrentActor


@dataclass(frozen=True)
class ReportingContext:
    """Opened once a request. `now` is the moment by the suite's clock."""

    library: Library
    actor: Actor
    now: datetime


def context_of(request: Request, actor: CurrentActor) -> ReportingContext:
    library: Library = request.app.state.library
    return ReportingContext(library, actor, library.clock())


CurrentContext = Annotated[ReportingContext, Depends(context_of)]
"""The signed-in person's question."""
