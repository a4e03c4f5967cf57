"""Files that records rest on: a delivered version names each with its size and SHA-256.

The record's history is chained over that, so whoever exchanges a file would have to rewrite the history as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.record.record import Document
from shared.record.witnesses import mappings, public_of

BUCKETS = {"submissions": "attachments"}
"""In which bucket of their own database the files of a collection's records are."""


@dataclass(frozen=True)
class NamedFile:
    """What a record says of a file; `size` is in bytes."""

    id: str
    name: str
    size: int
    sha256: str


def files_of(collection: str, record: Document) -> list[NamedFile]:
    """The files that a record's delivered versions name, each once; none where records have no files."""
    if collection not in BUCKETS:
        return []
    contents = [version.get("content") for version in mappings(public_of(record).get("versions"))]
    return list(dict.fromkeys(_named_in(contents)))


def file_fault(subject: str, named: NamedFile, found: tuple[int, str] | None) -> str | None:
    """How a file differs from what the record says of it; None when it is what it was.

    `found`: the size and the SHA-256 of what is stored; None when there is no such file.
    """
    file = f"file {named.id} ({named.name})"
    if found is None:
        return f"{subject}: {file} was lost"
    size, sha256 = found
    if size != named.size:
        return f"{subject}: {file} was altered: it has {size} bytes instead of {named.size}"
    if sha256 != named.sha256:
        return f"{subject}: {file} was altered: its SHA-256 is not the one that was delivered"
    return None


def _named_in(value: object) -> Iterator[NamedFile]:
    """The files that are named anywhere in it: each kind of form has places of its own."""
    if isinstance(value, dict):
        file = _read(value)
        if file is not None:
            yield file
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _named_in(part)


def _read(file: Document) -> NamedFile | None:
    """None for what is no file, or is none that a service wrote: then the record's own chain does not hold either."""
    ident, name, size, sha256 = (file.get(field) for field in ("id", "name", "size", "sha256"))
    if isinstance(ident, str) and isinstance(size, int) and isinstance(sha256, str):
        return NamedFile(ident, str(name), size, sha256)
    return None
