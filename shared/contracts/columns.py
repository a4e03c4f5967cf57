"""Columns of a form, and what is answered in them. Types are named as in XLSForm, with a few of our own."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.files import Attachment
from shared.contracts.types import Contract, Line, OptionalParagraph, Slug, is_empty, is_none
from shared.language.periods import CompletionPeriod

Number = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
Sum = Annotated[Decimal, Field(max_digits=28, decimal_places=6)]


class ColumnType(StrEnum):
    """What may be answered in a column, and so how it is typed, checked, shown and added up."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # in đồng, whole
    DATE = "date"
    PERIOD = "period"  # a completion period: "Quý IV/2022"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    FILE = "file"
    NOTE = "note"  # words of the form to whoever fills it: nothing is answered
    CALCULATE = "calculate"


class Choice(Contract):
    """One of the answers to choose from."""

    code: Slug
    title: Line


class Calculation(StrEnum):
    """How a computed column follows from others of its row."""

    SUM = "sum"
    DIFFERENCE = "difference"  # the first less the others
    SHARE = "share"  # the first as a percentage of the second, never added up: computed again from what was added up


class Formula(Contract):
    """A computed column: of which columns, in their order."""

    calculation: Calculation
    of: tuple[Slug, ...]


class Column(Contract):
    """A column, with its heading exactly as in the plan.

    One that a kind of form fills by itself (Mẫu 1's "content") goes by the kind's own code for it, whatever its type
    says. `unit` is shown beside numbers ("hồ sơ"); `minimum` and `maximum` bound them. `confidential`: shown to nobody
    whom it does not concern, and never in lists, search, exports or public pages. `retired`: no longer asked; what was
    answered stays.
    """

    code: Slug
    title: Line
    type: ColumnType = ColumnType.TEXT
    help: OptionalParagraph = ""
    required: bool = False
    unit: Annotated[OptionalParagraph, Field(max_length=60)] = ""
    minimum: Number | None = None
    maximum: Number | None = None
    choices: tuple[Choice, ...] = ()
    formula: Formula | None = None
    confidential: bool = False
    retired: bool = False


class AnswerText(Contract):
    """An answer as it was typed into a draft: several choices by their codes, one a line."""

    column: Slug
    text: Annotated[OptionalParagraph, Field(exclude_if=is_empty)] = ""
    attachments: Annotated[tuple[Attachment, ...], Field(exclude_if=is_empty)] = ()


class Answer(Contract):
    """What is said in a column: the text as it was written, and what it means by the column's type.

    `number`: of an integer, a decimal, money (in đồng) and of what is computed, which has no text; a share in percent.
    It may be larger than one that is typed, for it may be a sum. `period`: of a date, whose start and end it is, and of
    a completion period.
    """

    column: Slug
    text: Annotated[OptionalParagraph, Field(exclude_if=is_empty)] = ""
    number: Annotated[Sum | None, Field(exclude_if=is_none)] = None
    choices: Annotated[tuple[Slug, ...], Field(exclude_if=is_empty)] = ()
    period: Annotated[CompletionPeriod | None, Field(exclude_if=is_none)] = None
    attachments: Annotated[tuple[Attachment, ...], Field(exclude_if=is_empty)] = ()


class ChoiceCount(Contract):
    """How many rows chose it."""

    choice: Slug
    count: int


class Tally(Contract):
    """What a column of choices adds up to: how many rows chose each, in the column's order."""

    column: Slug
    counts: tuple[ChoiceCount, ...]
