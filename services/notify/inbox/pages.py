"""The page of notifications."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator, BaseModel, Field

from services.notify.context import CurrentPage
from services.notify.inbox import records
from services.notify.inbox.commands import MarkAllRead, MarkRead
from services.notify.inbox.model import addresses_of
from services.notify.inbox.records import view
from shared.contracts.notifications import NotificationKind
from shared.identity import Actor

router = APIRouter(include_in_schema=False)

PAGE = "/thong-bao"
SIZE = 20
LAST_PAGE = 100_000


def _known_kind(typed: str) -> str:
    return typed if typed in set(NotificationKind) else ""


class Filters(BaseModel):
    """What the person chose to see; empty means all. Kept in the address, and through every button."""

    unread: Annotated[str, Field(alias="chua-doc", max_length=10), AfterValidator(lambda typed: typed and "1")] = ""
    organisation: Annotated[str, Field(alias="don-vi", max_length=64)] = ""
    campaign: Annotated[str, Field(alias="phong-trao", max_length=64)] = ""
    kind: Annotated[str, Field(alias="loai", max_length=64), AfterValidator(_known_kind)] = ""
    page: Annotated[int, Field(alias="trang", ge=1, le=LAST_PAGE)] = 1

    @property
    def given(self) -> bool:
        """Whether anything is left out."""
        return bool(self.unread or self.organisation or self.campaign or self.kind)

    def selection(self, actor: Actor) -> records.Selection:
        unread, kind = True if self.unread else None, NotificationKind(self.kind) if self.kind else None
        return records.Selection(actor, self.organisation or None, self.campaign or None, unread, kind)

    def address(self, page: int = 1) -> str:
        """The page's address with these filters."""
        chosen = self.model_copy(update={"page": page}).model_dump(by_alias=True, exclude_defaults=True)
        return f"{PAGE}?{urlencode(chosen)}" if chosen else PAGE


Kept = Annotated[Filters, Form()]


@router.get(PAGE, response_model=None)
async def notifications(page: CurrentPage, filters: Annotated[Filters, Query()]) -> Response:
    """A page beyond the last one (its last unread was just read) leads to the last one."""
    context, stores = page.context, page.context.stores
    found, total = await records.page(stores, filters.selection(context.actor), (filters.page - 1) * SIZE, SIZE)
    pages = max(1, -(-total // SIZE))
    if filters.page > pages:
        return page.to(filters.address(pages))
    known = await stores.known_to(record.public for record in found)
    own = tuple(dict.fromkeys(organisation for organisation, _ in addresses_of(context.actor)))
    campaigns = await records.campaigns_of(stores, context.actor)
    return await page.render(
        "notifications.html",
        rows=[view(context, record, known) for record in found],
        unread=await records.count_unread(stores, context.actor),
        known=known,
        own=own,
        campaigns=campaigns,
        choices=await stores.known(own, campaigns),
        filters=filters,
        kinds=list(NotificationKind),
        mark=context.wording.mark,
        pages=pages,
    )


@router.post(f"{PAGE}/da-doc-tat-ca")
async def read_all(page: CurrentPage, filters: Kept) -> RedirectResponse:
    await MarkAllRead(filters.organisation or None).run(page.context)
    return page.to(filters.address())


@router.post(f"{PAGE}/{{ident}}/da-doc")
async def read(ident: str, page: CurrentPage, filters: Kept) -> RedirectResponse:
    await MarkRead(ident).run(page.context)
    return page.to(filters.address(filters.page))
