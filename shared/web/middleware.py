"""What every request passes: an id, a size limit, a foreign-origin check, security headers, a measurement."""

import re
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import DomainError, Kind
from shared.language.catalogue import LANGUAGE_COOKIE, Language, speaking
from shared.observability import Metrics, correlated

MAX_BODY = 1_048_576
MAX_FIELDS = 2_000
MAX_KEPT = 262_144
"""Bytes of a form that a refusal can still show again, and a sign-in carry on."""
SAFE = {"GET", "HEAD", "OPTIONS"}
SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass(frozen=True)
class Guard:
    """ASGI middleware. The correlation id comes from ``X-Request-ID`` when it looks like one.

    `refuse` answers what is turned away here as everything else is answered: a page for browsers, JSON for programs.
    `limits`: how many bytes a request to such a path may carry, where it is not MAX_BODY.
    """

    app: ASGIApp
    service: str
    metrics: Metrics
    refuse: Callable[[Request, DomainError], Awaitable[Response]]
    limits: Mapping[re.Pattern[str], int]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        correlation = given if given.isalnum() and len(given) <= 64 and given.isascii() else uuid.uuid4().hex
        started, status = time.perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                outgoing = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    outgoing.setdefault(name, value)
                outgoing["x-request-id"] = correlation
            await send(message)

        with correlated(correlation, service=self.service), speaking(_language(scope, headers)):
            refusal = self._refusal(scope, headers)
            if refusal is not None:
                response = await self.refuse(Request(scope, receive), refusal)
                await response(scope, receive, answer)
            else:
                await self.app(scope, _watched(scope, headers, receive, self._limit(scope)), answer)
        route = getattr(scope.get("route"), "path", "-")
        self.metrics.http_seconds.labels(self.service, scope["method"], route, str(status)).observe(
            time.perf_counter() - started
        )

    def _refusal(self, scope: Scope, headers: Headers) -> DomainError | None:
        length, limit = headers.get("content-length", "0"), self._limit(scope)
        if not length.isdigit() or int(length) > limit:
            return too_large(limit)
        if scope["method"] in SAFE or "authorization" in headers or "cookie" not in headers:
            return None
        return None if same_origin(headers) else DomainError("foreign_origin", Kind.FORBIDDEN)

    def _limit(self, scope: Scope) -> int:
        return next((limit for path, limit in self.limits.items() if path.fullmatch(scope["path"])), MAX_BODY)


def _language(scope: Scope, headers: Headers) -> Language:
    """What the person chose; programs always hear Vietnamese, so that an answer does not depend on a browser."""
    if scope["path"].startswith("/api/"):
        return Language.VIETNAMESE
    return Language.of(cookie_parser(headers.get("cookie", "")).get(LANGUAGE_COOKIE))


def too_large(limit: int) -> DomainError:
    return DomainError("body_too_large", Kind.TOO_LARGE, limit=limit // 1_048_576)


def same_origin(headers: Headers) -> bool:
    """Whether a state-changing request with a cookie comes from our own pages; browsers always say."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    return urlsplit(headers.get("origin", "")).netloc == headers.get("host")


def _watched(scope: Scope, headers: Headers, receive: Receive, limit: int) -> Receive:
    """Counts a body, which may not declare its length, and notes a page's form as it comes in, for the answer that must
    show it again (see `shared.web.form_body`)."""
    form = headers.get("content-type", "").partition(";")[0].strip() == "application/x-www-form-urlencoded"
    noted = scope["method"] == "POST" and form and int(headers.get("content-length", "0")) <= MAX_KEPT
    kept, received = bytearray(), 0
    if noted:
        scope.setdefault("state", {})["form_body"] = kept

    async def watched() -> Message:
        nonlocal received
        message = await receive()
        body = message.get("body", b"")
        received += len(body)
        if received > limit:
            raise too_large(limit)
        if noted:
            kept.extend(body[: MAX_KEPT + 1 - len(kept)])
        return message

    return watched
