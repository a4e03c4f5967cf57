"""What an audit found: counts of what was looked at, and the faults."""

from dataclasses import dataclass, field
from typing import NamedTuple

from shared.record.witnesses import Location

FAULTS_KEPT = 1_000


class AuditFault(NamedTuple):
    """Something that does not hold: the document that it shows in, and what is wrong, in a sentence."""

    database: str
    collection: str
    id: str
    what: str


@dataclass
class AuditTally:
    """What was looked at in one collection. `unwitnessed` records have no witness anywhere.

    `files`: those that the records name, once for each record.
    """

    database: str
    collection: str
    records: int = 0
    entries: int = 0
    files: int = 0
    witnesses: int = 0
    unwitnessed: int = 0


@dataclass
class AuditReport:
    """The outcome. `faults` holds the first thousand, `faults_found` counts all of them."""

    tallies: dict[tuple[str, str], AuditTally] = field(default_factory=dict)
    faults: list[AuditFault] = field(default_factory=list)
    faults_found: int = 0

    @property
    def green(self) -> bool:
        return self.faults_found == 0

    def tally(self, database: str, collection: str) -> AuditTally:
        return self.tallies.setdefault((database, collection), AuditTally(database, collection))

    def total(self, name: str) -> int:
        """A count over all collections: ``records``, ``entries``, ``files``, ``witnesses`` or ``unwitnessed``."""
        return sum(getattr(tally, name) for tally in self.tallies.values())

    def add(self, place: Location, what: str) -> None:
        self.faults_found += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(AuditFault(*place, what))
