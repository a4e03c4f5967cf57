"""Lists by pages: a window of rows and how many there are."""

from typing import Generic, Self, TypeVar

from pydantic import BaseModel

from services.reporting.lists.windows import Listed
from shared.web.app import Paging

Row = TypeVar("Row", bound=BaseModel)


class Page(BaseModel, Generic[Row]):
    """A page of a list; `total` counts the whole list."""

    items: list[Row]
    total: int
    page: int
    size: int

    @classmethod
    def of(cls, listed: Listed[Row], pages: Paging) -> Self:
        return cls(items=listed.rows, total=listed.total, page=pages.page, size=pages.size)


def window(pages: Paging) -> slice:
    """The part of a list that a page shows."""
    return slice(pages.skip, pages.skip + pages.size)
