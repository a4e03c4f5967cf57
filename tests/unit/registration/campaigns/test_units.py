"""The editor's page of units: of a long list only a part is shown, and only that part is changed."""

from services.registration.campaigns.editor.pages.units import Units
from shared.web.form_input import FormInput
from tests.unit.registration.examples import campaign

PLAN = campaign(obliged=["a", "b", "c"])


def test_a_whole_list_says_who_is_obliged() -> None:
    assert Units().written(FormInput({"unit.b": "on", "unit.d": "on"}), PLAN).values["obliged"] == ["b", "d"]


def test_of_a_part_of_the_list_the_others_stay() -> None:
    part = FormInput({"shown": "b,d,e", "unit.d": "on"})
    assert Units().written(part, PLAN).values["obliged"] == ["a", "c", "d"]
