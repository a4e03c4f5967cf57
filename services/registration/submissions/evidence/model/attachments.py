"""Files in the places of a draft: their names, their limits, and who still rests on them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from services.registration.submissions.evidence.model.file_types import MediaType
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.edits import Edit, rewritten
from shared.contracts.files import Attachment
from shared.errors import DomainError, conflict, not_found
from shared.forms.draft import FILE_LIMIT, Draft

NAME_LENGTH = 200
SIZE_LIMIT = 10 * 1_048_576
"""Bytes a file."""
EXTENSIONS = {
    MediaType.PDF: ("pdf",),
    MediaType.PNG: ("png",),
    MediaType.JPEG: ("jpg", "jpeg"),
    MediaType.DOCX: ("docx",),
    MediaType.XLSX: ("xlsx",),
}
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")
_FORBIDDEN = re.compile(r'[<>:"|?*%]+')  # no file may be called so on Windows, or it misleads a header's reader


def shown_name(sent: str) -> str:
    """A sender's name for a file, fit to be shown in a sentence: the last part of a path, without what is unseen."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", sent)[-1])
    seen = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(seen.split())[:NAME_LENGTH]


def require_uploaded(values: Mapping[str, str], names: Iterable[str]) -> None:
    """Nobody is left to think that a file went along with a button that sends none.

    `values`: what a form sent without its files, `names`: the inputs of files. Raises DomainError
    ``file_not_uploaded`` at the first in which one was chosen.
    """
    for name in names:
        if values.get(name):
            raise DomainError("file_not_uploaded", field=name, name=shown_name(values[name]))


def clean_name(sent: str, media_type: MediaType) -> str:
    """The name under which a file is kept: of one line, at most 200 characters, its extension that of its type."""
    name, extensions = _FORBIDDEN.sub("_", shown_name(sent)).strip(". "), EXTENSIONS[media_type]
    extension = extensions[0]
    if found := _EXTENSION.search(name):
        name = name[: found.start()]
        extension = found[0][1:].lower() if found[0][1:].lower() in extensions else extension
    base = name[: NAME_LENGTH - len(extension) - 1].strip(". ") or "tep"
    return f"{base}.{extension}"


def attach(record: SubmissionRecord, place: str, file: Attachment, edit: Edit) -> SubmissionChange | None:
    """The file in a place of the draft; None when the very same content is there already.

    Raises DomainError ``file_place_not_found`` or ``attachments_too_many``.
    """
    draft = record.private.draft
    if same_content(draft, place, file.sha256):
        return None
    require_room(draft, place, file)
    return rewritten(record, draft.refiled(place, (*draft.filed.get(place, ()), file)), edit)


def detach(record: SubmissionRecord, ident: str, edit: Edit) -> SubmissionChange:
    """The draft without the file, wherever it is. Raises DomainError ``attachment_not_found``."""
    draft = record.private.draft
    holding = {place: files for place, files in draft.filed.items() if any(file.id == ident for file in files)}
    if not holding:
        raise not_found("attachment", ident)
    for place, files in holding.items():
        draft = draft.refiled(place, [file for file in files if file.id != ident])
    return rewritten(record, draft, edit)


def same_content(draft: Draft, place: str, sha256: str) -> Attachment | None:
    """The file of this content in a place."""
    return next((file for file in draft.filed.get(place, ()) if file.sha256 == sha256), None)


def require_room(draft: Draft, place: str, file: Attachment) -> None:
    """Raises DomainError ``attachments_too_many``."""
    if len(draft.filed.get(place, ())) >= FILE_LIMIT:
        raise conflict("attachments_too_many", field="file", name=file.name, limit=FILE_LIMIT)


def named(record: SubmissionRecord, *, drafted: bool = True) -> dict[str, Attachment]:
    """The files that are still rested on, by their ids: what was delivered once stays for good.

    Without those of the draft where it may not be read.
    """
    delivered = [file for version in record.public.versions for file in version.content.files]
    return {file.id: file for file in (*delivered, *(record.private.draft.files if drafted else ()))}
