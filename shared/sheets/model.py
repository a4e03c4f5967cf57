"""Paper as data: what stands on a form, described once for every way of showing it.

HTML is `templates/_sheet.html`; a writer of DOCX, PDF or XLSX needs nothing but these values. The words are the
document's. What only a page has (links, buttons, marks) hangs on keys and is the page's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True)
class Letterhead:
    """Whose paper it is: the superior bodies of the day, as far as they are known, and the unit's whole name."""

    parents: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Anchor:
    """Where a page may hang something of its own: a key as inputs have (``items.<id>``), and the words for it."""

    key: str
    words: str


@dataclass(frozen=True)
class Text:
    """Words, line by line, with a `label` before them, `whose` they are and a remark behind them.

    A page may link them by `key`.
    """

    kind: ClassVar[str] = "text"
    text: str
    label: str = ""
    whose: str = ""
    remark: str = ""
    key: str = ""


@dataclass(frozen=True)
class Gap:
    """What a draft has no words for yet, in its place; `count`: in so many cases. None in what was delivered."""

    kind: ClassVar[str] = "gap"
    lack: Literal["answer", "content", "passage"]
    count: int = 0


@dataclass(frozen=True)
class TextList:
    """Entries one below the other; `marker`: what stands before each."""

    kind: ClassVar[str] = "listing"
    entries: tuple[Text, ...]
    marker: Literal["none", "bullet", "number"] = "none"


@dataclass(frozen=True)
class Part:
    """A numbered part with what it holds. `minor`: an entry within a section, set as text and not as a heading."""

    kind: ClassVar[str] = "part"
    number: str
    title: str
    blocks: "tuple[Text | Gap | Part, ...]" = ()
    minor: bool = False
    anchor: Anchor | None = None


@dataclass(frozen=True)
class SheetColumn:
    """A column with its heading; `width` in proportion to the others', `centred` where its cells are figures."""

    code: str
    title: str
    width: int
    centred: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell, over so many `rows` and `columns`. `heading`: it names its row; `nil`: "-", nothing on purpose."""

    blocks: tuple[Text | Gap | TextList, ...] = ()
    rows: int = 1
    columns: int = 1
    heading: bool = False
    nil: bool = False


@dataclass(frozen=True)
class SheetRow:
    """The cells that begin in this row, by column; a column that a cell beside or above covers has none."""

    cells: Mapping[str, Cell]
    anchor: Anchor


@dataclass(frozen=True)
class Table:
    kind: ClassVar[str] = "table"
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class Sheet:
    """One paper, laid out by Nghị định 30/2020/NĐ-CP, Phụ lục I.

    `form` is its name as an annex ("Mẫu 1"), empty for a paper of its own. Without letterhead it is for a screen only.
    `signature`: the authority's lines ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), the name in the last one.
    """

    title: str
    caption: str
    blocks: tuple[Table | Part, ...]
    form: str = ""
    letterhead: Letterhead | None = None
    place_and_date: str = ""
    signature: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
