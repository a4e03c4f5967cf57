"""What became of a unit's items further up: read off the submission one level up that carries them.

A carrier's state says for every item behind it where it stands with each of the carrier's recipients, and passes on
what the carrier itself was told from above. So any number of levels is told by the same step, downward once more.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.contracts.items import Item, ItemSource, LeftOut
from shared.contracts.submissions import (
    Recipient,
    RecipientStatus,
    Submission,
    SubmissionStatus,
    Upward,
    UpwardStatus,
    Version,
)
from shared.forms.registry import kind_of
from shared.record.record import Entry
from shared.rules.decisions import DECIDED_AS, decision_on
from shared.rules.force import in_force

GONE = "gone"
"""What the history says of an item that its carrier neither carries nor leaves out any more."""
CONTENT_CHARACTERS = 120
LINES = 20
"""How many items a step of the history names."""

UpwardKey = tuple[str, str, str]
"""One thing that is told: of an item, by the submission that carries it, at that submission's recipient."""


@dataclass(frozen=True)
class CarrierNews:
    """What a carrier says of one lower submission's items. `sequence` is the version of the carrier's record."""

    via: str
    sequence: int
    entries: tuple[Upward, ...] = ()


def news_of(carrier: Submission, sequence: int) -> dict[str, CarrierNews]:
    """What a carrier says to each submission whose items it carries or leaves out, or once did."""
    behind = {source.submission for version in carrier.versions for source in _named(version)}
    found: dict[str, dict[UpwardKey, Upward]] = {ident: {} for ident in sorted(behind - {carrier.id})}
    above: dict[str, list[Upward]] = {}
    for known in carrier.upward:
        above.setdefault(known.item, []).append(known)
    for recipient in carrier.recipients:
        for source, entry in _of_recipient(carrier, sequence, recipient):
            here = found.get(source.submission)
            if here is None or _place(entry) in here:
                continue
            here[_place(entry)] = entry
            if entry.status is not UpwardStatus.LEFT_OUT:
                for higher in above.get(entry.carried_as, ()):
                    passed = higher.model_copy(update={"item": source.item, "via": carrier.id, "sequence": sequence})
                    here.setdefault(_place(passed), passed)
    return {ident: CarrierNews(carrier.id, sequence, tuple(entries.values())) for ident, entries in found.items()}


def steps(submission: Submission, news: CarrierNews) -> list[str]:
    """What is new in it, a mark for each status and recipient; nothing when it is known or was overtaken."""
    return list(_changes(submission, news))


def take(submission: Submission, news: CarrierNews, mark: str) -> tuple[Submission, Entry] | None:
    """The submission after one step, and what its history says of it; None when the step was taken or overtaken."""
    changed = _changes(submission, news).get(mark)
    if not changed:
        return None
    known, fresh = ({_key(entry): entry for entry in entries} for entries in (submission.upward, changed))
    if gone := mark.startswith(f"{GONE}:"):
        kept = {key: entry for key, entry in known.items() if key not in fresh}
    else:
        kept = known | fresh
    after = submission.model_copy(update={"upward": tuple(kept[key] for key in sorted(kept))})
    lines = [_line(submission, entry) for entry in changed[:LINES]]
    if len(changed) > LINES:
        lines.append("…")
    return after, Entry(f"upward:{mark}", None if gone else changed[0].decided_by, "\n".join(lines))


def _named(version: Version) -> Iterator[ItemSource]:
    yield from (source for item in version.content.items for source in item.sources)
    yield from (left.source for left in kind_of(version.content).left_out(version.content))


def _of_recipient(carrier: Submission, sequence: int, recipient: Recipient) -> Iterator[tuple[ItemSource, Upward]]:
    """By the version in force, then by the newest: of several tellings the first holds. What is left out comes last."""
    newest, force = carrier.version_for(recipient.organisation), in_force(carrier, recipient.organisation)
    versions = {version.number: version for version in (force, newest) if version is not None}
    common: dict[str, Any] = {
        "via": carrier.id,
        "sequence": sequence,
        "submission": carrier.id,
        "campaign": carrier.campaign,
        "form": carrier.form,
        "period": carrier.period,
        "organisation": recipient.organisation,
    }
    for version in versions.values():
        for item in version.content.items:
            standing = _standing(carrier, recipient, version, item) if item.sources else {}
            for source in item.sources:
                yield source, Upward(**common, item=source.item, carried_as=item.id, **standing)
    for version in reversed(versions.values()):
        since = _since(carrier, recipient, version)
        for left in kind_of(version.content).left_out(version.content):
            source, why = left.source, _left_out(left, since[_said(left)])
            yield source, Upward(**common, item=source.item, carried_as=source.item, **why)


