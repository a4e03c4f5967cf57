"""Commands are counted from outside, by what became of them."""

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Counting(Protocol):
    """What a command is bound to: it knows where commands are counted."""

    def counting(self, command: str) -> AbstractContextManager[None]: ...


Context = TypeVar("Context", bound=Counting)
Given = ParamSpec("Given")
Result = TypeVar("Result")
Command = Callable[Concatenate[Context, Given], Coroutine[Any, Any, Result]]


def command(name: str) -> Callable[[Command[Context, Given, Result]], Command[Context, Given, Result]]:
    """Counts a command under a name: ``done``, or the code of its refusal."""

    def counted(function: Command[Context, Given, Result]) -> Command[Context, Given, Result]:
        @wraps(function)
        async def run(context: Context, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
            with context.counting(name):
                return await function(context, *args, **kwargs)

        return run

    return counted
