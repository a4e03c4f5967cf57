"""A record's history as people read it: when, who, what, why."""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.contracts.people import Person
from shared.contracts.types import Contract, Instant, Slug


class HistoryLine(Contract):
    """One step. `recipient` is the authority that it is about, where there is one; `actor` None is the system."""

    at: Instant
    action: str
    recipient: Slug | None = None
    actor: Person | None = None
    reason: str = ""
    version: int


def lines(history: Iterable[Mapping[str, Any]]) -> list[HistoryLine]:
    """The steps in order; hashes and causes stay with the audit."""
    found = []
    for entry in history:
        action, _, recipient = str(entry["action"]).partition(":")
        found.append(
            HistoryLine(
                at=entry["at"],
                action=action,
                recipient=recipient or None,
                actor=Person.read(entry["actor"]) if entry["actor"] else None,
                reason=entry["reason"],
                version=entry["version"],
            )
        )
    return found
