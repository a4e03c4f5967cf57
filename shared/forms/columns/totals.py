"""How columns add up over rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from shared.contracts.columns import Answer, ChoiceCount, Column, Tally
from shared.forms.columns.formulas import computed
from shared.forms.columns.types import CHOOSING, TYPED_NUMBERS, Said
from shared.language.numbers import short


def totals(columns: Sequence[Column], rows: Iterable[Iterable[Said]]) -> tuple[Said, ...]:
    """What the rows add up to, in the order of the columns; a column in which nobody answered has no total.

    Numbers are summed, choices counted. What is computed is computed again, from the sums: a share is never added nor
    averaged. Dates, periods, texts and files add up to nothing. The totals of a part are a row like any other, so
    the totals of totals are those of all rows.
    """
    adding = {column.code for column in columns if column.type in TYPED_NUMBERS}
    choosing = {column.code for column in columns if column.type in CHOOSING}
    sums: dict[str, Decimal] = {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for said in row:
            code = said.column
            if code in choosing:
                counts[code].update(_chosen(said))
            elif code in adding and isinstance(said, Answer) and said.number is not None:
                sums[code] = sums.get(code, Decimal(0)) + said.number
    numbers = {code: short(value) for code, value in sums.items()}
    numbers |= computed(columns, numbers)
    found = (_total(column, numbers.get(column.code), counts.get(column.code)) for column in columns)
    return tuple(total for total in found if total)


def _chosen(said: Said) -> dict[str, int]:
    return {one.choice: one.count for one in said.counts} if isinstance(said, Tally) else dict.fromkeys(said.choices, 1)


def _total(column: Column, number: Decimal | None, counts: Counter[str] | None) -> Said | None:
    if number is not None:
        return Answer(column=column.code, number=number)
    if not counts:
        return None
    places = {choice.code: place for place, choice in enumerate(column.choices)}
    order = sorted(counts, key=lambda choice: (places.get(choice, len(places)), choice))
    return Tally(column=column.code, counts=tuple(ChoiceCount(choice=one, count=counts[one]) for one in order))
