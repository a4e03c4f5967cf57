"""The rows of lists as people and programs are shown them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel

from services.reporting.rows.model.row import ItemStatus
from shared.contracts.columns import Answer
from shared.contracts.forms import Form
from shared.contracts.submissions import Upward, UpwardStatus
from shared.contracts.types import Instant
from shared.forms.columns.showing import shown
from shared.forms.columns.types import visible
from shared.forms.results.kind import BARE
from shared.forms.results.model import Result, ResultOutcome
from shared.forms.results.wording import figure_text
from shared.sheets.fields import FieldHeading


class RowView(BaseModel):
    """Whose it is. ``now``: how the organisation, or who took its place, is called today, if otherwise."""

    organisation: str
    name: str
    now: str | None = None


class HigherView(BaseModel):
    """Where an item stands with a higher recipient that it was carried to; ``reason`` is of the decision there."""

    campaign: str
    recipient: str
    name: str
    status: UpwardStatus
    reason: str
    decided_at: Instant | None

    @classmethod
    def of(cls, entry: Upward, name: str) -> Self:
        return cls(**vars(entry) | {"recipient": entry.organisation, "name": name})


class AnswerView(BaseModel):
    """What is said of an item in a column that the plan added."""

    column: str
    title: str
    text: str


class ItemRow(RowView):
    """A registered item, whose it is and what became of it; ``reason`` is the recipient's.

    ``answers``: in the columns that the plan added, but for the confidential ones. ``upward``: where it stands with
    those that the recipient carried it to.
    """

    submission: str
    version: int
    item: str
    field: str
    field_number: int | None
    field_name: str
    content: str
    parts: list[str]
    expected: str
    note: str
    answers: list[AnswerView] = []
    status: ItemStatus
    reason: str
    upward: list[HigherView]

    @classmethod
    def counted(cls, figures: Collection[str]) -> dict[str, Any]:
        """What such a row says of what its item is counted in."""
        return {}


class ResultRow(ItemRow):
    """An item of a report, and what the report says became of it: ``result`` has why, when and the figures.

    ``without_figures``: it is done, and no figures show it.
    """

    outcome: ResultOutcome
    without_figures: bool
    result: Result | None

    @classmethod
    def counted(cls, figures: Collection[str]) -> dict[str, Any]:
        outcome = next(outcome for outcome in ResultOutcome if outcome in figures)
        return {"outcome": outcome, "without_figures": BARE in figures}

    @property
    def figure_lines(self) -> list[str]:
        return [figure_text(one) for one in self.result.figures] if self.result else []


@dataclass(frozen=True)
class ItemWording:
    """What an item says; `expected` is the wording of its completion period.

    `result` is what a report says of it, `upward` what became of it further up.
    """

    content: str
    parts: list[str]
    expected: str
    note: str
    answers: list[AnswerView]
    result: Result | None
    upward: list[Upward]


def answers_of(form: Form, shape: int, said: Sequence[Answer]) -> list[AnswerView]:
    """What may be listed of what was said in a shape of the form, in its order.

    What is confidential now, or was when it was said, is listed nowhere.
    """
    columns = visible(form.columns_of(shape), concerned=False)
    hidden = {column.code for column in form.columns if column.confidential}
    answers = {answer.column: answer for answer in said if answer.column not in hidden}
    texts = [(column, shown(column, answers.get(column.code))) for column in columns]
    return [AnswerView(column=column.code, title=column.title, text=text) for column, text in texts if text]


def in_field(heading: FieldHeading) -> dict[str, Any]:
    """What a row says of its field."""
    return {"field": heading.code, "field_number": heading.number, "field_name": heading.name}
