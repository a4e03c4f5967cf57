"""The page of notifications."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.notify.inbox.dependencies import CurrentInbox, CurrentWording, shown
from shared.contracts.notifications import NotificationKind
from shared.web.app import CurrentActor

router = APIRouter(include_in_schema=False)

PAGE = "/thong-bao"
SIZE = 20
LAST_PAGE = 100_000


class Filters:
    """What the person chose to see; empty means all. Kept in the address, and through every button."""

    def __init__(
        self, unread: str = "", organisation: str = "", campaign: str = "", kind: str = "", page: int = 1
    ) -> None:
        self.unread = bool(unread)
        self.organisation = organisation
        self.campaign = campaign
        self.kind = NotificationKind(kind) if kind in set(NotificationKind) else None
        self.page = page

    @property
    def given(self) -> bool:
        """Whether anything is left out."""
        return bool(self.unread or self.organisation or self.campaign or self.kind)

    def address(self, page: int = 1) -> str:
        """The page's address with these filters."""
        chosen = {
            "chua-doc": "1" if self.unread else "",
            "don-vi": self.organisation,
            "phong-trao": self.campaign,
            "loai": self.kind.value if self.kind else "",
            "trang": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"{PAGE}?{query}" if query else PAGE


def asked(
    unread: Annotated[str, Query(alias="chua-doc", max_length=10)] = "",
    organisation: Annotated[str, Query(alias="don-vi", max_length=64)] = "",
    campaign: Annotated[str, Query(alias="phong-trao", max_length=64)] = "",
    notice: Annotated[str, Query(alias="loai", max_length=64)] = "",
    page: Annotated[int, Query(alias="trang", ge=1, le=LAST_PAGE)] = 1,
) -> Filters:
    return Filters(unread, organisation, campaign, notice, page)


def kept(
    unread: Annotated[str, Form(alias="chua-doc", max_length=10)] = "",
    organisation: Annotated[str, Form(alias="don-vi", max_length=64)] = "",
    campaign: Annotated[str, Form(alias="phong-trao", max_length=64)] = "",
    notice: Annotated[str, Form(alias="loai", max_length=64)] = "",
    page: Annotated[int, Form(alias="trang", ge=1, le=LAST_PAGE)] = 1,
) -> Filters:
    return Filters(unread, organisation, campaign, notice, page)


@router.get(PAGE, response_model=None)
async def notifications(
    request: Request,
    actor: CurrentActor,
    inbox: CurrentInbox,
    wording: CurrentWording,
    filters: Annotated[Filters, Depends(asked)],
) -> Response:
    """A page beyond the last one (its last unread was just read) leads to the last one."""
    records, total, known = await inbox.page(
        actor,
        organisation=filters.organisation or None,
        campaign=filters.campaign or None,
        unread=True if filters.unread else None,
        kind=filters.kind,
        skip=(filters.page - 1) * SIZE,
        limit=SIZE,
    )
    pages = max(1, -(-total // SIZE))
    if filters.page > pages:
        return RedirectResponse(filters.address(pages), 303)
    campaigns, choices = await inbox.choices(actor)
    answer: Response = request.app.state.frame.render(
        request,
        "notifications.html",
        rows=[shown(record, known, wording, actor.account) for record in records],
        total=total,
        unread=await inbox.unread(actor),
        known=known,
        own=inbox.organisations(actor),
        campaigns=campaigns,
        choices=choices,
        filters=filters,
        kinds=list(NotificationKind),
        pages=pages,
    )
    return answer


@router.post(f"{PAGE}/da-doc-tat-ca")
async def read_all(
    actor: CurrentActor, inbox: CurrentInbox, filters: Annotated[Filters, Depends(kept)]
) -> RedirectResponse:
    await inbox.read_all(actor, filters.organisation or None)
    return RedirectResponse(filters.address(), 303)


@router.post(f"{PAGE}/{{ident}}/da-doc")
async def read(
    ident: str, actor: CurrentActor, inbox: CurrentInbox, filters: Annotated[Filters, Depends(kept)]
) -> RedirectResponse:
    await inbox.read(actor, ident)
    return RedirectResponse(filters.address(filters.page), 303)
