"""Accounts: the offices' sign-ins. They stay within registration and travel in no event."""

from shared.contracts.types import Contract, Line, Slug
from shared.identity import Actor, Grant


class Account(Contract):
    """An office's account, its home organisation and the roles it holds."""

    id: Slug
    name: Line
    organisation: Slug
    grants: tuple[Grant, ...] = ()
    active: bool = True

    def actor(self) -> Actor:
        """The account as the person of a token."""
        return Actor(account=self.id, name=self.name, organisation=self.organisation, grants=self.grants)
