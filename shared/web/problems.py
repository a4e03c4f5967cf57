"""RFC 9457 problems and the table that maps an error's kind to HTTP."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import Request
from pydantic_core import ErrorDetails

from shared.errors import DomainError, Kind
from shared.language.catalogue import Catalogue
from shared.observability import correlation_id

Problem = dict[str, Any]
STATUS = {
    Kind.INVALID: 422,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.TOO_LARGE: 413,
    Kind.UNAVAILABLE: 503,
}


def status_of(error: DomainError) -> int:
    """The HTTP status; a lost race under If-Match is 412."""
    return 412 if error.code == "record_changed" else STATUS[error.kind]


def problem(request: Request, error: DomainError) -> Problem:
    """The body that tells of a refusal."""
    say, more = request.app.state.catalogue.say, Problem()
    named = [cause for cause in (error, *error.causes) if cause.field]
    if named:
        more["errors"] = [
            {"field": cause.field, "code": cause.code, "message": say(cause.code, cause.words)} for cause in named
        ]
    if error.params:
        more["params"] = {name: str(value) for name, value in error.params.items()}
    return plain_problem(request, error.code, status_of(error), error.words, **more)


def plain_problem(
    request: Request, code: str, status: int, words: Mapping[str, object] | None = None, **more: Any
) -> Problem:
    """A body with the sentence of a code, filled by `words`."""
    correlation = correlation_id()
    return {
        "type": f"/problems/{code}",
        "title": request.app.state.catalogue.say(code, {"correlation": correlation, **(words or {})}),
        "status": status,
        "code": code,
        "instance": request.url.path,
        "correlation": correlation,
        **more,
    }


def field_errors(errors: Iterable[ErrorDetails], catalogue: Catalogue) -> list[dict[str, str]]:
    """Pydantic's findings as field, code and Vietnamese sentence."""
    found = []
    for error in errors:
        place = [str(part) for part in error["loc"] if part not in {"body", "query", "path", "header"}]
        context = error.get("ctx", {})
        inner = context.get("error")
        code = inner.code if isinstance(inner, DomainError) else error["type"]
        params = inner.params if isinstance(inner, DomainError) else context
        message = catalogue.say(code, params) if code in catalogue else error["msg"]
        found.append({"field": ".".join(place) or "body", "code": code, "message": message})
    return found


@cache
def described() -> dict[str, Any]:
    """What a problem looks like (``schema``), and the refusals that any operation may answer with, for OpenAPI."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("problems.yaml").read_text(encoding="utf-8"))
    return found


def problem_responses() -> dict[int | str, dict[str, Any]]:
    """These refusals as FastAPI takes them."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": text, "content": content} for status, text in described()["responses"].items()}
