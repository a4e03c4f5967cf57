"""The events on the wire: CloudEvents 1.0 in JSON, each with its record's whole public state.

An event's `sequence` is the record's version. A consumer that keeps a copy replaces it when the version is newer and
ignores it otherwise, so duplicates and reordering are harmless.
"""

import json
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.contracts.substitutions import Substitution
from shared.contracts.types import Contract, Digest, Instant, Line, Slug
from shared.errors import DomainError

SCHEMA_VERSION = 1
Data = TypeVar("Data", bound=Contract)


class ReplayRequest(Contract):
    """Asks the owners of records to put their current state on the exchange again.

    `kinds` are the record kinds wanted; `organisation` limits them to what is addressed to that organisation (None:
    everything).
    """

    requester: Line
    kinds: tuple[Slug, ...]
    organisation: Slug | None = None


EVENT_TYPES: dict[type[Contract], tuple[str, ...]] = {
    Organisation: ("organisation.changed",),
    Campaign: ("campaign.announced", "campaign.amended", "campaign.closed", "extension.granted"),
    Submission: ("submission.submitted", "submission.withdrawn", "submission.settled"),
    Case: (
        "case.opened",
        "case.viewed",
        "case.assigned",
        "case.approved",
        "case.returned",
        "case.rejected",
        "case.reopened",
        "case.withdrawn",
        "case.correction_asked",
        "case.correction_revoked",
    ),
    Substitution: ("substitution.changed",),
    Notification: ("notification.sent", "notification.failed"),
    ReplayRequest: ("replay.requested",),
}
"""The events that carry a record of each kind."""
EVENT_DATA = {name: model for model, names in EVENT_TYPES.items() for name in names}


def kind_of(model: type[Contract]) -> str:
    """What such a record is called in subjects and replays: the first word of its first event."""
    return EVENT_TYPES[model][0].partition(".")[0]


def bindings_of(model: type[Contract], recipient: str | None = None) -> tuple[str, ...]:
    """The routing keys of its events; `recipient`: of those that concern this organisation."""
    words = dict.fromkeys(name.partition(".")[0] for name in EVENT_TYPES[model])
    return tuple(f"{word}.*.{recipient}" if recipient else f"{word}.#" for word in words)


class Event(Contract):
    """The envelope. `recipient` is the organisation concerned (the routing key's last part)."""

    specversion: Literal["1.0"] = "1.0"
    id: Line
    source: Line
    type: Line
    subject: Line
    time: Instant
    datacontenttype: Literal["application/json"] = "application/json"
    sequence: int
    correlationid: Line
    causationid: Line | None = None
    schemaversion: int = SCHEMA_VERSION
    recipient: Slug
    headhash: Digest
    replayed: bool = False
    data: dict[str, Any]

    @property
    def routing_key(self) -> str:
        return f"{self.type}.{self.recipient}"

    def content(self) -> Contract:
        """The data as its contract. Raises DomainError ``event_broken`` when it does not fit."""
        return _checked(EVENT_DATA[self.type], self.data)


def read_event(body: bytes) -> Event | None:
    """An event from the wire; None for a type this version does not know (to be skipped and counted).

    Raises DomainError ``event_broken`` naming what is wrong: such a message is parked at once.
    """
    try:
        raw = json.loads(body)
    except ValueError as error:
        raise DomainError("event_broken", errors=f"not JSON: {error}") from error
    if not isinstance(raw, dict):
        raise DomainError("event_broken", errors="not a JSON object")
    event = _checked(Event, raw)
    return event if event.type in EVENT_DATA else None


def _checked(model: type[Data], raw: dict[str, Any]) -> Data:
    try:
        return model.read(raw)
    except ValidationError as error:
        raise DomainError("event_broken", errors=summary(error)) from error


def summary(error: ValidationError) -> str:
    """One line for people: which field, what is wrong."""
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False)[:5])
