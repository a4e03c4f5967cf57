"""Who did something: an account of an organisation, never a private person's data."""

from shared.contracts.types import Contract, Line, Slug


class Person(Contract):
    """The account that acted, as it was named at that moment, and the organisation it acted for."""

    account: Slug
    name: Line
    organisation: Slug
