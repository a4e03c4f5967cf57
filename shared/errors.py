"""Errors of the domain: a code and a kind. Faces (HTTP, messages) map the kind; the domain never names HTTP.

Several may be told at once: a part-time clerk mends a form in one go, not fault by fault.
"""

from collections.abc import Iterable, Mapping
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


class RefusalsError(DomainError):
    """A refusal for several reasons; each of them is in `causes`, with its own field."""

    def __init__(self, code: str, causes: Iterable[DomainError]) -> None:
        super().__init__(code)
        self.causes = tuple(causes)

    def __str__(self) -> str:
        return f"{self.code}: {'; '.join(map(str, self.causes))}"


def not_found(what: str, ident: str) -> DomainError:
    """The record does not exist, or the person may not know that it does."""
    return DomainError(f"{what}_not_found", Kind.NOT_FOUND, id=ident)


def forbidden(code: str, *, field: str | None = None, **params: object) -> DomainError:
    """The person is known and may not do this."""
    return DomainError(code, Kind.FORBIDDEN, field=field, **params)


def conflict(code: str, *, field: str | None = None, **params: object) -> DomainError:
    """What was asked does not fit the record's present state."""
    return DomainError(code, Kind.CONFLICT, field=field, **params)


def refuse(code: str, faults: Iterable[DomainError]) -> None:
    """Raises the fault when it is the only one, all of them under `code` when there are several."""
    found = list(faults)
    if len(found) == 1:
        raise found[0]
    if found:
        raise RefusalsError(code, found)


def refuse_first(faults: Iterable[DomainError]) -> None:
    """Raises the first fault, if there is one, with the others as its causes."""
    found = list(faults)
    if found:
        found[0].causes = tuple(found[1:])
        raise found[0]
