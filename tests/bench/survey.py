"""A year of weekly figures of 300 organisations, added up on pages; measured by ``python -m tests.bench.pages``.

Its rows are put straight into reporting's database, made by its own code; that they add up to what they say is for the
tests to say.
"""

from datetime import timedelta
from decimal import Decimal

from deploy.demo.stage import CENTRE
from deploy.suite import LocalSuite
from services.reporting.rows.model.answers import row_of
from services.reporting.rows.model.row import ObligationRow
from services.reporting.rows.records.documents import RowKey, begun_row
from services.reporting.stores import Library
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.columns import Answer, Calculation, Column, ColumnType, Formula
from shared.contracts.forms import Form, FormPeriod, Period, TableRow
from shared.contracts.submissions import Recipient, RecipientStatus, Submission, SubmissionStatus, Version
from shared.forms.columns.formulas import computed
from shared.forms.figures.model import Figures, FiguresRow
from shared.language.deadlines import Deadline
from shared.language.period_codes import codes, span
from shared.language.recurrence import Repeat
from shared.rules.ids import submission_id
from tests.bench.filling import CLERK, START, event, plan, unit

SURVEY, FORM, UNITS = "bench-khao-sat", "hang-tuan", 300
LIMIT = 150.0
"""Milliseconds that the page of the periods may take."""
WEEKS = codes(Repeat.WEEK, span("2021").first, span("2021").last)
COUNTED = tuple(
    Column(code=f"cot-{number}", title=f"Số phiếu mức {number}", type=ColumnType.INTEGER) for number in range(1, 6)
)
SHARE = Column(
    code="ty-le",
    title="Tỷ lệ hài lòng",
    type=ColumnType.CALCULATE,
    formula=Formula(calculation=Calculation.SHARE, of=("cot-1", "cot-2")),
)
ROWS = tuple(TableRow(code=f"cau-{number}", title=f"Câu hỏi số {number}") for number in range(1, 11))
PERIODS = f"/bao-cao/{SURVEY}/cac-ky?form={FORM}&recipient={CENTRE}"
PAGES = (
    PERIODS,
    f"{PERIODS}&dong=cau-7",
    f"/bao-cao/{SURVEY}?form={FORM}",
    f"/bao-cao/{SURVEY}/con-so?form={FORM}",
    f"/bao-cao/{SURVEY}/con-so?form={FORM}&row=cau-7&column=ty-le&page=10",
)


def campaign() -> Campaign:
    """A survey every week of the year before, ten questions by six columns."""
    form = Form(
        code=FORM,
        kind="figures",
        name="Khảo sát hài lòng",
        title="Khảo sát sự hài lòng hằng tuần",
        repeat=Repeat.WEEK,
        periods=tuple(_period(code) for code in WEEKS),
        columns=(*COUNTED, SHARE),
        rows=ROWS,
    )
    obliged = tuple(unit(number) for number in range(UNITS))
    changes = {"id": SURVEY, "number": "23/KH-TTYT", "forms": (form,), "obliged": obliged}
    return plan(0).model_copy(update={**changes, "status": CampaignStatus.ANNOUNCED})


def _period(code: str) -> Period:
    last = span(code).last + timedelta(1)
    return Period(code=code, due=Deadline.parse(f"trước ngày {last.day}/{last.month}/{last.year}"))


def answer(number: int) -> ObligationRow:
    """What one organisation's figures of a week count for."""
    rows = []
    for place, row in enumerate(ROWS):
        typed = {one.code: Decimal(100 + (number * 7 + place * 3 + at) % 50) for at, one in enumerate(COUNTED)}
        said = typed | computed((SHARE,), typed)
        rows.append(FiguresRow(row=row.code, answers=tuple(Answer(column=c, number=n) for c, n in said.items())))
    version = Version(
        number=1,
        content=Figures(rows=tuple(rows)),
        recipients=(CENTRE,),
        delivered_at=START,
        delivered_by=CLERK,
        late=False,
    )
    asked = FormPeriod(FORM, WEEKS[0])
    sent = Submission(
        id=submission_id(SURVEY, asked, unit(number)),
        organisation=unit(number),
        campaign=SURVEY,
        form=FORM,
        period=WEEKS[0],
        status=SubmissionStatus.DELIVERED,
        versions=(version,),
        recipients=(Recipient(organisation=CENTRE, status=RecipientStatus.APPROVED, version=1),),
    )
    return row_of(sent, CENTRE)


async def fill_survey(suite: LocalSuite) -> None:
    """Every organisation's figures of every week; every twentieth is missing."""
    reporting, told = suite.apps["reporting"].state, campaign()
    library: Library = reporting.library
    rows = [answer(number).model_dump(mode="json") for number in range(UNITS)]
    for place, code in enumerate(WEEKS):
        documents = []
        for number, row in enumerate(rows):
            key = RowKey(SURVEY, FORM, code, unit(number), CENTRE)
            begun = begun_row(key)
            said = row if (number + place) % 20 else {}
            documents.append(begun | {"_id": key.id, "public": begun["public"] | said, "submission_version": 1})
        await library.rows.insert_many(documents)
    await reporting.keeper.campaign(told, event("campaign.announced", told, SURVEY))


async def forget(suite: LocalSuite) -> None:
    """All sums are stale, as after every row was written again."""
    library: Library = suite.apps["reporting"].state.library
    await library.tallies.update_many({}, {"$inc": {"generation": 1}, "$set": {"stale": True}})