def _standing(carrier: Submission, recipient: Recipient, version: Version, item: Item) -> dict[str, Any]:
    """Where an item of a version stands with a recipient, and by whose word."""
    gone = next((w for w in carrier.withdrawn_items if w.item == item.id), None)
    found: dict[str, Any] = {"status": UpwardStatus.SENT, "version": version.number}
    if gone is not None:
        said = {"reason": gone.reason, "decided_at": gone.withdrawn_at, "decided_by": gone.withdrawn_by}
        return found | {"status": UpwardStatus.WITHDRAWN, **said}
    if SubmissionStatus.WITHDRAWN is carrier.status or recipient.status is RecipientStatus.WITHDRAWN:
        taken_back = {"reason": carrier.withdrawn_reason, "decided_at": carrier.withdrawn_at}
        return found | {"status": UpwardStatus.WITHDRAWN, **taken_back}
    decision = decision_on(recipient, version.number)
    if decision is None:
        return found
    return found | {
        "status": UpwardStatus(DECIDED_AS[decision.on(item.id)]),
        "reason": decision.reason_for(item.id),
        "decided_at": decision.decided_at,
        "decided_by": decision.decided_by,
    }


def _left_out(left: LeftOut, since: Version) -> dict[str, Any]:
    told = {"status": UpwardStatus.LEFT_OUT, "version": since.number, "reason": left.reason}
    return told | {"decided_at": since.delivered_at, "decided_by": since.delivered_by}


def _since(carrier: Submission, recipient: Recipient, version: Version) -> dict[tuple[str, str, str], Version]:
    """Since which version each item is left out for the same reason, without a break: that was decided once."""
    found = {_said(left): version for left in kind_of(version.content).left_out(version.content)}
    going_on = set(found)
    for earlier in reversed(carrier.versions[: version.number - 1]):
        if recipient.organisation in earlier.recipients:
            going_on &= {_said(left) for left in kind_of(earlier.content).left_out(earlier.content)}
            found |= dict.fromkeys(going_on, earlier)
    return found


def _said(left: LeftOut) -> tuple[str, str, str]:
    return left.source.submission, left.source.item, left.reason


def _changes(submission: Submission, news: CarrierNews) -> dict[str, list[Upward]]:
    """What is said now, by ``<status>:<recipient>``, where it differs from what was known in more than the version of
    the carrier's record, and what is said no more as ``gone``; what a newer version of it said before stays."""
    known = {_place(entry): entry for entry in submission.upward if entry.via == news.via}
    said = {_place(entry): entry for entry in news.entries}
    same_time = {"sequence": news.sequence}
    found: dict[str, list[Upward]] = {}
    for place, entry in said.items():
        before = known.get(place)
        if before is None or (before.sequence <= news.sequence and before.model_copy(update=same_time) != entry):
            found.setdefault(f"{entry.status.value}:{entry.organisation}", []).append(entry)
    for place, before in known.items():
        if place not in said and before.sequence <= news.sequence:
            found.setdefault(f"{GONE}:{before.organisation}", []).append(before)
    return found


def _place(entry: Upward) -> UpwardKey:
    return entry.item, entry.submission, entry.organisation


def _key(entry: Upward) -> tuple[str, ...]:
    return entry.via, *_place(entry)


def _line(submission: Submission, entry: Upward) -> str:
    items = (item for version in reversed(submission.versions) for item in version.content.items)
    content = next((item.content for item in items if item.id == entry.item), entry.item)
    shown = textwrap.shorten(content, CONTENT_CHARACTERS, placeholder=" …")
    return f"{shown}: {entry.reason}" if entry.reason and entry.status is not UpwardStatus.SENT else shown
