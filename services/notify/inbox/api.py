"""The notifications over HTTP, for programs."""

from fastapi import APIRouter

from services.notify.context import CurrentContext
from services.notify.inbox import records
from services.notify.inbox.commands import MarkAllRead, MarkRead
from services.notify.inbox.records import NotificationView, view
from shared.contracts.notifications import NotificationKind
from shared.contracts.types import Contract, Slug
from shared.web.parameters import Pages

router = APIRouter(prefix="/api/notify", tags=["notifications"])


class Listing(Contract):
    """A page of a person's notifications, the unread first, each part newest first."""

    items: tuple[NotificationView, ...]
    total: int
    page: int
    size: int


class Unread(Contract):
    """How many notifications the person has not read."""

    unread: int


class ReadAll(Contract):
    """Marks all notifications of one organisation, or of all of the person's, as read."""

    organisation: Slug | None = None


class Marked(Contract):
    """How many notifications were unread before."""

    marked: int


@router.get("/notifications")
async def notifications(
    context: CurrentContext,
    paging: Pages,
    *,
    organisation: Slug | None = None,
    unread: bool | None = None,
    campaign: Slug | None = None,
    kind: NotificationKind | None = None,
) -> Listing:
    """What the person is told as clerk, head or reviewer. Another organisation's are not there."""
    wanted = records.Selection(context.actor, organisation, campaign, unread, kind)
    found, total = await records.page(context.stores, wanted, paging.skip, paging.size)
    known = await context.stores.known_to(record.public for record in found)
    items = tuple(view(context, record, known) for record in found)
    return Listing(items=items, total=total, page=paging.page, size=paging.size)


@router.get("/unread")
async def unread(context: CurrentContext) -> Unread:
    return Unread(unread=await records.count_unread(context.stores, context.actor))


@router.post("/notifications/read-all")
async def read_all(body: ReadAll, context: CurrentContext) -> Marked:
    return Marked(marked=await MarkAllRead(body.organisation).run(context))


@router.post("/notifications/{ident}/read")
async def read(ident: str, context: CurrentContext) -> NotificationView:
    """Marks one as read by this account; the other people of the organisation still see it as unread."""
    record = await MarkRead(ident).run(context)
    return view(context, record, await context.stores.known_to([record.public]))
