"""Random columns of every type, what people type into them, and what becomes of them while a plan runs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from shared.contracts.columns import Calculation, Choice, Column, ColumnType, Formula
from shared.forms.columns.types import CHOOSING, NUMBERS, TYPED_NUMBERS, UNTYPED
from shared.language.vietnamese import format_number

SECRET = "bímật"
"""Whatever is typed into confidential columns of words begins so: it is then found wherever it leaks."""
UNREADABLE = ("không rõ", "12,5,7", "31/2/2022", "1e9", "999.999.999.999.999", "m99", "-7", "50 %")
WORDINGS = ("Năm 2022", "Quý IV/2022", "tháng 6/2022", "khi có yêu cầu")
UNITS = ("", "", "hồ sơ", "%", "m2")


def token(random: Random) -> str:
    """A word that stands nowhere else; the same for the same seed."""
    return UUID(int=random.getrandbits(128)).hex[:12]


def random_columns(random: Random, most: int = 6) -> tuple[Column, ...]:
    """Columns without faults, computed ones among them."""
    types = [kind for kind in ColumnType if kind is not ColumnType.CALCULATE]
    often = [*types, *sorted(TYPED_NUMBERS)]
    columns = [_column(random, f"c{place}", random.choice(often)) for place in range(random.randint(0, most))]
    if random.random() < 0.5:  # few would be both confidential and words
        columns.append(Column(code="kin", title="Cột kín", confidential=True))
    for place in range(random.randint(0, 3)):
        numbers = [one for one in columns if one.type in NUMBERS and not one.retired]
        if len(numbers) > 1:
            columns.insert(random.randint(0, len(columns)), _computed(random, f"t{place}", numbers))
    return tuple(columns)


def typed(random: Random, column: Column, *, careful: bool = True) -> str:
    """What somebody types, who may be careless; empty: nothing."""
    if column.type in UNTYPED | {ColumnType.FILE} or (not column.required and random.random() < 0.25):
        return ""
    if not careful and random.random() < 0.3:
        return random.choice(("", *UNREADABLE))
    return str(_TYPED.get(column.type, _words)(random, column))


def answers(random: Random, columns: Sequence[Column], *, careful: bool = True) -> list[dict[str, Any]]:
    """A row's answers as a client sends them."""
    texts = {one.code: typed(random, one, careful=careful) for one in columns if not one.retired}
    return [{"column": code, "text": text} for code, text in texts.items() if text]


def amended(random: Random, columns: Sequence[Column]) -> tuple[Column, ...]:
    """What an administrator may make of the columns of an announced plan, `fixed` ones untouched: one is added, one
    renamed, one retired or asked again, one made confidential, the order changed."""
    found = list(columns)
    change = random.choice(("add", "rename", "retire", "hide", "order", "choice"))
    places = range(len(found))
    if change == "add" or not found:
        new = _column(random, f"n{token(random)}", random.choice([*ColumnType][:-1]))
        found.insert(random.randint(0, len(found)), new.model_copy(update={"required": False}))
        return tuple(found)
    place = random.choice(places)
    old = found[place]
    if change == "order":
        random.shuffle(found)
    elif change == "choice" and old.type in CHOOSING:
        more = Choice(code=f"m{token(random)}", title=f"Lựa chọn {token(random)}")
        found[place] = old.model_copy(update={"choices": (*old.choices, more)})
    else:
        update = {"retire": {"retired": not old.retired}, "hide": {"confidential": True}}
        found[place] = old.model_copy(update=update.get(change, {"title": f"Tên khác {token(random)}"}))
    return tuple(found)


def _column(random: Random, code: str, kind: ColumnType) -> Column:
    """Of any type but a computed one."""
    low = Decimal(random.randint(0, 5)) if kind in TYPED_NUMBERS and random.random() < 0.3 else None
    return Column(
        code=code,
        title=f"Cột {code}",
        type=kind,
        help=random.choice(("", "Ghi theo mẫu")),
        required=kind not in UNTYPED | {ColumnType.FILE} and random.random() < 0.2,
        unit=random.choice(UNITS) if kind in {ColumnType.INTEGER, ColumnType.DECIMAL} else "",
        minimum=low,
        maximum=Decimal(10_000) if low is not None and random.random() < 0.5 else None,
        choices=_choices(random) if kind in CHOOSING else (),
        confidential=random.random() < 0.25,
        retired=random.random() < 0.1,
    )


def _choices(random: Random) -> tuple[Choice, ...]:
    return tuple(Choice(code=f"m{place}", title=f"Mức {place}") for place in range(1, random.randint(2, 5)))


def _computed(random: Random, code: str, numbers: Sequence[Column]) -> Column:
    """Of what is confidential or retired nothing is computed that is not so itself."""
    calculation = random.choice([*Calculation, Calculation.SHARE])
    of = random.sample(numbers, 2 if calculation is Calculation.SHARE else random.randint(2, len(numbers)))
    return Column(
        code=code,
        title=f"Cột {code}",
        type=ColumnType.CALCULATE,
        formula=Formula(calculation=calculation, of=tuple(one.code for one in of)),
        confidential=any(one.confidential for one in of) or random.random() < 0.1,
    )


def _number(random: Random, column: Column) -> str:
    low, high = int(column.minimum or 0), int(column.maximum or 5_000)
    number = Decimal(random.randint(low, high))
    if column.type is ColumnType.DECIMAL and number < high:
        number += random.choice((Decimal(0), Decimal("0.5"), Decimal("0.125")))
    unit = "đồng" if column.type is ColumnType.MONEY else column.unit
    return f"{format_number(number)} {unit}".strip() if unit != "%" and random.random() < 0.3 else format_number(number)


def _words(random: Random, column: Column) -> str:
    return f"{SECRET if column.confidential else 'Ghi'} {token(random)}"


def _chosen(random: Random, column: Column) -> str:
    several = column.type is ColumnType.SELECT_MULTIPLE
    chosen = random.sample(column.choices, random.randint(1, len(column.choices)) if several else 1)
    return "\n".join(choice.code for choice in chosen)


_TYPED: Mapping[ColumnType, Any] = {
    **dict.fromkeys(TYPED_NUMBERS, _number),
    **dict.fromkeys(CHOOSING, _chosen),
    ColumnType.DATE: lambda random, _: f"{random.randint(1, 28)}/{random.randint(1, 12)}/2022",
    ColumnType.PERIOD: lambda random, _: random.choice(WORDINGS),
}
