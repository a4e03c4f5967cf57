"""What a question is given: who asks, of which records, when."""

from dataclasses import dataclass
from datetime import datetime

from services.reporting.stores import Library
from shared.identity import Actor


@dataclass(frozen=True)
class ReportingContext:
    """Opened once a request. `now` is the moment by the suite's clock."""

    library: Library
    actor: Actor
    now: datetime
