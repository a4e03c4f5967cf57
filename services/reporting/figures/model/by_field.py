"""Figures by field, added up from the shapes of answers."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, Self

from services.reporting.rows.model.figures import BARE
from services.reporting.rows.model.row import ItemStatus, RowGroup
from shared.forms.results.model import ResultOutcome


class FieldFigures(NamedTuple):
    """Figures of one field, or of all. `registered` counts the items of every received answer, rejected ones too.

    `withdrawn` are counted apart: they are registered no longer. `nil` counts organisations that answered nil,
    `unanswered` received ones with neither an item nor a nil; a report asks nobody for an answer by field. Of a
    report, `registered` is the sum of `done`, `not_done` and `given_up`; `bare` are done ones without figures.
    """

    registered: int = 0
    approved: int = 0
    returned: int = 0
    rejected: int = 0
    awaiting: int = 0
    withdrawn: int = 0
    nil: int = 0
    unanswered: int = 0
    done: int = 0
    not_done: int = 0
    given_up: int = 0
    bare: int = 0


COUNTED = (*(status.value for status in ItemStatus), *(outcome.value for outcome in ResultOutcome), BARE, "nil")
"""The figures by field that are added up from the answers."""
REGISTERED = tuple(status for status in ItemStatus if status is not ItemStatus.WITHDRAWN)
"""The states of items that count as registered."""


def total(figures: Iterable[FieldFigures]) -> FieldFigures:
    """The totals row: the sum of each column."""
    return FieldFigures(*(sum(column) for column in zip(*figures, strict=True)))


class FieldTally(NamedTuple):
    """Figures by field and name, and how many organisations answered each field."""

    figures: Counter[tuple[str, str]]
    answered: Counter[str]

    @classmethod
    def of(cls, groups: Iterable[RowGroup]) -> Self:
        tally = cls(Counter(), Counter())
        for group in groups:
            fields = set()
            for figure in group.shape:
                field, name, number = figure.split(" ")
                tally.figures[field, name] += int(number) * group.number
                fields.add(field)
            tally.answered.update(dict.fromkeys(fields, group.number))
        return tally
