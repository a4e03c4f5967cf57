"""Every wording of the table that is doubtful or refused, through the page of the forms: what it says, and where."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from services.registration.campaigns.editor.pages.forms import Forms
from services.registration.campaigns.editor.pages.schedule_rows import COLUMNS, read_back
from shared.contracts.campaigns import CampaignDefinition
from shared.errors import DomainError
from shared.language.catalogue import Catalogue
from shared.web.form_input import FormInput
from tests.unit.registration.campaigns.asked import asked, period
from tests.unit.registration.examples import campaign

TABLE: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[3] / "data/wordings.yaml").read_text(encoding="utf-8")
)
PLAN = campaign(forms=[asked("dang-ky", "initiatives", period("13/5/2022"))])
CLEAR = {
    "week": "thứ Sáu của tuần sau",
    "month": "ngày 25 của tháng sau",
    "quarter": "ngày 25 của tháng cuối quý sau",
    "half_year": "ngày 25 của tháng cuối kỳ sau",
    "year": "ngày 25/12 năm sau",
}
"""A due day that any opening of the table comes before."""


def typed(entry: dict[str, Any], **chosen: str) -> FormInput:
    row = Forms().shown(PLAN).rows_of("forms")[0]
    if "repeat" not in entry:
        return FormInput(rows={"forms": [{**row, "due": entry["wording"]}]})
    year = entry.get("over", 2026)
    days = {"repeat": entry["repeat"], "first": f"{year}-01-01", "last": f"{year}-12-31", "opening": ""}
    words = {"wording": CLEAR[entry["repeat"]], column(entry): entry["wording"]}
    return FormInput(rows={"forms": [{**row, **days, **words, **chosen}]})


def column(entry: dict[str, Any]) -> str:
    return COLUMNS[entry.get("reads", "due")] if "repeat" in entry else "due"


def checked(inputs: FormInput) -> FormInput:
    return Forms().acted(inputs, PLAN, "check", "")


def named(entry: dict[str, Any]) -> str:
    return f"{entry.get('repeat', 'once')}-{entry['wording']}"


@pytest.mark.parametrize("entry", [entry for entry in TABLE if "refused" in entry], ids=named)
def test_what_cannot_be_is_refused_beside_its_input_with_words(entry: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as caught:
        checked(typed(entry))
    assert (caught.value.code, caught.value.field) == (entry["refused"], f"forms.0.{column(entry)}")
    sentence = Catalogue().say(caught.value.code, caught.value.words)
    assert sentence != caught.value.code
    assert "…" not in sentence.replace(entry["wording"], "")


@pytest.mark.parametrize("entry", [entry for entry in TABLE if "doubtful" in entry], ids=named)
def test_what_is_doubtful_is_asked_back_and_each_choice_is_kept(entry: dict[str, Any]) -> None:
    inputs = typed(entry)
    with pytest.raises(DomainError, match="wording_doubtful") as caught:
        checked(inputs)
    assert caught.value.field == f"forms.0.{column(entry)}"
    ways = read_back(inputs.rows_of("forms")[0], PLAN)[column(entry)]
    assert [way.words for way in ways][: len(entry["doubtful"])] == list(entry["doubtful"])
    assert all(len(way.dates) == 2 or entry["repeat"] == "year" for way in ways)
    part = entry.get("reads", "due")
    for way in ways:
        written = Forms().written(typed(entry, **{f"{column(entry)}_way": way.words}), PLAN)
        form = CampaignDefinition.read({**dict(PLAN), **written.values}).forms[0]
        assert form.schedule is not None
        assert getattr(form.schedule, part).wording == entry["wording"]
        assert Forms().shown(campaign(forms=[form])).rows_of("forms")[0][f"{column(entry)}_way"] == way.words


def test_the_table_has_doubts_and_refusals_of_every_column() -> None:
    assert {column(entry) for entry in TABLE if "refused" in entry} == {"due", *COLUMNS.values()}
    assert {column(entry) for entry in TABLE if "doubtful" in entry} == set(COLUMNS.values())
