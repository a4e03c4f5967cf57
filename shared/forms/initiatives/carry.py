"""How the answers of items are carried upward: taken over, added up where lines are merged, and kept as far as the
target asks for them."""

from collections.abc import Iterable, Sequence
from itertools import chain

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Answer, AnswerText, Column, ColumnType
from shared.contracts.files import Attachment
from shared.forms.carrying import carrying
from shared.forms.columns.answers import readable, with_files
from shared.forms.columns.totals import totals
from shared.forms.columns.types import TYPED_NUMBERS
from shared.forms.draft import FILE_LIMIT
from shared.forms.initiatives.layout import added_columns
from shared.forms.initiatives.model import DraftItem
from shared.language.vietnamese import format_number


def carried_columns(campaigns: Iterable[Campaign]) -> tuple[Column, ...]:
    """The columns that these plans added to the form that is carried, each once: the first plan says what it is."""
    forms = (found[0] for campaign in campaigns if (found := carrying(campaign)))
    columns = (column for form in forms for column in added_columns(form.columns))
    return tuple({column.code: column for column in reversed([*columns])}.values())[::-1]


def merged_answers(columns: Sequence[Column], wording: DraftItem, lines: Sequence[DraftItem]) -> tuple[AnswerText, ...]:
    """Of lines that become one: numbers are added up, files put together, each once and as many as a place holds;
    everything else is as the line that gives the wording has it."""
    adding = [column for column in columns if column.type in TYPED_NUMBERS]
    sums = totals(adding, [readable(adding, line.answers) for line in lines])
    added = {
        said.column: AnswerText(column=said.column, text=format_number(said.number))
        for said in sums
        if isinstance(said, Answer) and said.number is not None
    }
    kept = {answer.column: answer for answer in wording.answers}
    whole = tuple((kept | added).values())
    for column in columns:
        if column.type is ColumnType.FILE:
            whole = with_files(whole, column.code, _together(column.code, [wording, *lines]))
    return whole


def _together(column: str, lines: Sequence[DraftItem]) -> tuple[Attachment, ...]:
    said = (answer for line in lines for answer in line.answers if answer.column == column)
    distinct: dict[str, Attachment] = {}
    for file in chain.from_iterable(answer.attachments for answer in said):
        distinct.setdefault(file.sha256, file)
    return tuple(distinct.values())[:FILE_LIMIT]


def only(columns: Iterable[Column], line: DraftItem) -> DraftItem:
    """The line without the answers that its target does not ask for."""
    asked = {column.code for column in columns}
    return line.model_copy(update={"answers": tuple(answer for answer in line.answers if answer.column in asked)})
