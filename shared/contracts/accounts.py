"""Accounts: the offices' sign-ins. They stay within registration and travel in no event."""

from datetime import date

from shared.contracts.types import Contract, Line, Slug
from shared.identity import Actor, Grant


class Account(Contract):
    """An office's account, its home organisation and the roles it holds."""

    id: Slug
    name: Line
    organisation: Slug
    grants: tuple[Grant, ...] = ()
    active: bool = True

    def actor(self, day: date | None = None) -> Actor:
        """The account as the person of a token, with the grants in force on a day (None: every one)."""
        grants = self.grants if day is None else tuple(grant for grant in self.grants if grant.holds_on(day))
        return Actor(account=self.id, name=self.name, organisation=self.organisation, grants=grants)
