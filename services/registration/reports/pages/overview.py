"""A report taken over from what is known already, item by item, section by section."""

from fastapi import APIRouter, Response

from services.registration.dependencies import CurrentPage
from services.registration.reports.commands import Prefill
from services.registration.reports.pages import files, items, sections
from shared.contracts.types import Key

router = APIRouter(prefix="/dang-ky", include_in_schema=False)
router.include_router(items.router)
router.include_router(sections.router)
router.include_router(files.router)


@router.post("/{ident}/soan/lay-san")
async def prefill(page: CurrentPage, ident: Key) -> Response:
    """Takes over what is known already, and leaves alone what was typed."""
    await Prefill(ident).run(page.context)
    return page.to(f"/dang-ky/{ident}/soan?xong=prefilled")
