"""What every page of the campaign editor is."""

from typing import Protocol

from shared.contracts.campaigns import Campaign
from shared.web.typed import Typed, Written


class Section(Protocol):
    """One page of the editor."""

    def shown(self, campaign: Campaign) -> Typed: ...

    def acted(self, typed: Typed, verb: str, argument: str) -> Typed: ...

    def written(self, typed: Typed, campaign: Campaign) -> Written: ...
