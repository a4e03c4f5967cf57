"""Who acts at a desk, in whose place, and on what he may not decide.

Neither a substitute nor the person whom he replaces decides on his own organisation's submission.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from shared.contracts.cases import Case
from shared.contracts.substitutions import Substitution
from shared.contracts.types import Person
from shared.errors import forbidden
from shared.identity import Actor, Role

NAME_LIMIT = 300


Standing = Sequence[Substitution]
"""The substitutions by which a person acts at a desk today; none for its own reviewers."""


def own_organisations(actor: Actor) -> tuple[str, ...]:
    """The organisations on whose submissions a person must not decide."""
    granted = (grant.organisation for grant in actor.grants if actor.belongs_to(grant.organisation))
    return tuple(dict.fromkeys((actor.organisation, *granted)))


def standing_of(actor: Actor, organisation: str, substitutions: Iterable[Substitution], today: date) -> Standing:
    """Those substitutions by which the person may act; a reviewer of the desk acts in his own name."""
    if actor.has(Role.REVIEWER, organisation):
        return ()
    return [s for s in substitutions if s.substitute.account == actor.account and s.holds_on(today)]


def require_reader(actor: Actor, organisation: str, standing: Standing = ()) -> None:
    """Cases are read by the reviewers and leaders of their desk, and by who acts for one of them.

    Raises DomainError ``role_missing``.
    """
    if not standing and not actor.has(Role.LEADER, organisation):
        actor.require(Role.REVIEWER, organisation)


def acting_person(actor: Actor, organisation: str, standing: Standing) -> Person:
    """The person as the history names him. Raises DomainError ``role_missing``."""
    if not standing:
        actor.require(Role.REVIEWER, organisation)
        return actor.acting_for(organisation)
    return _in_place_of(actor, organisation, standing[0])


def deciding_person(actor: Actor, case: Case, standing: Standing) -> Person:
    """The person as a decision on the case names him.

    Raises DomainError ``role_missing``, ``own_submission`` (his own organisation's), ``own_submission_of_replaced``
    (that of everybody in whose place he could act).
    """
    person = acting_person(actor, case.organisation, standing)
    homes = {substitution.substitute.organisation for substitution in standing}
    if actor.belongs_to(case.submitter) or case.submitter in homes:
        raise forbidden("own_submission", organisation=case.submitter)
    if not standing:
        return person
    allowed = [substitution for substitution in standing if case.submitter not in substitution.replaced_own]
    if not allowed:
        raise forbidden("own_submission_of_replaced", name=standing[0].replaced.name)
    return _in_place_of(actor, case.organisation, allowed[0])


def forbidden_submitters(actor: Actor, standing: Standing) -> tuple[str, ...]:
    """On whose submissions the person may not decide."""
    own = {*own_organisations(actor), *(substitution.substitute.organisation for substitution in standing)}
    if standing:
        own |= set.intersection(*(set(substitution.replaced_own) for substitution in standing))
    return tuple(sorted(own))


def _in_place_of(actor: Actor, organisation: str, substitution: Substitution) -> Person:
    name = f"{actor.name} (thay {substitution.replaced.name})"
    return Person(account=actor.account, name=name[:NAME_LIMIT].rstrip(), organisation=organisation)
