"""Several refusals at once: a part-time clerk mends a form in one go, not fault by fault."""

from collections.abc import Iterable

from shared.errors import DomainError


class RefusalsError(DomainError):
    """A refusal for several reasons; each of them is in `causes`, with its own field."""

    def __init__(self, code: str, causes: Iterable[DomainError]) -> None:
        super().__init__(code)
        self.causes = tuple(causes)

    def __str__(self) -> str:
        return f"{self.code}: {'; '.join(map(str, self.causes))}"


def refuse(code: str, faults: Iterable[DomainError]) -> None:
    """Raises the fault when it is the only one, all of them under `code` when there are several."""
    found = list(faults)
    if len(found) == 1:
        raise found[0]
    if found:
        raise RefusalsError(code, found)


def refuse_first(faults: Iterable[DomainError]) -> None:
    """Raises the first fault, if there is one, with the others as its causes."""
    found = list(faults)
    if found:
        found[0].causes = tuple(found[1:])
        raise found[0]
