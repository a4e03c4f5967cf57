"""The notifications over HTTP, for programs."""

from fastapi import APIRouter

from services.notify.inbox.dependencies import CurrentInbox, CurrentWording, Shown, shown
from shared.contracts.notifications import NotificationKind
from shared.contracts.types import Contract, Slug
from shared.web.app import CurrentActor, Pages

router = APIRouter(prefix="/api/notify", tags=["notifications"])


class Listing(Contract):
    """A page of a person's notifications, the unread first, each part newest first."""

    items: tuple[Shown, ...]
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
    actor: CurrentActor,
    inbox: CurrentInbox,
    wording: CurrentWording,
    paging: Pages,
    *,
    organisation: Slug | None = None,
    unread: bool | None = None,
    campaign: Slug | None = None,
    kind: NotificationKind | None = None,
) -> Listing:
    """What the person is told as clerk, head or reviewer. Another organisation's are not there."""
    records, total, known = await inbox.page(
        actor,
        organisation=organisation,
        campaign=campaign,
        unread=unread,
        kind=kind,
        skip=paging.skip,
        limit=paging.size,
    )
    items = tuple(shown(record, known, wording, actor.account) for record in records)
    return Listing(items=items, total=total, page=paging.page, size=paging.size)


@router.get("/unread")
async def unread(actor: CurrentActor, inbox: CurrentInbox) -> Unread:
    return Unread(unread=await inbox.unread(actor))


@router.post("/notifications/read-all")
async def read_all(body: ReadAll, actor: CurrentActor, inbox: CurrentInbox) -> Marked:
    return Marked(marked=await inbox.read_all(actor, body.organisation))


@router.post("/notifications/{ident}/read")
async def read(ident: str, actor: CurrentActor, inbox: CurrentInbox, wording: CurrentWording) -> Shown:
    """Marks one as read by this account; the other people of the organisation still see it as unread."""
    record, known = await inbox.read(actor, ident)
    return shown(record, known, wording, actor.account)
