"""Who may read a campaign's figures with a recipient."""

import datetime as dt
from collections.abc import Mapping

from shared.contracts.campaigns import Campaign
from shared.contracts.organisations import Organisation
from shared.identity import EVERYWHERE, Actor, Role
from shared.language.vietnamese import VIETNAM


def structure_day(campaign: Campaign) -> dt.date | None:
    """The day whose structure a campaign shows: the newest date its plan carries, else that of its announcement.

    Links between organisations change; a past campaign keeps those of its own day.
    """
    announced = campaign.announced_at.astimezone(VIETNAM).date() if campaign.announced_at else None
    return max((dated.date for dated in campaign.dates), default=announced)


def authorities_above(organisation: str, known: Mapping[str, Organisation], day: dt.date | None) -> frozenset[str]:
    """All superior bodies of an organisation on a day, at any distance; none without a day."""
    if day is None:
        return frozenset()
    above: set[str] = set()
    waiting = [organisation]
    while waiting:
        found = known.get(waiting.pop())
        parents = set(found.parents_on(day)) - above if found else set()
        above |= parents
        waiting += parents
    return frozenset(above - {organisation})


def readable_recipients(actor: Actor, campaign: Campaign, known: Mapping[str, Organisation]) -> tuple[str, ...]:
    """The recipients whose figures of this campaign the person may read, in the campaign's order."""
    day = structure_day(campaign)
    return tuple(
        recipient
        for recipient in dict.fromkeys(campaign.recipients)
        if may_read(actor, recipient, authorities_above(recipient, known, day))
    )


def may_read(actor: Actor, recipient: str, above: frozenset[str]) -> bool:
    """Reviewers and leaders of the recipient, leaders of a body above it, and administrators of the whole suite."""
    return may_open_submissions(actor, recipient) or any(actor.has(Role.LEADER, body) for body in above)


def may_open_submissions(actor: Actor, recipient: str) -> bool:
    """Whether registration shows the person the submissions behind these figures: not so for leaders further up."""
    if actor.has(Role.ADMINISTRATOR, EVERYWHERE):
        return True
    return actor.has(Role.REVIEWER, recipient) or actor.has(Role.LEADER, recipient)
