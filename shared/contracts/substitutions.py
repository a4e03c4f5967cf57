"""Substitutions: who reviews in another's place."""

from datetime import date

from shared.contracts.types import Contract, Instant, Key, Paragraph, Person, Slug


class Substitution(Contract):
    """From `since` to `until`, both days inclusive, `substitute` reviews in the place of `replaced`.

    `substitute` carries his home organisation, `replaced` that of the desk. `replaced_own` are the organisations on
    whose submissions the replaced person must not decide.
    """

    id: Key
    replaced: Person
    replaced_own: tuple[Slug, ...]
    substitute: Person
    since: date
    until: date
    reason: Paragraph
    named_by: Person
    ended_at: Instant | None = None
    ended_by: Person | None = None

    def holds_on(self, day: date) -> bool:
        return self.ended_at is None and self.since <= day <= self.until
