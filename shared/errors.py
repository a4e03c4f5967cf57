"""Errors of the domain: a code and a kind. Faces (HTTP, messages) map the kind; the domain never names HTTP."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What sort of failure it is; one table maps it to HTTP, one to retry or park."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    UNAVAILABLE = "unavailable"


class DomainError(Exception):
    """A refusal that a person can act on.

    `code` is a stable slug: the key of the Vietnamese sentence in the message catalogue and of the API's problem
    type. `field` is the path of the input it speaks of (``items.0.content``). `params` fill the sentence. `causes`
    are the single refusals behind this one, where several are reported together. `names`: what people call those of
    the `params` that are ids.
    """

    causes: "tuple[DomainError, ...]" = ()

    def __init__(self, code: str, kind: Kind = Kind.INVALID, *, field: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.kind = kind
        self.field = field
        self.params = params
        self.names: Mapping[str, str] = {}

    @property
    def words(self) -> dict[str, object]:
        """The params as the sentence says them: by their names, by an id only where no name is known."""
        return {name: self.names.get(str(value), value) for name, value in self.params.items()}

    def __str__(self) -> str:
        named = f" [{self.field}]" if self.field else ""
        detail = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code}{named}{f' ({detail})' if detail else ''}"


def not_found(what: str, ident: str) -> DomainError:
    """The record does not exist, or the person may not know that it does."""
    return DomainError(f"{what}_not_found", Kind.NOT_FOUND, id=ident)


def forbidden(code: str, *, field: str | None = None, **params: object) -> DomainError:
    """The person is known and may not do this."""
    return DomainError(code, Kind.FORBIDDEN, field=field, **params)


def conflict(code: str, *, field: str | None = None, **params: object) -> DomainError:
    """What was asked does not fit the record's present state."""
    return DomainError(code, Kind.CONFLICT, field=field, **params)
