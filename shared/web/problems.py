"""RFC 9457 problems and the table that maps an error's kind to HTTP."""

from collections.abc import Iterable
from typing import Any

from pydantic_core import ErrorDetails

from shared.errors import DomainError, Kind
from shared.language.catalogue import Catalogue

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


def problem(error: DomainError, catalogue: Catalogue, *, instance: str, correlation: str) -> dict[str, Any]:
    """The problem+json body of a refusal."""
    body: dict[str, Any] = {
        "type": f"/problems/{error.code}",
        "title": catalogue.say(error.code, error.words),
        "status": status_of(error),
        "code": error.code,
        "instance": instance,
        "correlation": correlation,
    }
    named = [cause for cause in (error, *error.causes) if cause.field]
    if named:
        body["errors"] = [
            {"field": cause.field, "code": cause.code, "message": catalogue.say(cause.code, cause.words)}
            for cause in named
        ]
    if error.params:
        body["params"] = {name: str(value) for name, value in error.params.items()}
    return body


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


def validation_problem(
    errors: Iterable[ErrorDetails], catalogue: Catalogue, *, instance: str, correlation: str
) -> dict[str, Any]:
    """The problem+json body of input that does not fit its model."""
    return {
        "type": "/problems/input_invalid",
        "title": catalogue.say("input_invalid"),
        "status": 422,
        "code": "input_invalid",
        "instance": instance,
        "correlation": correlation,
        "errors": field_errors(errors, catalogue),
    }


PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What happened and what to do, in Vietnamese."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; see the service's messages.yaml."},
        "instance": {"type": "string"},
        "correlation": {"type": "string", "description": "The id under which the logs have it."},
        "params": {"type": "object", "additionalProperties": {"type": "string"}},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
            },
        },
    },
}
_REFUSALS = {
    401: "Not signed in, or the session has expired.",
    403: "Signed in, and not allowed to do this.",
    404: "There is no such thing, or not for this person.",
    409: "What was asked does not fit the present state.",
    412: "Somebody else changed it: If-Match names an older version.",
    413: "The body is too large.",
    422: "The input is not valid; `errors` names each field.",
    503: "The database is away; nothing was half done. Try again after Retry-After seconds.",
}


def problem_responses() -> dict[int | str, dict[str, Any]]:
    """The refusals that any operation may answer with, for OpenAPI."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": text, "content": content} for status, text in _REFUSALS.items()}
