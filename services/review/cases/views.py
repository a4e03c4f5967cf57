"""What the API answers with: cases, a page of them, a history."""

from services.review.cases.model.delivered import DeliveredCase
from shared.contracts.types import Contract, Instant, Person


class CaseAnswer(Contract):
    """A case, the version of its record (also the ETag), its submitter's name, and its form's in its period.

    `registered_names`: under which names the items of a report were registered; `unit_names`: of those whose items
    stand behind what was consolidated or left out. All as far as this desk has heard.
    """

    case: DeliveredCase
    version: int
    submitter_name: str
    form_name: str
    registered_names: dict[str, str]
    unit_names: dict[str, str]


class CaseRow(DeliveredCase):
    """A case in the list."""

    record_version: int
    submitter_name: str
    form_name: str


class CasePage(Contract):
    items: tuple[CaseRow, ...]
    total: int
    page: int
    size: int


class HistoryEntry(Contract):
    """Who did what, when and why; each entry is chained to the one before by its hash."""

    version: int
    at: Instant
    action: str
    actor: Person | None
    reason: str
    hash: str
    previous: str


class CaseHistory(Contract):
    items: tuple[HistoryEntry, ...]
