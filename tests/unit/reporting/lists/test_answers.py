"""What a list may say of what was answered in added columns."""

from decimal import Decimal

import pytest

from services.reporting.lists.model.views import answers_of
from shared.contracts.columns import Answer
from shared.contracts.forms import Form
from tests.reporting_samples import campaign
from tests.reporting_survey import COLUMNS, MONEY

OPEN, HIDDEN = MONEY, MONEY.model_copy(update={"confidential": True})
SAID = [Answer(column=MONEY.code, text="1500000", number=Decimal(1_500_000))]


def form(before: object, now: object) -> Form:
    return campaign(["u"]).forms[0].model_copy(update={"columns": (now,), "former_columns": ((before,),)})


@pytest.mark.parametrize(("before", "now"), [(HIDDEN, OPEN), (OPEN, HIDDEN), (HIDDEN, HIDDEN)])
def test_nothing_that_is_or_was_confidential(before: object, now: object) -> None:
    assert answers_of(form(before, now), 0, SAID) == []


def test_under_the_title_of_its_shape() -> None:
    before = MONEY.model_copy(update={"title": "Kinh phí"})
    texts = [[(one.title, one.text) for one in answers_of(form(before, OPEN), shape, SAID)] for shape in (0, 1)]
    assert texts == [[("Kinh phí", "1.500.000 đồng")], [("Kinh phí dự kiến", "1.500.000 đồng")]]


def test_a_column_that_is_not_known_says_nothing() -> None:
    assert answers_of(form(COLUMNS[0], COLUMNS[0]), 0, SAID) == []
