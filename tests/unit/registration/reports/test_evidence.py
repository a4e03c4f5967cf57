"""Files of evidence: what a file is comes from its content, and its name can mislead nobody."""

import io

import pytest

from services.registration.submissions.evidence.model.attachments import clean_name, shown_name
from services.registration.submissions.evidence.model.file_types import MediaType, media_type_of
from shared.errors import DomainError
from tests.unit.registration.reports.file_examples import (
    EXCEL,
    HTML,
    JPEG,
    PDF,
    TYPES,
    WORD,
    bomb,
    docx,
    encrypted,
    lying_bomb,
    packed,
    png,
    xlsx,
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, MediaType.PDF),
        (png(), MediaType.PNG),
        (JPEG, MediaType.JPEG),
        (JPEG + b"a phone's own trailer", MediaType.JPEG),
        (docx(), MediaType.DOCX),
        (xlsx(), MediaType.XLSX),
    ],
)
def test_each_kind_is_known_by_its_content(content: bytes, expected: MediaType) -> None:
    assert media_type_of(io.BytesIO(content), len(content)) is expected


HOSTILE = {
    "nothing": (b"", "file_empty"),
    "HTML": (HTML, "file_type_unknown"),
    "a program": (b"MZ\x90\x00" + bytes(200), "file_type_unknown"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "file_type_unknown"),
    "HTML before a PDF": (HTML + PDF, "file_type_unknown"),
    "a PDF cut off": (PDF[:-8], "file_damaged"),
    "a PNG's first bytes before HTML": (png()[:8] + HTML, "file_damaged"),
    "a PNG with a zip behind it": (png() + docx(), "file_damaged"),
    "a PNG of a million by a million": (png(1_000_000, 1_000_000), "file_damaged"),
    "a JPEG's first bytes before HTML": (b"\xff\xd8\xff" + HTML, "file_damaged"),
    "a JPEG cut off": (JPEG[:-2], "file_damaged"),
    "a zip of something else": (packed({"a.html": HTML}), "file_type_unknown"),
    "a zip without a directory": (docx()[:60], "file_damaged"),
    "a zip behind HTML": (HTML + docx(), "file_type_unknown"),
    "Word and Excel at once": (
        packed(
            {
                "[Content_Types].xml": (TYPES.format(WORD) + TYPES.format(EXCEL)).encode(),
                "word/document.xml": b"",
                "xl/workbook.xml": b"",
            }
        ),
        "file_type_unknown",
    ),
    "macros": (docx(word__vbaProject_bin=b"x"), "file_macros"),
    "macros by another name": (
        packed(
            {
                "[Content_Types].xml": b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>",
                "word/document.xml": b"",
            }
        ),
        "file_macros",
    ),
    "a zip bomb": (bomb(), "file_unpacks_too_large"),
    "a zip that lies about its size": (lying_bomb(), "file_damaged"),
    "more entries than a document has": (
        packed({f"a{n}": b"" for n in range(5_001)}),
        "file_unpacks_too_large",
    ),
    "under a password": (encrypted(), "file_protected"),
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_protected"),
}


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_only_looks_like_a_document_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        media_type_of(io.BytesIO(content), len(content))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("Báo cáo.pdf", "Báo cáo.pdf"),
        ("BAO CAO.PDF", "BAO CAO.pdf"),
        ("C:\\Tài liệu\\..\\x.pdf", "x.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("anh.png", "anh.pdf"),
        ("hoa-don.pdf.exe", "hoa-don.pdf.pdf"),
        ("gpj\u202efdp.exe", "gpjfdp.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ('"><img src=x onerror=alert(1)>.pdf', "_img src=x onerror=alert(1)_.pdf"),
        ("KH 70.2022", "KH 70.2022.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("\u200b\x00", "tep.pdf"),
        ("", "tep.pdf"),
        ("a" * 400 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_a_name_is_one_line_and_fits_its_type(sent: str, expected: str) -> None:
    assert clean_name(sent, MediaType.PDF) == expected


def test_a_photo_keeps_its_usual_ending() -> None:
    assert clean_name("IMG_1.JPEG", MediaType.JPEG) == "IMG_1.jpeg"


def test_a_decomposed_name_is_composed() -> None:
    assert shown_name("Tuye\u0302n truye\u0302\u0300n.pdf") == "Tuyên truyền.pdf"
