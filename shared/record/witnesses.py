"""Who else saw a record's past: copies in other services, and the marks that submissions and cases keep of each other.

A copy holds the version, the head hash and the state that an event brought; a submission's recipient holds the
version and head of its case; a case holds those of its submission. Whoever rewrites a record's history, chain and
all, would have to rewrite every one of these as well.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from shared.record.record import Document, digest
from shared.rules.ids import case_id

COPIES = "copies_"


class Location(NamedTuple):
    """A document in a database."""

    database: str
    collection: str
    id: str

    def __str__(self) -> str:
        return f"{self.database}.{self.collection} {self.id}"


@dataclass(frozen=True)
class Witness:
    """What a document says of another record: at `version` its history's head was `head`, its state `content`."""

    place: Location
    kind: str
    id: str
    version: int
    head: str
    content: str | None = None

    @property
    def subject(self) -> str:
        return f"{self.kind}/{self.id}"


Testimony = Callable[[Location, Document], Iterator[Witness | None]]
"""What a document says of other records; None where it cannot be read."""


def kind_of(collection: str) -> str:
    """The kind of the records or copies in a collection."""
    return collection.removeprefix(COPIES).removesuffix("s")


def statements_of(collection: str) -> tuple[Testimony, Sequence[str]] | None:
    """How the documents of a collection bear witness, and the fields that it takes; None when they do not."""
    if collection.startswith(COPIES):
        return from_copy, ("subject", "version", "head", "public")
    if collection == "submissions":
        return from_submission, ("public.recipients",)
    if collection == "cases":
        return from_case, ("public.submission", "public.submission_sequence", "public.submission_head")
    return None


def from_copy(place: Location, copy: Document) -> Iterator[Witness | None]:
    """A copy stands for its source at one version, state included."""
    kind = kind_of(place.collection)
    version, head = copy.get("version"), copy.get("head")
    try:
        content = digest(copy.get("public"))
    except (TypeError, ValueError):
        content = None
    named = copy.get("subject") == f"{kind}/{place.id}"
    if named and content and isinstance(version, int) and isinstance(head, str):
        yield Witness(place, kind, place.id, version, head, content)
    else:
        yield None


def from_submission(place: Location, submission: Document) -> Iterator[Witness]:
    """Each recipient's state was taken from a case."""
    for recipient in mappings(public_of(submission).get("recipients")):
        organisation, head = recipient.get("organisation"), recipient.get("case_head")
        if isinstance(organisation, str) and isinstance(head, str):
            ident = case_id(organisation, place.id)
            yield Witness(place, "case", ident, _version(recipient, "case_sequence"), head)


def from_case(place: Location, case: Document) -> Iterator[Witness]:
    """A case was opened or renewed by a submission."""
    public = public_of(case)
    ident, head = public.get("submission"), public.get("submission_head")
    if isinstance(ident, str) and isinstance(head, str):
        yield Witness(place, "submission", ident, _version(public, "submission_sequence"), head)


def contradiction(witness: Witness, histories: Sequence[Sequence[Mapping[str, Any]]]) -> str | None:
    """How a witness and its source disagree; None when they agree.

    `histories` are those of the records with the witness's subject: normally one; none when the source is gone.
    """
    seen = f"{witness.place} saw version {witness.version}"
    if not histories:
        return f"the source lost {witness.subject}: {seen}"
    entries = [entry for history in histories for entry in history]
    newest = max((_version(entry) for entry in entries), default=0)
    if witness.version > newest:
        return f"the source lost {witness.subject} after version {newest}: {seen}"
    same_version = [entry for entry in entries if entry.get("version") == witness.version]
    if not same_version:
        return f"the source lost version {witness.version} of {witness.subject}: {seen}"
    same = [entry for entry in same_version if entry.get("hash") == witness.head]
    if not same:
        return f"the history of {witness.subject} was rewritten: version {witness.version} is not what {seen}"
    if witness.content is not None and same[0].get("content") != witness.content:
        return f"{witness.subject} and {witness.place} disagree about the state at version {witness.version}"
    return None


def recipients_of(submission: Document) -> list[str]:
    """The organisations that a submission says it was sent to."""
    names = [recipient.get("organisation") for recipient in mappings(public_of(submission).get("recipients"))]
    return [name for name in names if isinstance(name, str)]


def entries_of(record: Document) -> list[Document]:
    """The history of a record, as far as it can be read."""
    return mappings(record.get("history"))


def public_of(document: Document) -> Document:
    """A record's public state, as far as it can be read."""
    public = document.get("public")
    return public if isinstance(public, dict) else {}


def mappings(value: object) -> list[Document]:
    """The documents of a list, as far as it is one."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _version(document: Mapping[str, Any], field: str = "version") -> int:
    version = document.get(field)
    return version if isinstance(version, int) else 0
