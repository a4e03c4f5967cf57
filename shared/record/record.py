"""What a record is: one document with its public state, its private part, its history and its outbox.

The history is the audit: each entry holds the hash of the one before it and a digest of the public state after the
change, so a changed past or a state changed behind the history's back shows.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from shared.contracts.types import Contract, Person

Document = dict[str, Any]
Public = TypeVar("Public", bound=Contract)
Private = TypeVar("Private", bound=Contract)


class Nothing(Contract):
    """The private part of a record that has none."""


@dataclass(frozen=True)
class Emit:
    """An event to publish: its type, and the organisations concerned (one event for each)."""

    type: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """What the history keeps of a change: what was done, by whom (None: by the system), and why."""

    action: str
    actor: Person | None = None
    reason: str = ""


@dataclass(frozen=True)
class Change(Generic[Public, Private]):
    """A decision of the domain. Without an entry it is a private change (a saved draft) and emits nothing."""

    public: Public
    private: Private
    entry: Entry | None = None
    events: tuple[Emit, ...] = ()


@dataclass(frozen=True)
class Record(Generic[Public, Private]):
    """A stored record. `version` counts every write, `head` is the hash of the newest history entry."""

    id: str
    version: int
    public: Public
    private: Private
    history: tuple[Document, ...] = ()
    undelivered: int = 0

    @property
    def head(self) -> str:
        return str(self.history[-1]["hash"])

    @property
    def sequence(self) -> int:
        """The version that others were told of last."""
        return int(self.history[-1]["version"])

    def caused_by(self, cause: str) -> bool:
        return any(entry["cause"] == cause for entry in self.history)


def canonical(value: object) -> bytes:
    """One spelling of a JSON value, for hashing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


GENESIS = "0" * 64


def link(
    subject: str,
    previous: str,
    entry: Entry,
    *,
    version: int,
    at: datetime,
    public: Document,
    cause: str,
    correlation: str,
) -> Document:
    """The next history entry, chained to the one before."""
    body = {
        "subject": subject,
        "version": version,
        "at": at.isoformat(),
        "action": entry.action,
        "actor": entry.actor.model_dump(mode="json") if entry.actor else None,
        "reason": entry.reason,
        "cause": cause,
        "correlation": correlation,
        "content": digest(public),
        "previous": previous,
    }
    return {**body, "hash": digest(body)}


def update_of(document: Document, entry: Entry | None) -> Document:
    """What makes a stored record the document."""
    fields = {name: document[name] for name in ("version", "private")}
    update: Document = {"$set": fields}
    # A private change leaves the state as its history knows it, be it written by an older contract.
    if entry is not None:
        fields["public"] = document["public"]
        update["$push"] = {"history": document["history"][-1], "outbox": {"$each": document["outbox"]}}
        if document["pending"]:
            fields["pending"] = True
    return update


def chain_faults(subject: str, history: list[Document], public: Document) -> list[str]:
    """What is wrong with a record's history; an empty list when its chain and its state hold."""
    faults = []
    previous = GENESIS
    for position, entry in enumerate(history, start=1):
        body = {name: value for name, value in entry.items() if name != "hash"}
        if body.get("subject") != subject or body.get("previous") != previous:
            faults.append(f"entry {position} is not chained to the one before it")
        if digest(body) != entry.get("hash"):
            faults.append(f"entry {position} was altered")
        previous = str(entry.get("hash"))
    if not history:
        faults.append("the history is empty")
    elif history[-1].get("content") != digest(public):
        faults.append("the state was changed without a history entry")
    return faults
