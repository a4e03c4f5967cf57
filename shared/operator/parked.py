"""A parked message as operators see it: what it was, why it failed, since when."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from aio_pika.abc import AbstractIncomingMessage


def identity(message: AbstractIncomingMessage) -> str:
    """What names a message: the event's id, or for a stranger's message without one a digest of its body."""
    return message.message_id or f"body-{hashlib.sha256(message.body).hexdigest()[:16]}"


@dataclass(frozen=True)
class Parked:
    """A message that no handler could finish. `queue` is the work queue that it belongs to."""

    queue: str
    id: str
    body: bytes
    headers: Mapping[str, Any]

    @classmethod
    def read(cls, queue: str, message: AbstractIncomingMessage) -> Self:
        return cls(queue, identity(message), message.body, dict(message.headers))

    @property
    def error(self) -> str:
        """The last failure; the broker parks by itself what killed its handler again and again."""
        deaths = self.headers.get("x-death")
        if isinstance(deaths, list) and deaths and deaths[0].get("reason") == "delivery_limit":
            before = f" (before that: {self.headers['x-error']})" if "x-error" in self.headers else ""
            return f"delivered too often without an answer: its handler died or lost the broker{before}"
        return str(self.headers.get("x-error", "unknown"))

    @property
    def stack(self) -> str:
        return str(self.headers.get("x-stack", ""))

    @property
    def first_seen(self) -> str:
        """When it failed for the first time, ISO 8601 in UTC."""
        return str(self.headers.get("x-first-seen", ""))

    @property
    def attempts(self) -> int:
        """How often its handler ran since it came or was last replayed."""
        return int(self.headers.get("x-attempt", 0))

    @property
    def replays(self) -> int:
        """How often an operator sent it back to work."""
        return int(self.headers.get("x-replayed", 0))

    @property
    def event(self) -> str:
        """Type and subject of the event, as far as its body can be read."""
        try:
            raw = json.loads(self.body)
            return f"{raw['type']} {raw['subject']}"
        except (ValueError, KeyError, TypeError):
            return f"unreadable ({self.headers.get('x-routing-key') or 'no routing key'})"

    @property
    def readable_body(self) -> str:
        """Indented where it is JSON, as it is otherwise."""
        try:
            return json.dumps(json.loads(self.body), ensure_ascii=False, indent=2)
        except ValueError:
            return self.body.decode("utf-8", "backslashreplace")
