"""Small files of every kind that is taken, and hostile ones that only look like them."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\nstartxref\n0\n%%EOF\n"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x7f\xff\xd9"
)
HTML = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override ContentType="{}"/></Types>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 1, height: int = 1, padding: int = 0) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pad = chunk(b"tEXt", b"x\x00" + b"a" * padding) if padding else b""
    return b"\x89PNG\r\n\x1a\n" + head + pad + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")


def packed(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    entries = {"[Content_Types].xml": TYPES.format(WORD).encode(), "word/document.xml": b"<document/>"}
    return packed(entries | {name.replace("__", "/").replace("_bin", ".bin"): data for name, data in more.items()})


def xlsx() -> bytes:
    return packed({"[Content_Types].xml": TYPES.format(EXCEL).encode(), "xl/workbook.xml": b"<workbook/>"})


def bomb() -> bytes:
    """A DOCX of a few hundred kilobytes that unpacks to more than 200 MB."""
    return docx(word__media=bytes(210 * 1_048_576))


def lying_bomb() -> bytes:
    """Its directory says that the content types are small; they unpack to far more."""
    data = packed({"[Content_Types].xml": b" " * 4_000_000, "word/document.xml": b"<document/>"})
    size = struct.pack("<I", 4_000_000)
    return data.replace(size, struct.pack("<I", 100))


def encrypted() -> bytes:
    data = bytearray(docx())
    heads = {b"PK\x01\x02": 8, b"PK\x03\x04": 6}
    for start in [i for i in range(len(data)) if bytes(data[i : i + 4]) in heads]:
        data[start + heads[bytes(data[start : start + 4])]] |= 1
    return bytes(data)
