"""What whoever fills a form in is told that it asks for now and did not before."""

from typing import Any

from shared.contracts.forms import Form
from shared.forms.columns.changes import added_since
from tests.unit.registration.campaigns.asked import asked

OLD, MONEY = {"code": "cu", "title": "Cũ"}, {"code": "kinh-phi", "title": "Kinh phí", "type": "money"}
NOTE = {"code": "dan", "title": "Lời dẫn", "type": "note"}


def added(now: list[dict[str, Any]], *former: list[dict[str, Any]], shape: int = 0) -> list[str]:
    form = Form.read(asked("a", columns=now, former_columns=former))
    return [column.code for column in added_since(form, shape)]


def test_columns_that_are_asked_now_and_were_not_in_an_earlier_shape() -> None:
    assert added([OLD, MONEY, NOTE], [OLD]) == ["kinh-phi"], "nothing is answered in words of the form"
    assert added([OLD, {**MONEY, "retired": True}], [OLD]) == []
    assert added([OLD, MONEY], [OLD, {**MONEY, "retired": True}]) == ["kinh-phi"], "asked again"
    assert added([OLD, MONEY], [OLD], shape=1) == []
