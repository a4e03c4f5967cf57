"""What every page of a desk shows: whose it is."""

from typing import Any

from fastapi import Response

from services.review.desk.context import Context
from services.review.desk.dependencies import CurrentPage

DESK = "/tham-dinh/{organisation}"


def address(context: Context, *parts: str) -> str:
    """The address of a desk's page."""
    return "/".join(["/tham-dinh", context.organisation, *parts])


async def render(page: CurrentPage, template: str, /, **values: Any) -> Response:
    """A page of the desk. `values` as for `Page.render`."""
    context = page.context
    name = await context.stores.name(context.organisation)
    return await page.render(template, desk=context.desk, desk_name=name, **values)
