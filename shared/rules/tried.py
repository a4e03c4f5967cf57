"""'May he?' is the pure decision tried: a page offers what the decision would allow, and knows why it would not."""

from collections.abc import Callable
from typing import ParamSpec

from shared.errors import DomainError

P = ParamSpec("P")


def refusal(decide: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> DomainError | None:
    """Why a decision would be refused; None where it would be taken. Nothing comes of what it decides."""
    try:
        decide(*args, **kwargs)
    except DomainError as error:
        return error
    return None


def allows(decide: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Whether a decision would be taken."""
    return refusal(decide, *args, **kwargs) is None
