"""What the demo prints: each actor, what happened, the events, the time it took, and the closing table."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Step:
    """One line in the making."""

    started: float = field(default_factory=time.perf_counter)
    events: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def event(self, name: str) -> None:
        self.events.append(name)

    def note(self, text: str) -> None:
        self.notes.append(text)


class Screen:
    """Collects what was shown, so that a test can read it as well."""

    def __init__(self, write: Callable[[str], None] = print) -> None:
        self._write = write
        self._seen: set[str] = set()
        self.warnings: dict[str, int] = {}
        self.steps = 0

    def line(self, text: str = "") -> None:
        self._write(text)

    def first_time(self, ident: str) -> bool:
        """Whether this notification has not been shown yet."""
        new = ident not in self._seen
        self._seen.add(ident)
        return new

    @asynccontextmanager
    async def step(self, actor: str, action: str) -> AsyncIterator[Step]:
        """Times a step and prints it when it is done."""
        self.steps += 1
        number, step = self.steps, Step()
        yield step
        events = f"  [{' → '.join(step.events)}]" if step.events else ""
        self._write(f"{number:>3}. {actor}: {action}{events}  {step.seconds * 1000:.0f} ms")
        for note in step.notes:
            self._write(f"      {note}")
