"""A list that people see is described once, and served from that: as a page, page by page as JSON, whole as CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Protocol, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from shared.web.csv_file import CSV, csv_lines, csv_response
from shared.web.page import Page
from shared.web.parameters import Pages, Paging

BATCH = 500
"""Rows of a file that are read at once."""
Say = Callable[[str], str]


class ListQuestion(Protocol):
    """What an address asks of a list, read and checked."""

    @property
    def file(self) -> str:
        """The name of the file, without ending, of letters that every system keeps."""

    def address(self, pages: Paging) -> str:
        """The list's page, without its number."""

    async def rows(self, window: slice) -> tuple[Sequence[Any], int]:
        """The rows that a window shows, and how many there are in all."""

    async def around(self) -> dict[str, Any]:
        """What the page shows beside the list."""


Row = TypeVar("Row", bound=BaseModel)


@dataclass(frozen=True)
class ListColumn(Generic[Row]):
    """What a list says of a row. Its heading is the sentence of ``column_<name>``, on the page that of `heading`.

    `value` is what a file says, as a number, a moment or a text; without it the column is on the page only, where
    the macro `cell` draws it, or the value is shown as it is. `shown`: who is shown it on the page. `repeats`: where
    it says only what was asked for, which a card of a narrow screen leaves out.
    """

    name: str
    value: Callable[[Row, Say], object] | None = None
    cell: str = ""
    heading: str = ""
    number: bool = False
    shown: Callable[[Any], bool] = lambda asked: True
    repeats: Callable[[Row, Any], bool] = lambda row, asked: False

    @property
    def page_heading(self) -> str:
        return self.heading or f"column_{self.name}"


class ListPage(BaseModel, Generic[Row]):
    """A page of a list; `total` counts the whole list."""

    __qualname__ = "Page"  # so the API's description calls it, and its readers' types

    items: list[Row]
    total: int
    page: int
    size: int

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Its title there."""
        return f"Page[{params[0].__name__}]"


@dataclass(frozen=True)
class ListDescription(Generic[Row]):
    """A list: its name in the API, what a row is as JSON, how it is asked for.

    `columns` are a file's, in its order; `page` names those that the page shows, in its own. `about` and `whole` say
    in the API's description what the list and its file hold; a list without `whole` has no file.
    """

    name: str
    row: type[Row]
    ask: Callable[..., ListQuestion]
    about: str
    whole: str = ""
    columns: Sequence[ListColumn[Row]] = ()
    page: Sequence[str] = ()

    async def view(self, asked: ListQuestion, pages: Paging) -> "ListView[Row]":
        rows, total = await asked.rows(pages.window)
        named = {column.name: column for column in self.columns}
        columns = [named[name] for name in self.page if named[name].shown(asked)]
        return ListView(columns, rows, total, asked, pages)

    async def file(self, asked: ListQuestion, say: Say) -> Response:
        """The whole list as a file to download, read by and by: the texts of a long list are many."""
        columns = [(column.name, column.value) for column in self.columns if column.value]
        parts, start, total = [], 0, 1
        while start < total:
            rows, total = await asked.rows(slice(start, start + BATCH))
            parts.append(csv_lines([value(row, say) for _, value in columns] for row in rows))
            start += BATCH
        return csv_response(asked.file, [say(f"column_{name}") for name, _ in columns], *parts)


@dataclass(frozen=True)
class ListView(Generic[Row]):
    """A page of a list as ``_list.html`` draws it."""

    columns: Sequence[ListColumn[Row]]
    rows: Sequence[Row]
    total: int
    asked: ListQuestion
    pages: Paging


def serve_data(router: APIRouter, listing: ListDescription[Any], path: str) -> None:
    """The list as JSON by pages and, where it has a file, as CSV whole."""
    answer = ListPage[listing.row]  # type: ignore[name-defined]

    async def by_pages(asked: Annotated[Any, Depends(listing.ask)], pages: Pages) -> Any:
        rows, total = await asked.rows(pages.window)
        return answer(items=rows, total=total, page=pages.page, size=pages.size)

    async def whole(request: Request, asked: Annotated[Any, Depends(listing.ask)]) -> Response:
        return await listing.file(asked, request.app.state.catalogue.say)

    router.add_api_route(path, by_pages, response_model=answer, name=listing.name, description=listing.about)
    if listing.whole:
        router.add_api_route(f"{path}.csv", whole, name=f"{listing.name}_file", description=listing.whole, **CSV)


def serve_page(router: APIRouter, listing: ListDescription[Any], path: str, template: str) -> None:
    """The list as a page: `template` is given it as `listed`, with what is shown around it."""

    async def page(request: Request, asked: Annotated[Any, Depends(listing.ask)], pages: Pages) -> Response:
        listed = await listing.view(asked, pages)
        return await Page(request, asked).render(template, listed=listed, **await asked.around())

    router.add_api_route(path, page, name=listing.name, include_in_schema=False)
