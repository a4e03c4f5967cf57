"""What a person sees when something is refused or broken: a page for browsers, problem+json for programs."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from shared.errors import DomainError, Kind
from shared.observability import logger
from shared.web.form_body import form_body
from shared.web.frame import address_of, safe_target
from shared.web.problems import Problem, field_errors, plain_problem, problem

log = logger("failures")

PROBLEM = "application/problem+json"
RETRY_AFTER = "5"
REPEATABLE = frozenset({409, 500, 503})
"""Answers after which the very same form may succeed a moment later."""
SIGN_IN = "/dang-nhap"
RENEWAL = "/phien/gia-han"
AWAY = "/tam-gian-doan"


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
            return RedirectResponse(f"{RENEWAL}?tiep={quote(address_of(request), safe='')}", 307)
        target = address_of(request) if request.method in {"GET", "HEAD"} else "/"
        return RedirectResponse(f"{SIGN_IN}?tiep={quote(target, safe='')}&ly-do={error.code}", 303)
    await request.app.state.naming(error)
    headers = {Kind.UNAVAILABLE: {"Retry-After": RETRY_AFTER}, Kind.UNAUTHENTICATED: {"WWW-Authenticate": "Bearer"}}
    return await answer(request, problem(request, error), headers.get(error.kind))


async def invalid(request: Request, error: Exception) -> Response:
    """Input that does not fit its model, each field named."""
    assert isinstance(error, RequestValidationError | ValidationError)
    errors = field_errors(error.errors(), request.app.state.catalogue)
    return await answer(request, plain_problem(request, "input_invalid", 422, errors=errors))


async def unknown(request: Request, error: Exception) -> Response:
    """No such address, not with this method, or a body that could not be read: the framework hides why behind 400."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, UnicodeDecodeError):
        return await not_text(request, error.__cause__)
    if isinstance(error.__cause__, DomainError):
        return await refused(request, error.__cause__)
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "input_invalid")
    return await answer(request, plain_problem(request, code, error.status_code), error.headers or {})


async def not_text(request: Request, error: Exception) -> Response:
    """A body that is not UTF-8."""
    return await refused(request, DomainError("body_not_utf8"))


async def broken(request: Request, error: Exception) -> Response:
    """Our own fault: logged whole, shown with the id under which the log has it."""
    log.error("request failed", path=request.url.path, exc_info=error)
    return await answer(request, plain_problem(request, "internal_error", 500))


async def away(request: Request) -> Response:
    """The gateway's word for a service that does not answer: it hands the request here with its first address."""
    address = safe_target(request.headers.get("x-original-uri", "/"))
    return await page(request, plain_problem(request, "service_away", 503), address, {"Retry-After": RETRY_AFTER})


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page rather than a program for data."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


async def answer(request: Request, body: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The problem, for whoever asked. A form that was not taken is shown again with all that was typed."""
    if wants_page(request):
        return await page(request, body, address_of(request), headers)
    return JSONResponse(body, body["status"], headers, media_type=PROBLEM)


async def page(request: Request, body: Problem, address: str, headers: Mapping[str, str] | None = None) -> Response:
    """The page that says what is true; `address` is where the form was sent."""
    sent = request.method == "POST"
    shown: Response = request.app.state.frame.render(
        request,
        "problem.html",
        status=body["status"],
        headers=headers,
        problem=body,
        sent=await form_body(request) if sent and body["status"] != 413 else None,
        again=body["status"] in REPEATABLE,
        target=address,
    )
    return shown
