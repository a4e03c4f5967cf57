"""Vietnamese alphabetical order for a database that knows none: a name as text that sorts by its code points."""

from functools import lru_cache

from shared.language.vietnamese import collation_key

_SURROGATES = 0xD800
_LAST = 0x10FFFF


@lru_cache(maxsize=20_000)
def sort_text(name: str) -> str:
    """A text that sorts by code points (or UTF-8 bytes) where `collation_key` sorts the name."""
    letters, tones, spelling = collation_key(name)
    written = "".join(chr(0x21 + kind) + _character(weight) for kind, weight in letters)
    return f"{written} {''.join(_character(tone) for tone in tones)} {spelling}"


def _character(weight: int) -> str:
    """A character above every separator, in the order of the weights; surrogates are no text."""
    code = 0x100 + weight
    return chr(min(code + 0x800 if code >= _SURROGATES else code, _LAST))
