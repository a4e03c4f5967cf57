"""The cases of a desk as its lists show them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from services.review.cases.model.case import WAITING, CaseRecord
from services.review.cases.model.decisions import approve_clean
from services.review.cases.records.queue import items_in
from services.review.desk.context import Context
from services.review.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.language.deadlines import Deadline
from shared.language.vietnamese import VIETNAM
from shared.rules.naming import asked_name
from shared.rules.tried import allows


@dataclass(frozen=True)
class QueueRow:
    """A case in the queue. `choosable`: it may be approved among others, by this person.

    `items`: how many it has; None while its newest version is still being taken in.
    """

    record: CaseRecord
    name: str
    items: int | None
    due: Deadline | None
    choosable: bool

    @property
    def case(self) -> Case:
        return self.record.public


async def queue_rows(context: Context, records: Collection[CaseRecord]) -> list[QueueRow]:
    """Cases before a person of the desk."""
    names = await context.stores.names({record.public.submitter for record in records})
    items = await items_in(context.stores, (record.public for record in records))
    return [
        QueueRow(
            record,
            names[record.public.submitter],
            items.get(record.id),
            due_of(record),
            record.id in items and allows(approve_clean, record, record.public.current.version, *context.by),
        )
        for record in records
    ]


async def plans_of(stores: Stores, rows: Iterable[QueueRow]) -> dict[str, Campaign]:
    """The campaigns of the rows by id, as far as they were heard of: the forms are called by them."""
    return await stores.campaigns.contents(row.case.campaign for row in rows)


def due_of(record: CaseRecord) -> Deadline | None:
    """Until when the desk should decide, as `ui.due` says it; None where no decision is awaited."""
    due_at = record.private.due_at
    if due_at is None or record.public.status not in WAITING:
        return None
    local = due_at.astimezone(VIETNAM)
    if local.time() == time.min:
        return Deadline(date=local.date() - timedelta(days=1), inclusive=True, wording="")
    return Deadline(date=local.date(), time=local.time(), inclusive=False, wording="")


async def done_line(context: Context, done: str) -> dict[str, Any] | None:
    """What the confirmation line says of the case just decided, and whether its unit can know yet."""
    record = await context.stores.cases.get(done) if done else None
    if record is None or record.public.current.decision is None:
        return None
    case, decision = record.public, record.public.current.decision
    campaign = await context.stores.campaigns.content(case.campaign)
    return {
        "id": record.id,
        "outcome": decision.outcome,
        "name": await context.stores.name(case.submitter),
        "form": asked_name(campaign, case.asked),
        "sending": record.undelivered > 0,
    }
