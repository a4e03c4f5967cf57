"""Codes from words that people read."""

import re

from shared.language.vietnamese import fold

ID_LENGTH = 60


def proposed_code(text: str) -> str:
    """A stable code from words that people read: "Cải cách tài chính công" becomes ``cai-cach-tai-chinh-cong``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:ID_LENGTH].strip("-")
