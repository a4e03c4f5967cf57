"""Files of evidence at a report's results: their names, their limits, and who still rests on them."""

import re
import unicodedata

from services.registration.reports.evidence.model.file_types import MediaType
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.edits import Edit, rewritten
from shared.contracts.files import Attachment
from shared.errors import conflict, not_found
from shared.forms.draft import FILE_LIMIT
from shared.forms.results.model import DraftResult, ReportDraft, drafted

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


def clean_name(sent: str, media_type: MediaType) -> str:
    """The name under which a file is kept: of one line, at most 200 characters, its extension that of its type."""
    name, extensions = _FORBIDDEN.sub("_", shown_name(sent)).strip(". "), EXTENSIONS[media_type]
    extension = extensions[0]
    if found := _EXTENSION.search(name):
        name = name[: found.start()]
        extension = found[0][1:].lower() if found[0][1:].lower() in extensions else extension
    base = name[: NAME_LENGTH - len(extension) - 1].strip(". ") or "tep"
    return f"{base}.{extension}"


def attach(record: SubmissionRecord, item: str, file: Attachment, edit: Edit) -> SubmissionChange | None:
    """The file at the draft's result; None when the very same content is there already.

    Raises DomainError ``attachments_too_many``.
    """
    draft = drafted(record.private.draft)
    if same_content(draft, item, file.sha256):
        return None
    require_room(draft, item, file)
    results = {result.item: result for result in draft.results}
    result = results.get(item) or DraftResult(item=item)
    results[item] = result.model_copy(update={"attachments": (*result.attachments, file)})
    return rewritten(record, draft.model_copy(update={"results": tuple(results.values())}), edit)


def detach(record: SubmissionRecord, ident: str, edit: Edit) -> SubmissionChange:
    """The draft without the file. Raises DomainError ``attachment_not_found``."""
    draft = drafted(record.private.draft)
    if all(file.id != ident for file in draft.files):
        raise not_found("attachment", ident)
    results = tuple(
        result.model_copy(update={"attachments": tuple(file for file in result.attachments if file.id != ident)})
        for result in draft.results
    )
    return rewritten(record, draft.model_copy(update={"results": results}), edit)


def same_content(draft: ReportDraft, item: str, sha256: str) -> Attachment | None:
    """The file of this content at an item's result."""
    return next((file for file in _files(draft, item) if file.sha256 == sha256), None)


def require_room(draft: ReportDraft, item: str, file: Attachment) -> None:
    """Raises DomainError ``attachments_too_many``."""
    if len(_files(draft, item)) >= FILE_LIMIT:
        raise conflict("attachments_too_many", field="file", name=file.name, limit=FILE_LIMIT)


def _files(draft: ReportDraft, item: str) -> list[Attachment]:
    return [file for result in draft.results if result.item == item for file in result.attachments]


def named(record: SubmissionRecord, *, drafted: bool = True) -> dict[str, Attachment]:
    """The files that are still rested on, by their ids: what was delivered once stays for good.

    Without those of the draft where it may not be read.
    """
    delivered = [file for version in record.public.versions for file in version.content.files]
    return {file.id: file for file in (*delivered, *(record.private.draft.files if drafted else ()))}
