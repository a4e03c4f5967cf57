"""An edit of a consolidation: a value that makes one working set of another. A body of the API is such a value."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from services.registration.consolidation.model.sources import ItemKey, Registrations
from services.registration.consolidation.model.working_set import WorkingSet
from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column
from shared.contracts.types import Contract, Key, Slug
from shared.errors import not_found
from shared.forms.initiatives.carry import carried_columns
from shared.rules.quotas import Filler

LIMIT = 5_000
Lines = Annotated[tuple[Slug, ...], Field(max_length=LIMIT)]


class ItemPlace(Contract):
    """An approved item where its organisation registered it."""

    submission: Key
    item: Slug

    @property
    def key(self) -> ItemKey:
        return self.submission, self.item


Items = Annotated[tuple[ItemPlace, ...], Field(max_length=LIMIT)]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a consolidation rests on: the own campaign, those that it feeds, and what the units registered.

    `filler`: the consolidating organisation, where a target's form has quotas.
    """

    campaign: Campaign
    targets: tuple[Campaign, ...]
    filler: Filler | None = None
    known: Registrations | None = None

    @property
    def registrations(self) -> Registrations:
        """What this organisation approved; it is `known` to an `Edit.informed`."""
        assert self.known is not None
        return self.known

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that the own plan and those above added to what is carried."""
        return carried_columns([self.campaign, *self.targets])

    @property
    def confided(self) -> frozenset[str]:
        """The columns that the units answer in confidence."""
        return frozenset(column.code for column in carried_columns([self.campaign]) if column.confidential)

    def target(self, ident: str) -> Campaign:
        """Raises DomainError ``target_not_found``."""
        found = next((target for target in self.targets if target.id == ident), None)
        if found is None:
            raise not_found("target", ident)
        return found


class Edit(Contract):
    """`informed`: it rests on what the units registered."""

    informed: ClassVar[bool] = False

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        raise NotImplementedError
