"""What a person sees when something is refused or broken: a page for browsers, problem+json for programs."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from shared.errors import DomainError, Kind
from shared.observability import correlation_id, logger
from shared.problems import Catalogue, problem, status_of, validation_problem

log = logger("failures")

PROBLEM = "application/problem+json"
RETRY_AFTER = "5"
SIGN_IN = "/dang-nhap"
RENEWAL = "/phien/gia-han"


def install(app: FastAPI) -> None:
    """Registers the handlers below."""
    app.add_exception_handler(DomainError, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(ValidationError, invalid)
    app.add_exception_handler(HTTPException, unknown)
    app.add_exception_handler(UnicodeDecodeError, not_text)
    app.add_exception_handler(Exception, broken)


async def refused(request: Request, error: Exception) -> Response:
    """A refusal of the domain; without a token a page leads to the sign-in and back.

    A form that met an expired token is sent on (307) through the renewal, with all that was typed.
    """
    assert isinstance(error, DomainError)
    if error.kind is Kind.UNAUTHENTICATED and wants_page(request):
        if request.method == "POST":
            return RedirectResponse(f"{RENEWAL}?tiep={quote(request.url.path, safe='')}", 307)
        return RedirectResponse(f"{SIGN_IN}?tiep={quote(_target(request), safe='')}&ly-do={error.code}", 303)
    status = status_of(error)
    headers = {"Retry-After": RETRY_AFTER} if status == 503 else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    body = problem(error, _catalogue(request), instance=request.url.path, correlation=correlation_id())
    return _answer(request, body, headers)


async def invalid(request: Request, error: Exception) -> Response:
    """Input that does not fit its model, each field named."""
    assert isinstance(error, RequestValidationError | ValidationError)
    body = validation_problem(
        error.errors(), _catalogue(request), instance=request.url.path, correlation=correlation_id()
    )
    return _answer(request, body)


async def unknown(request: Request, error: Exception) -> Response:
    """No such address, not with this method, or a body that could not be read: the framework hides why behind 400."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, UnicodeDecodeError):
        return await not_text(request, error.__cause__)
    if isinstance(error.__cause__, DomainError):
        return await refused(request, error.__cause__)
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "input_invalid")
    return _answer(request, _plain(request, code, error.status_code), error.headers or {})


async def not_text(request: Request, error: Exception) -> Response:
    """A body that is not UTF-8."""
    return await refused(request, DomainError("body_not_utf8"))


async def broken(request: Request, error: Exception) -> Response:
    """Our own fault: logged whole, shown with the id under which the log has it."""
    log.error("request failed", path=request.url.path, exc_info=error)
    return _answer(request, _plain(request, "internal_error", 500))


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page rather than a program for data."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _answer(request: Request, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    if wants_page(request):
        page: Response = request.app.state.frame.render(
            request, "problem.html", status=body["status"], headers=headers, problem=body
        )
        return page
    return JSONResponse(body, body["status"], headers, media_type=PROBLEM)


def _plain(request: Request, code: str, status: int) -> dict[str, Any]:
    correlation = correlation_id()
    title = _catalogue(request).say(code, {"correlation": correlation})
    return {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "code": code,
        "instance": request.url.path,
        "correlation": correlation,
    }


def _catalogue(request: Request) -> Catalogue:
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


def _target(request: Request) -> str:
    """Where to return after signing in: the page itself, never where a form was sent."""
    if request.method in {"GET", "HEAD"}:
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return "/"
