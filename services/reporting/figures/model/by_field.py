"""Figures by field, added up from the shapes of answers."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, Self

from services.reporting.figures.model.buckets import Reply
from services.reporting.rows.model.row import ItemStatus, RowGroup
from shared.forms.kind import Kind

FieldFigures = Counter[str]
"""Figures of one field, or of all, by name; a figure that there is not is 0.

`registered` counts the items of every received answer, rejected ones too. `withdrawn` are counted apart: they are
registered no longer. `nil` counts organisations that answered nil, `unanswered` received ones with neither an item nor
a nil, where the form asks for an answer by field. The others are the kind's own, see `Kind.figures`: of a report,
`registered` is the sum of `completed`, `uncompleted` and `given_up`.
"""
STATES = tuple(status.value for status in ItemStatus)
REGISTERED = tuple(status for status in ItemStatus if status is not ItemStatus.WITHDRAWN)
"""The states of items that count as registered."""


def figure_names(kind: Kind) -> tuple[str, ...]:
    """The figures that a form of a kind has, in the order in which they are shown."""
    replies = tuple(reply.value for reply in Reply) if kind.asks_fields else ()
    return ("registered", *kind.figures, *STATES, *replies)


def total(figures: Iterable[FieldFigures]) -> FieldFigures:
    """The totals row: the sum of each column."""
    return sum(figures, FieldFigures())


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
