"""Files that people upload: what is told of them; their bytes never travel in an event."""

from collections.abc import Iterator, Mapping
from typing import get_args

from pydantic import BaseModel

from shared.contracts.types import Contract, Digest, Line, Slug


class Attachment(Contract):
    """A file of evidence, kept in registration's own database; its digest goes into the history with the version.

    `size` is in bytes, `media_type` was found from its content.
    """

    id: Slug
    name: Line
    media_type: Line
    size: int
    sha256: Digest


class DemandedFile(Contract):
    """A file that goes with a form because the form demands it: which of its `FileDemand`s, by code."""

    demand: Slug
    attachment: Attachment


def files_in(value: object) -> Iterator[Attachment]:
    """Every file that is named anywhere in a contract, in the order of its fields."""
    if isinstance(value, Attachment):
        yield value
    elif isinstance(value, BaseModel):
        for _, part in value:
            yield from files_in(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from files_in(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from files_in(part)


def file_paths(model: type[BaseModel]) -> frozenset[str]:
    """Where a contract can name files, as the dotted paths of their ids by which a database finds them."""
    found = set()
    for name, field in model.model_fields.items():
        for part in _models(field.annotation):
            inner = {"id"} if part is Attachment else file_paths(part)
            found |= {f"{name}.{path}" for path in inner}
    return frozenset(found)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """The contracts that a field's type speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
