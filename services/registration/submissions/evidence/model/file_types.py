"""What a file is, found from its content: never from its name, nor from what the sender says of it.

PDF (ISO 32000-1, 7.5.2), PNG (ISO/IEC 15948, 5), JPEG (ITU-T T.81, B.1), DOCX and XLSX (ISO/IEC 29500-2). Anything
else is refused, and so is a file of these kinds that is cut off, protected by a password, holds macros, or unpacks to
more than a part-time clerk's document ever would.
"""

import zipfile
import zlib
from enum import StrEnum
from typing import BinaryIO

from shared.errors import DomainError

UNPACKED_LIMIT = 200 * 1_048_576
ENTRY_LIMIT = 5_000
TYPES_LIMIT = 1_048_576
"""Bytes of [Content_Types].xml that are read."""
PIXEL_LIMIT = 200_000_000
PDF_VERSIONS = frozenset(b"1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 2.0".split())
MACROS = (b"macroenabled", b"vbaproject")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How .doc and .xls of old begin, and DOCX and XLSX under a password."""


class MediaType(StrEnum):
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


MAIN_PARTS = {
    MediaType.DOCX: ("word/document.xml", b"wordprocessingml.document.main+xml"),
    MediaType.XLSX: ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}


def media_type_of(file: BinaryIO, size: int) -> MediaType:
    """The type of a file of `size` bytes.

    Raises DomainError ``file_empty``, ``file_type_unknown``, ``file_damaged``, ``file_protected``, ``file_macros`` or
    ``file_unpacks_too_large``.
    """
    if size == 0:
        raise DomainError("file_empty")
    file.seek(0)
    head = file.read(16)
    if head.startswith(b"%PDF-") and head[5:8] in PDF_VERSIONS:
        return _pdf(file, size)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(file, size)
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(file, size)
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    raise DomainError("file_protected" if head.startswith(OLE) else "file_type_unknown")


def _pdf(file: BinaryIO, size: int) -> MediaType:
    file.seek(max(0, size - 2_048))
    if b"%%EOF" not in file.read():
        raise DomainError("file_damaged")
    return MediaType.PDF


def _png(file: BinaryIO, size: int) -> MediaType:
    """Walks the chunks: the picture's own end must be the file's, so that nothing rides behind it."""
    at, first = 8, True
    while at + 12 <= size:
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if first and (kind != b"IHDR" or length != 13 or not _fits(head[8:12], head[12:16])):
            break
        at, first = at + 12 + length, False
        if kind == b"IEND" and length == 0 and at == size:
            return MediaType.PNG
        if not kind.isalpha():
            break
    raise DomainError("file_damaged")


def _fits(width: bytes, height: bytes) -> bool:
    return 0 < int.from_bytes(width, "big") * int.from_bytes(height, "big") <= PIXEL_LIMIT


def _jpeg(file: BinaryIO, size: int) -> MediaType:
    """Walks the segments up to the picture; cameras write things of their own behind its end."""
    at, frame = 2, False
    while at + 4 <= size:
        file.seek(at)
        head = file.read(9)
        marker, length = head[1], int.from_bytes(head[2:4], "big")
        if head[0] != 0xFF or marker < 0xC0 or length < 2:
            break
        if marker in _FRAMES:
            frame = len(head) == 9 and _fits(head[5:7], head[7:9])
        if marker == 0xDA:
            file.seek(at + length)
            if frame and b"\xff\xd9" in file.read():
                return MediaType.JPEG
            break
        at += 2 + length
    raise DomainError("file_damaged")


_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _office(file: BinaryIO) -> MediaType:
    """By the zip's own directory and the declared content types; nothing else is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            _require_bounded(entries)
            names = {entry.filename for entry in entries}
            declared = _content_types(packed) if "[Content_Types].xml" in names else b""
    # NotImplementedError: a way of packing that Python does not know; RuntimeError: a password.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise DomainError("file_damaged") from error
    if any(word in declared for word in MACROS) or any(_has_macros(name) for name in names):
        raise DomainError("file_macros")
    found = [kind for kind, (part, word) in MAIN_PARTS.items() if part in names and word in declared]
    if len(found) != 1:
        raise DomainError("file_type_unknown")
    return found[0]


def _require_bounded(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRY_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise DomainError("file_unpacks_too_large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise DomainError("file_protected")


def _content_types(packed: zipfile.ZipFile) -> bytes:
    with packed.open("[Content_Types].xml") as part:
        text = part.read(TYPES_LIMIT + 1)
    if len(text) > TYPES_LIMIT:
        raise DomainError("file_unpacks_too_large")
    return text.lower()


def _has_macros(name: str) -> bool:
    return name.replace("\\", "/").rsplit("/", 1)[-1].lower().startswith("vbaproject")
