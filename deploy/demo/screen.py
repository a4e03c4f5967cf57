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


@dataclass
class Screen:
    """Where the lines go: a test can collect them as well. `steps`: how many were shown."""

    write: Callable[[str], None] = print
    steps: int = 0

    def line(self, text: str = "") -> None:
        self.write(text)

    @asynccontextmanager
    async def step(self, actor: str, action: str) -> AsyncIterator[Step]:
        """Times a step and prints it when it is done."""
        self.steps += 1
        number, step = self.steps, Step()
        yield step
        events = f"  [{' → '.join(step.events)}]" if step.events else ""
        self.line(f"{number:>3}. {actor}: {action}{events}  {step.seconds * 1000:.0f} ms")
        for note in step.notes:
            self.line(f"      {note}")
