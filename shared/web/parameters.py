"""What a route is given with a request: who asks, which version he saw, under which cause, which page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request

from shared.clock import system_clock
from shared.errors import DomainError, Kind
from shared.identity import Actor, Verifier
from shared.runtime.runtime import idempotency_cause

TOKEN_COOKIE = "sangkien_token"  # noqa: S105 - a name, not a secret


def actor(request: Request) -> Actor:
    """The signed-in person, from the bearer token or the pages' cookie.

    Raises DomainError ``token_missing``, ``token_invalid`` or ``token_expired``.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        token = request.cookies.get(TOKEN_COOKIE, "")
    if not token:
        raise DomainError("token_missing", Kind.UNAUTHENTICATED)
    verifier: Verifier = request.app.state.verifier
    found = verifier.read(token.strip(), system_clock())
    request.state.actor = found
    return found


CurrentActor = Annotated[Actor, Depends(actor)]


def expected_version(if_match: Annotated[str | None, Header()] = None) -> int | None:
    """The version in ``If-Match``, when the client sends one. Raises DomainError ``if_match_invalid``."""
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isdigit():
        raise DomainError("if_match_invalid", field="If-Match")
    return int(text)


def command_cause(who: CurrentActor, idempotency_key: Annotated[str | None, Header()] = None) -> str:
    """The cause under which a command is kept: a repeated ``Idempotency-Key`` of the same account is a no-op."""
    return idempotency_cause(who.account, idempotency_key)


ExpectedVersion = Annotated[int | None, Depends(expected_version)]
Cause = Annotated[str, Depends(command_cause)]

Words = Annotated[str, Query(max_length=200)]
"""What a list is searched for."""

Done = Annotated[str, Query(alias="xong", max_length=20)]
"""What was done before a page is shown, which it says."""


@dataclass(frozen=True)
class Paging:
    """``page`` counts from 1; ``size`` is 1 to 100 rows."""

    page: Annotated[int, Query(ge=1, le=100_000)] = 1
    size: Annotated[int, Query(ge=1, le=100)] = 20

    @property
    def skip(self) -> int:
        return (self.page - 1) * self.size

    @property
    def window(self) -> slice:
        """The part of a list that the page shows."""
        return slice(self.skip, self.skip + self.size)

    def answer(self, items: Sequence[Any], total: int) -> dict[str, Any]:
        return {"items": items, "total": total, "page": self.page, "size": self.size}


Pages = Annotated[Paging, Depends()]
