"""What every page of a desk shows: whose it is."""

from typing import Any

from fastapi import Response

from services.review.desk.context import Context
from shared.web.form_input import Anchor
from shared.web.page import Page, Refusal

DESK = "/tham-dinh/{organisation}"


def address(context: Context, *parts: str) -> str:
    """The address of a desk's page."""
    return "/".join(["/tham-dinh", context.organisation, *parts])


async def render(
    page: Page[Context],
    template: str,
    /,
    *,
    refusal: Refusal | None = None,
    anchor: Anchor = lambda path: path,
    **values: Any,
) -> Response:
    """A page of the desk."""
    desk = page.context.desk
    name = await desk.stores.name(desk.organisation)
    return await page.render(template, refusal=refusal, anchor=anchor, desk=desk, desk_name=name, **values)
