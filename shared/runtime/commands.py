"""Commands are values that run themselves, and are counted from outside, by what became of them."""

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Protocol, TypeVar


class Counting(Protocol):
    """What a command runs in: it knows where commands are counted."""

    def counting(self, command: str) -> AbstractContextManager[None]: ...


Wanted = TypeVar("Wanted")
Context = TypeVar("Context", bound=Counting)
Result = TypeVar("Result")
Run = Callable[[Wanted, Context], Coroutine[Any, Any, Result]]


def command(name: str) -> Callable[[Run[Wanted, Context, Result]], Run[Wanted, Context, Result]]:
    """Counts a command's `run` under a name: ``done``, or the code of its refusal."""

    def counted(run: Run[Wanted, Context, Result]) -> Run[Wanted, Context, Result]:
        @wraps(run)
        async def counting(wanted: Wanted, context: Context) -> Result:
            with context.counting(name):
                return await run(wanted, context)

        return counting

    return counted
