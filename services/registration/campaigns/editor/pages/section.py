"""What every page of the campaign editor is."""

from dataclasses import dataclass
from typing import Any, Protocol

from services.registration.web.typed import Anchor, Typed
from shared.contracts.campaigns import Campaign

Values = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What a page says of the campaign: values of its definition, and where the input of a path is."""

    values: Values
    anchor: Anchor = lambda path: path


class Section(Protocol):
    """One page of the editor."""

    def shown(self, campaign: Campaign) -> Typed: ...

    def acted(self, typed: Typed, verb: str, argument: str) -> Typed: ...

    def written(self, typed: Typed, campaign: Campaign) -> Written: ...
