"""What operators read: plain aligned tables, and for every refusal one sentence with its remedy."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from shared.errors import DomainError


@cache
def remedies() -> dict[str, str]:
    """The sentences by code, as the file beside this one has them."""
    found: dict[str, str] = yaml.safe_load(Path(__file__).with_name("remedies.yaml").read_text(encoding="utf-8"))
    return found


def remedy(error: DomainError | ValidationError | OSError) -> str:
    """One sentence: what is wrong and what to do."""
    if isinstance(error, ValidationError):
        faults = (f"{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors())
        return f"Correct the settings: {'; '.join(faults)}."
    if isinstance(error, OSError):
        return f"{error.filename or 'A file'} cannot be used: {error.strerror or error}."
    sentence = remedies().get(error.code)
    return sentence.format(field=error.field, **error.params) if sentence else str(error)


def table(headings: Sequence[str] | None, rows: Sequence[Sequence[str]], *, numbers: int = 0) -> str:
    """Aligned columns, the last `numbers` of them to the right."""
    lines = [*([headings] if headings else []), *rows]
    columns = len(lines[0]) if lines else 0
    widths = [max(len(line[column]) for line in lines) for column in range(columns)]

    def cell(text: str, column: int) -> str:
        return text.rjust(widths[column]) if column >= columns - numbers else text.ljust(widths[column])

    return "\n".join("  ".join(cell(text, n) for n, text in enumerate(line)).rstrip() for line in lines)
