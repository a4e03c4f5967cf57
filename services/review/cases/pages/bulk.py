"""Approving several clean cases at once: chosen in the queue, named once more, each decided by a command of its own."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.review.cases.commands.reviewing import ApproveClean, next_for
from services.review.cases.pages.rows import QueueRow, plans_of, queue_rows
from services.review.desk.context import Context
from services.review.desk.dependencies import CurrentPage
from services.review.desk.model.standing import forbidden_submitters
from services.review.desk.pages.frame import DESK, render
from shared.errors import DomainError
from shared.web.form_input import read_form

LIMIT = 100

router = APIRouter(prefix=DESK + "/duyet-nhieu")

Chosen = Annotated[list[str], Query(alias="chon", default_factory=list, max_length=LIMIT)]


@router.get("")
async def confirm(page: CurrentPage, chosen: Chosen) -> Response:
    """Names every chosen case before anything happens; what is not clean must be opened."""
    context = page.context
    context.acting_person()
    rows = await _rows(context, chosen)
    return await render(
        page,
        "bulk.html",
        clean=[row for row in rows if row.choosable],
        others=[row for row in rows if not row.choosable],
        not_from=forbidden_submitters(context.actor, context.standing),
        campaigns=await plans_of(context.stores, rows),
    )


@router.post("")
async def approve(page: CurrentPage) -> Response:
    """Approves each case on the version that was named. Sending the form again says the same again."""
    context, sent = page.context, await read_form(page.request)
    versions = {name.partition(".")[2]: text for name, text in sent.items() if name.startswith("version.")}
    named = list(versions)[:LIMIT]
    refused: dict[str, str] = {}
    for ident in named:
        version = int(versions[ident]) if versions[ident].isdecimal() else 0
        try:
            await ApproveClean(ident, version).run(context.keyed(f"{sent.get('key', '')}.{ident}"[:200]))
        except DomainError as error:
            refused[ident] = page.catalogue.say(error.code, error.params)
    rows = await _rows(context, named)
    return await render(
        page,
        "bulk_done.html",
        approved=[row for row in rows if row.record.id not in refused],
        refused=[(row, refused[row.record.id]) for row in rows if row.record.id in refused],
        campaigns=await plans_of(context.stores, rows),
        following=await next_for(context),
    )


async def _rows(context: Context, chosen: Collection[str]) -> list[QueueRow]:
    """The chosen cases that exist, in the order in which they were chosen."""
    found = await context.stores.cases.several(chosen)
    return await queue_rows(context, [found[ident] for ident in dict.fromkeys(chosen) if ident in found])
