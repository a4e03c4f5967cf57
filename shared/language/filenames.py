"""Names of files as people sent them."""

import re
import unicodedata

NAME_LENGTH = 200


def shown_name(sent: str) -> str:
    """A sender's name for a file, fit to be shown in a sentence: the last part of a path, without what is unseen."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", sent)[-1])
    seen = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(seen.split())[:NAME_LENGTH]
