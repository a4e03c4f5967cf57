"""What a submission counts for with one recipient: which version, in time or late, what became of its items."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal

from services.reporting.rows.model.figures import figures_of, upward_names
from services.reporting.rows.model.row import WITHDRAWN, ItemStatus, ObligationRow, RowItem, Waiting
from shared.contracts.content import Content
from shared.contracts.submissions import Decision, Outcome, Recipient, RecipientStatus, Submission, Upward
from shared.forms.registry import kind_of
from shared.language.numbers import short
from shared.rules.decisions import DECIDED, DECIDED_AS, decision_on
from shared.rules.force import in_force, standing
from shared.rules.ids import submitter_of

WAITING = {
    RecipientStatus.SENT: Waiting.UNSEEN,
    RecipientStatus.RECEIVED: Waiting.UNSEEN,
    RecipientStatus.VIEWED: Waiting.VIEWED,
    RecipientStatus.RETURNED: Waiting.RETURNED,
}
UNCOUNTED = {ItemStatus.REJECTED, ItemStatus.WITHDRAWN}
"""What an item may become so that its numbers add up no longer."""
PLACES = {
    RecipientStatus.RETURNED: 1,
    RecipientStatus.SENT: 2,
    RecipientStatus.RECEIVED: 2,
    RecipientStatus.VIEWED: 3,
    RecipientStatus.REJECTED: 4,
    RecipientStatus.APPROVED: 5,
}
"""The order in which a leader sees the states: what needs somebody first, above all who sent nothing (0)."""


def carried_by(recipient: str, entry: Upward) -> bool:
    """Whether it was this recipient that carried the item upward, or left it out.

    A campaign may have several recipients, and each consolidates for itself.
    """
    return submitter_of(entry.via) == recipient


def row_of(submission: Submission, recipient: str) -> ObligationRow:
    """The row of a submission with a recipient. What was withdrawn counts as little as what was never sent.

    The items of the version in force count. Lateness is judged by the first version that stands: the plans set a
    deadline for sending the form ("trước ngày 07/5/2022"), and a reviewer who returns it after the deadline would
    otherwise make every unit late that corrects what it was asked to correct. What a unit took back itself never
    counts as sent. A desk is waited for since the newest delivery, a unit since the decision that returned it.
    """
    mine, versions = submission.recipient(recipient), standing(submission, recipient)
    counting = in_force(submission, recipient)
    if mine is None or counting is None:
        sent = mine and submission.version_for(recipient)
        return ObligationRow(submission=submission.id, state=WITHDRAWN) if sent else ObligationRow()
    newest, waiting = versions[-1], WAITING.get(mine.status)
    decided = held(mine, newest.number) if waiting is Waiting.RETURNED else None
    ruling = held(mine, counting.number)
    items = tuple(_items(submission, recipient, counting.content, ruling))
    nil_fields = sorted(kind_of(counting.content).nil_fields(counting.content) - {item.field for item in items})
    return ObligationRow(
        submission=submission.id,
        state=mine.status.value,
        place=PLACES[mine.status],
        counts=True,
        version=counting.number,
        delivered_at=versions[0].delivered_at,
        late=versions[0].late,
        waiting=waiting,
        since=(decided.decided_at if decided else newest.delivered_at) if waiting else None,
        items=items,
        nil_fields=tuple(nil_fields),
        numbers=_numbers(counting.content, items, ruling),
        shape=_shape(items, nil_fields),
    )


def held(recipient: Recipient, version: int) -> Decision | None:
    """The decision that counts on a version: the last one taken.

    What was approved stays approved whatever comes after it; anything else only until the case is opened again.
    """
    found = decision_on(recipient, version)
    if found is None or found.outcome is Outcome.APPROVE or recipient.status in DECIDED:
        return found
    return None


def _items(submission: Submission, recipient: str, content: Content, decision: Decision | None) -> Iterator[RowItem]:
    """The items with the decision's own word on each, else that on the whole; without a decision they await one."""
    gone = {one.item: one.reason for one in submission.withdrawn_items}
    own = {one.item: one for one in decision.items} if decision else {}
    counted = {one.item: one.figures for one in kind_of(content).counted(content)}
    upward = defaultdict[str, set[str]](set)
    for entry in submission.upward:
        if carried_by(recipient, entry):
            upward[entry.item] |= upward_names(entry)
    for item in content.items:
        ruling = own.get(item.id, decision)
        status, reason = ItemStatus.AWAITING, ""
        if item.id in gone:
            status, reason = ItemStatus.WITHDRAWN, gone[item.id]
        elif ruling is not None:
            status, reason = ItemStatus(DECIDED_AS[ruling.outcome]), ruling.reason
        yield RowItem(
            item=item.id,
            field=item.field,
            status=status,
            reason=reason,
            figures=counted.get(item.id, ()),
            upward=tuple(sorted(upward[item.id])),
        )


def _numbers(content: Content, items: Collection[RowItem], decision: Decision | None) -> dict[str, Decimal]:
    """What adds up of the items that count; what has no items is rejected as a whole."""
    if not content.items and decision is not None and decision.outcome is Outcome.REJECT:
        return {}
    counting = {item.item for item in items if item.status not in UNCOUNTED}
    left = tuple(item for item in content.items if item.id in counting)
    said = content if len(left) == len(content.items) else content.model_copy(update={"items": left})
    return {name: short(number) for name, number in kind_of(content).numbers(said).items()}


def _shape(items: Collection[RowItem], nil_fields: Collection[str]) -> tuple[str, ...]:
    """The figures of an answer, each as "field figure number"; a nil counts where nothing else was answered."""
    counted = Counter(f"{item.field} {name}" for item in items for name in figures_of(item))
    counted.update(f"{field} nil" for field in nil_fields)
    return tuple(f"{name} {number}" for name, number in sorted(counted.items()))
