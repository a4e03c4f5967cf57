"""Files that come in, streamed and bounded beside a form's other fields, and files that go out, harmless to open."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from shared.errors import DomainError, Kind
from shared.web.middleware import MAX_BODY, MAX_FIELDS


@dataclass(frozen=True)
class Upload:
    """What came in. `name` is the sender's own word and proves nothing; `size` is in bytes."""

    name: str
    file: BinaryIO
    size: int


@dataclass(frozen=True)
class MultipartForm:
    """The form's fields, and the files that were chosen, or why one cannot be used, by the names of their inputs.

    `unread`: why none could be read.
    """

    fields: dict[str, str]
    uploads: Mapping[str, Upload | DomainError]
    unread: DomainError | None = None

    def sent(self, name: str = "file") -> Upload | None:
        """The file that was chosen in an input; None: none was. Raises the refusal."""
        found = self.unread or self.uploads.get(name)
        if isinstance(found, DomainError):
            raise found
        return found

    def required(self, name: str = "file") -> Upload:
        """The same, which must be there. Raises also DomainError ``file_missing``."""
        found = self.sent(name)
        if found is None:
            raise DomainError("file_missing", field="file")
        return found


@asynccontextmanager
async def multipart_form(request: Request, limit: int, files: int = 1) -> AsyncIterator[MultipartForm]:
    """Reads a multipart body with so many `files` of at most `limit` bytes; of each no more than 1 MiB is in memory.
    An input in which none was chosen comes along empty.

    What comes beyond the limit is read and thrown away, so that a browser hears the sentence and not a broken
    connection. Refusals: ``file_missing``, ``file_too_large``, ``upload_unreadable``.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        yield MultipartForm({}, {})
        return
    parser = _Parser(request, limit * files + MAX_BODY)
    try:
        yield await _read(parser, limit)
    finally:
        parser.close()


def file_response(content: AsyncIterator[bytes], name: str, media_type: str, size: int) -> StreamingResponse:
    """A download that no browser takes for a page of ours and no shared cache keeps (RFC 6266, RFC 5987)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " .-_()") else "_" for c in name)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Length": str(size),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(content, media_type=media_type, headers=headers)


async def _read(parser: "_Parser", limit: int) -> MultipartForm:
    try:
        form = await parser.parse()
    except MultiPartException:
        code = "file_too_large" if parser.exceeded else "upload_unreadable"
        before = {name: value for name, value in parser.items if isinstance(value, str)}  # what came before the file
        return MultipartForm(before, {}, _refusal(code, parser.filename, limit))
    fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    files = {name: value for name, value in form.multi_items() if isinstance(value, UploadFile)}
    chosen = {name: file for name, file in files.items() if file.filename or file.size}
    return MultipartForm(fields, {name: _upload(file, limit) for name, file in chosen.items()})


def _upload(file: UploadFile, limit: int) -> Upload | DomainError:
    name, size = file.filename or "", file.size or 0
    return _refusal("file_too_large", name, limit) if size > limit else Upload(name, file.file, size)


def _refusal(code: str, name: str, limit: int) -> DomainError:
    kind = Kind.TOO_LARGE if code == "file_too_large" else Kind.INVALID
    return DomainError(code, kind, field="file", name=name[-200:], limit=limit // 1_048_576)


class _Parser(MultiPartParser):
    """Ends beyond a limit, once the rest was thrown away; knows the file's name before it was read to its end, and
    closes what it opened."""

    def __init__(self, request: Request, limit: int) -> None:
        body = self._bounded(request, limit)
        super().__init__(request.headers, body, max_files=MAX_FIELDS, max_fields=MAX_FIELDS)
        self.filename = ""
        self.exceeded = False

    async def _bounded(self, request: Request, limit: int) -> AsyncGenerator[bytes, None]:
        count = 0
        async for chunk in request.stream():
            count += len(chunk)
            if count <= limit:
                yield chunk
        if count > limit:
            self.exceeded = True
            raise MultiPartException("too large")

    def on_headers_finished(self) -> None:
        super().on_headers_finished()
        if self._current_part.file is not None:
            self.filename = self._current_part.file.filename or ""

    def close(self) -> None:
        for file in self._files_to_close_on_error:
            file.close()
