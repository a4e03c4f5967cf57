"""The three plans of 2022 and what their papers say, line by line."""

from services.registration.seed.files import read
from shared.contracts.campaigns import Campaign
from shared.contracts.items import Item
from shared.forms.initiatives.sheet import RegistrationContent, registration_sheet
from shared.forms.results.model import ResultOutcome
from shared.sheets.model import Cell, Gap, Letterhead, Sheet, Table, TextList
from tests import ROOT
from tests.unit.registration.examples import campaign, form_in

PLANS = {known.id: known for known in read(ROOT / "deploy" / "seed").campaigns}
DISTRICT, DEPARTMENT, CENTRE = "124-kh-ubnd-2022", "2958-kh-syt-2022", "70-kh-ttyt-2022"
HEAD = Letterhead(("Ủy ban nhân dân quận Tân Bình",), "Trung tâm Y tế quận Tân Bình")
OUTCOMES = {"a": ResultOutcome.DONE, "b": ResultOutcome.NOT_DONE, "c": ResultOutcome.GIVEN_UP}
COMPLETION, INTERIM = "completion", "interim"


def real(ident: str) -> Campaign:
    return Campaign.model_validate({name: value for name, value in PLANS[ident] if name in Campaign.model_fields})


def items(field: str, *idents: str) -> list[Item]:
    words = {"field": field, "expected": {"text": "Năm 2022"}}
    return [Item.model_validate({**words, "id": ident, "content": f"Nội dung {ident}"}) for ident in idents]


def mau_1(said: RegistrationContent, plan: Campaign | None = None) -> Sheet:
    """The paper of a registration."""
    found = plan or campaign()
    return registration_sheet(form_in(found), found, HEAD, said)


def table_of(sheet: Sheet | None) -> Table:
    assert sheet is not None
    (table,) = sheet.blocks
    assert isinstance(table, Table)
    return table


def words(cell: Cell) -> list[str]:
    """What a cell says, line by line."""
    said = []
    for block in cell.blocks:
        if isinstance(block, Gap):
            said.append(f"({block.lack} {block.count})")
        else:
            entries = block.entries if isinstance(block, TextList) else (block,)
            said += [f"{one.label}{': ' if one.label else ''}{one.text}{one.remark}" for one in entries]
    return said
