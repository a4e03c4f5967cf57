"""Lateness (ADR 9): measured against the form's own deadline and kept for good, with a later one told beside it."""

from datetime import datetime
from typing import NamedTuple

from shared.contracts.cases import Round
from shared.contracts.submissions import Version
from shared.language.deadlines import Deadline


class Lateness(NamedTuple):
    """How a delivery, or a moment without one, stands to a form's deadlines.

    `late`: after the form's own. `extension`: the later one that is told beside it; `within`: late, and in time for
    that.
    """

    late: bool
    extension: Deadline | None
    within: bool


def lateness(delivery: Version | Round, extension: Deadline | None) -> Lateness:
    """Of what was delivered, as it was found at that moment. Which delivery is asked about, and whether the extension
    is that of its moment or of today, is the caller's to say: they differ (ADR 15)."""
    return _against(delivery.late, delivery.delivered_at, extension)


def lateness_without(own: Deadline, extension: Deadline | None, now: datetime) -> Lateness:
    """Of what is not delivered by now, and of what would be delivered now."""
    return _against(not own.met_by(now), now, extension)


def _against(late: bool, moment: datetime, extension: Deadline | None) -> Lateness:
    return Lateness(late, extension, late and extension is not None and extension.met_by(moment))
