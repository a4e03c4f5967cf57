"""How columns add up: in any order, by parts or at once, shares computed again."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.columns import Calculation, Column, ColumnType
from shared.forms.columns.showing import shown
from shared.forms.columns.totals import totals
from shared.forms.columns.types import Said
from tests.unit.shared.forms.columns.examples import choices, column, computed, forms, rows_of, said

T = ColumnType
SURVEY = (
    column("hai-long", T.INTEGER),
    column("khong", T.INTEGER),
    computed("tong", Calculation.SUM, "hai-long", "khong"),
    computed("ty-le", Calculation.SHARE, "hai-long", "tong"),
    column("kinh-phi", T.MONEY),
    column("cach", T.SELECT_MULTIPLE, choices=choices("Trực tiếp", "Trực tuyến")),
    column("ngay", T.DATE),
    column("ghi-chu"),
)
Example = tuple[tuple[Column, ...], list[tuple[Said, ...]]]
ROWS = forms(*T).flatmap(lambda columns: st.tuples(st.just(columns), rows_of(columns)))


def words(found: tuple[Said, ...]) -> dict[str, str]:
    known = {one.code: one for one in SURVEY}
    return {one.column: shown(known[one.column], one) for one in found}


def test_numbers_are_summed_choices_counted_and_shares_computed_again() -> None:
    rows = [
        said(SURVEY, **{"hai-long": "1", "khong": "1", "kinh-phi": "1 triệu", "cach": "m1\nm0", "ngay": "1/6/2022"}),
        said(SURVEY, **{"hai-long": "1", "khong": "7", "kinh-phi": "2 triệu", "cach": "m1", "ghi-chu": "x"}),
        said(SURVEY),
    ]
    assert words(totals(SURVEY, rows)) == {
        "hai-long": "2",
        "khong": "8",
        "tong": "10",
        "ty-le": "20 %",  # neither the sum nor the mean of 50 % and 12,5 %
        "kinh-phi": "3.000.000 đồng",
        "cach": "Trực tiếp: 1; Trực tuyến: 2",
    }


def test_where_nobody_answered_there_is_no_total_and_no_nought() -> None:
    assert totals(SURVEY, []) == totals(SURVEY, [said(SURVEY), said(SURVEY, ngay="1/6/2022")]) == ()
    assert words(totals(SURVEY, [said(SURVEY, khong="0")])) == {"khong": "0"}


def test_a_row_that_lacks_a_part_still_counts_in_the_others() -> None:
    rows = [said(SURVEY, **{"hai-long": "3", "khong": "1"}), said(SURVEY, **{"hai-long": "4"})]
    assert words(totals(SURVEY, rows)) == {"hai-long": "7", "khong": "1", "tong": "8", "ty-le": "87,5 %"}


@given(ROWS, st.randoms(use_true_random=False))
def test_totals_of_parts_add_up_to_those_of_the_whole(example: Example, random: Random) -> None:
    columns, rows = example
    shuffled = random.sample(rows, len(rows))
    cuts = sorted(random.choices(range(len(rows) + 1), k=2))
    parts = [shuffled[: cuts[0]], shuffled[cuts[0] : cuts[1]], shuffled[cuts[1] :]]
    first, second, third = (totals(columns, part) for part in parts)
    whole = totals(columns, rows)
    assert (
        whole == totals(columns, [first, second, third]) == totals(columns, [third, totals(columns, [second, first])])
    )
    assert totals(columns, [whole]) == whole


@given(ROWS)
def test_a_row_alone_adds_up_to_itself(example: Example) -> None:
    columns, rows = example
    shared = [one.code for one in columns if one.type in {T.INTEGER, T.DECIMAL, T.MONEY}]
    for row in rows:
        alone = {one.column: one for one in totals(columns, [row])}
        for answer in row:
            if answer.column in shared:
                assert shown(column(type=T.DECIMAL), alone[answer.column]) == shown(column(type=T.DECIMAL), answer)
