"""Organisations (đơn vị): every one may be a unit, an authority, or both."""

from datetime import date

from shared.contracts.types import Contract, Line, Mailbox, Slug


class ParentLink(Contract):
    """A superior body for a time: from `since` (inclusive) until `until` (exclusive, open when None).

    The structure changes (on 1 July 2025 the district level was abolished), so links carry their dates and a past
    campaign keeps the structure of its own day. An organisation may have any number of parents at once.
    """

    organisation: Slug
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Mailboxes(Contract):
    """Office mailboxes, never private ones: one for what the organisation submits, one for what it reviews."""

    submission: Mailbox | None = None
    review: Mailbox | None = None


class FormerName(Contract):
    """A name that the organisation had until a day (exclusive)."""

    name: Line
    short_name: Line
    until: date


class Succession(Contract):
    """Who took an organisation's place on a day, by which decision (số quyết định)."""

    organisation: Slug
    since: date
    basis: Line


class OrganisationDefinition(Contract):
    """What an administrator says of an organisation. `id` may be left out where the address names it.

    What a client read it may send back: `former_names` and `successors` are the service's own and stay as they were.
    """

    id: Slug | None = None
    name: Line
    short_name: Line
    kind: Slug
    reviewing_office: Line | None = None
    parents: tuple[ParentLink, ...] = ()
    established: date | None = None
    dissolved: date | None = None
    mailboxes: Mailboxes = Mailboxes()
    former_names: tuple[FormerName, ...] = ()
    successors: tuple[Succession, ...] = ()


class Organisation(OrganisationDefinition):
    """Public state of an organisation. `kind` is data (``station``, ``centre``, ...): no level is coded anywhere.

    `dissolved` is the first day on which it is no more. `former_names` are in the order of their days.
    """

    id: Slug

    def name_on(self, day: date) -> str:
        """Its name on a day: a past campaign shows the names of its own day."""
        return next((former.name for former in self.former_names if day < former.until), self.name)

    def short_name_on(self, day: date) -> str:
        """Its short name on a day."""
        return next((former.short_name for former in self.former_names if day < former.until), self.short_name)

    def exists_on(self, day: date) -> bool:
        return (self.established is None or self.established <= day) and (
            self.dissolved is None or day < self.dissolved
        )

    def parents_on(self, day: date) -> tuple[str, ...]:
        """Ids of the superior bodies on a day, in the order in which they are listed."""
        return tuple(link.organisation for link in self.parents if link.holds_on(day))
