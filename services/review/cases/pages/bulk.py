"""Approving several clean cases at once: chosen in the queue, named once more, each decided by a command of its own."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.review.cases.model.case import CaseRecord
from services.review.cases.pages.presentation import QueueRow, queue_rows, submitters_of
from services.review.dependencies import CurrentDesk
from services.review.desk.commands import Desk
from services.review.desk.model.substitutions import acting_person, forbidden_submitters
from services.review.web.common import DESK, name_of
from shared.errors import DomainError
from shared.identity import Actor
from shared.language.catalogue import Catalogue
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor

LIMIT = 100

router = APIRouter(prefix=DESK + "/duyet-nhieu")

Chosen = Annotated[list[str], Query(alias="chon", default_factory=list, max_length=LIMIT)]


@dataclass(frozen=True)
class Refused:
    """A case that is not approved with the others, and why."""

    row: QueueRow
    reason: str


@router.get("")
async def confirm(request: Request, desk: CurrentDesk, actor: CurrentActor, chosen: Chosen) -> Response:
    """Names every chosen case before anything happens; what is not clean must be opened."""
    standing = await desk.standing(actor)
    acting_person(actor, desk.organisation, standing)
    rows = await _rows(desk, actor, await _found(desk, chosen))
    page: Response = request.app.state.frame.render(
        request,
        "bulk.html",
        desk=desk,
        desk_name=await name_of(desk, desk.organisation),
        clean=[row for row in rows if row.choosable],
        others=[row for row in rows if not row.choosable],
        not_from=forbidden_submitters(actor, standing),
        campaigns=await desk.stores.campaigns_here(),
        key=uuid.uuid4().hex,
    )
    return page


@router.post("")
async def approve(request: Request, desk: CurrentDesk, actor: CurrentActor) -> Response:
    """Approves each case on the version that was named. Sending the form again says the same again."""
    form = await request.form()
    named = [str(value) for value in form.getlist("case")][:LIMIT]
    key = str(form.get("key", ""))
    catalogue: Catalogue = request.app.state.catalogue
    refused: dict[str, str] = {}
    for ident in named:
        version = str(form.get(f"version.{ident}", ""))
        try:
            await desk.approve_clean(
                ident,
                int(version) if version.isdecimal() else 0,
                actor,
                cause=idempotency_cause(actor.account, f"{key}.{ident}"[:200]),
            )
        except DomainError as error:
            refused[ident] = catalogue.say(error.code, error.params)
    rows = await _rows(desk, actor, await _found(desk, named))
    page: Response = request.app.state.frame.render(
        request,
        "bulk_done.html",
        desk=desk,
        desk_name=await name_of(desk, desk.organisation),
        approved=[row for row in rows if row.record.id not in refused],
        refused=[Refused(row, refused[row.record.id]) for row in rows if row.record.id in refused],
        following=await desk.next_for(actor),
    )
    return page


async def _found(desk: Desk, chosen: Sequence[str]) -> list[CaseRecord]:
    """The chosen cases that exist, in the order in which they were chosen."""
    wanted = list(dict.fromkeys(chosen))
    found = {record.id: record for record in await desk.stores.cases.find({"_id": {"$in": wanted}})}
    return [found[ident] for ident in wanted if ident in found]


async def _rows(desk: Desk, actor: Actor, found: Sequence[CaseRecord]) -> list[QueueRow]:
    names = await desk.stores.names(submitters_of(found))
    items = await desk.stores.items_in(record.public for record in found)
    standing = await desk.standing(actor)
    return queue_rows(found, names, items, actor=actor, now=desk.clock(), standing=standing)
