"""A record's history as people read it: when, who, what, why."""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.contracts.types import Contract, Instant, Person, Slug


class HistoryLine(Contract):
    """One step. `recipient` is the authority that it is about, where there is one; `actor` None is the system.

    What became of an item further up is ``upward_<status>``.
    """

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
        action, *rest = str(entry["action"]).split(":")
        about = {"action": "_".join([action, *rest[:-1]]), "recipient": rest[-1] if rest else None}
        found.append(HistoryLine.read({**entry, **about}))
    return found
