"""A form's numbers from period to period, and what the periods add up to in the longer ones that they lie in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.contracts.columns import Column
from shared.forms.columns.summing import NumberView, line
from shared.language.period_codes import enclosing, repeat_of
from shared.language.recurrence import Repeat


@dataclass(frozen=True)
class Taken:
    """Numbers by column, of how many organisations they are, and of how many they should be."""

    received: int
    expected: int
    numbers: Mapping[str, Decimal]

    def __add__(self, other: "Taken") -> "Taken":
        codes = [*self.numbers, *(code for code in other.numbers if code not in self.numbers)]
        numbers = {code: self.numbers.get(code, Decimal(0)) + other.numbers.get(code, Decimal(0)) for code in codes}
        return Taken(self.received + other.received, self.expected + other.expected, numbers)


NOTHING = Taken(0, 0, {})


@dataclass(frozen=True)
class PeriodLine:
    """A period of the form, or with `total` a longer one with what the form's periods in it add up to.

    `cells`: the numbers by column beside those of the period of the same length before, where anybody sent any then.
    """

    code: str | None
    total: Repeat | None
    taken: Taken
    cells: Mapping[str, NumberView]


def period_lines(columns: Sequence[Column], periods: Mapping[str | None, Taken]) -> Iterator[PeriodLine]:
    """A line a period, in their order, and below the last one of each longer period that one's, the shortest first.

    A week is part of the month of its Thursday.
    """
    codes = list(periods)
    longer = [enclosing(code) if code else () for code in codes]
    sums: dict[str, Taken] = {}
    before: dict[Repeat | None, Taken] = {}
    for place, code in enumerate(codes):
        for outer in longer[place]:
            sums[outer] = sums.get(outer, NOTHING) + periods[code]
        ended = set(longer[place]).difference(*longer[place + 1 : place + 2])
        closed = [(outer, repeat_of(outer), sums[outer]) for outer in longer[place] if outer in ended]
        for name, total, taken in [(code, None, periods[code]), *closed]:
            earlier = before.get(total, NOTHING)
            cells = line(columns, taken.numbers, earlier.numbers if earlier.received else None)
            yield PeriodLine(name, total, taken, cells)
            before[total] = taken
