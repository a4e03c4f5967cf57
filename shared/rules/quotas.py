"""How many items an organisation is to register: which quotas of a form hold for it, and how far they are missed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from shared.contracts.forms import Quota
from shared.contracts.types import Slug


class Filler(NamedTuple):
    """An organisation that fills in a form, and of which kind it is (``station``, ``centre``, ...)."""

    organisation: Slug
    kind: Slug


@dataclass(frozen=True)
class Missed:
    """A quota that is missed: `count` items are there, `off` too few (below zero) or too many."""

    quota: Quota
    count: int
    off: int

    @property
    def code(self) -> str:
        """The code of what is told: of a demanded quota why the form is not sent, of another an advice."""
        degree = "demanded" if self.quota.demanded else "encouraged"
        return f"quota_{degree}_{'few' if self.off < 0 else 'many'}"

    @property
    def params(self) -> dict[str, str | int]:
        """The words of that sentence."""
        return {"wording": wording_of(self.quota), "count": self.count, "off": abs(self.off)}


def holding(quotas: Iterable[Quota], filler: Filler) -> Iterator[Quota]:
    """Those that hold for an organisation: of its kind or of all, and without an exception for it."""
    for quota in quotas:
        if filler.organisation not in quota.exceptions and (not quota.kinds or filler.kind in quota.kinds):
            yield quota


def missed(quotas: Iterable[Quota], filler: Filler, count: int) -> list[Missed]:
    """The quotas that an organisation with so many items misses, in their order."""
    return [Missed(quota, count, off) for quota in holding(quotas, filler) if (off := _off(quota, count))]


def wording_of(quota: Quota) -> str:
    """The plan's own words, else the bounds as plans write them: "ít nhất 01", "tối đa 3"."""
    least = f"ít nhất {quota.at_least:02}" if quota.at_least is not None else ""
    most = f"tối đa {quota.at_most}" if quota.at_most is not None else ""
    return quota.wording or ", ".join(filter(None, (least, most)))


def _off(quota: Quota, count: int) -> int:
    if quota.at_least is not None and count < quota.at_least:
        return count - quota.at_least
    if quota.at_most is not None and count > quota.at_most:
        return count - quota.at_most
    return 0
