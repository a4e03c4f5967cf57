"""Files that people upload: what is told of them; their bytes never travel in an event."""

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
