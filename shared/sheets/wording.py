"""What is said of an item, in words."""

from collections.abc import Iterable


def parts_text(parts: Iterable[str]) -> str:
    """Sub-contents, numbered, one a line."""
    return "\n".join(f"{number}. {part}" for number, part in enumerate(parts, start=1))
