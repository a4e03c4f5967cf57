"""A campaign whose forms have numbers: a survey every week, Mẫu 1 with money, and an optional table."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Answer, Calculation, Choice, Column, ColumnType, Formula
from shared.contracts.content import Content
from shared.contracts.events import Event
from shared.contracts.forms import FormPeriod, Period, TableRow
from shared.contracts.items import Item
from shared.contracts.submissions import Submission
from shared.forms.columns.formulas import computed
from shared.forms.figures.model import Figures, FiguresRow
from shared.language.recurrence import Repeat
from tests.reporting_samples import DEPARTMENT, MAU_1, START, answering, campaign, form, item, submission, version
from tests.reporting_weeks import due, week
from tests.reporting_world import FIRM, HOSPITAL, STATION_2, STATION_10, event, organisations

SURVEY, EXTRA = "khao-sat", "them"
WEEKS = tuple(f"2022-W{number:02}" for number in range(14, 21))
"""Of April and May: that of START is the last but one."""
LAST, THIS = "2022-W18", "2022-W19"
SECRETS = (24_681_357, 13_572_468)
MONEY = Column(code="kinh-phi", title="Kinh phí dự kiến", type=ColumnType.MONEY)
SECRET = Column(code="mat", title="Phản ánh kín", type=ColumnType.INTEGER, confidential=True)
COLUMNS = (
    Column(code="hai-long", title="Hài lòng", type=ColumnType.INTEGER, unit="phiếu"),
    Column(code="tong", title="Số phiếu", type=ColumnType.INTEGER, unit="phiếu"),
    Column(
        code="ty-le",
        title="Tỷ lệ hài lòng",
        type=ColumnType.CALCULATE,
        formula=Formula(calculation=Calculation.SHARE, of=("hai-long", "tong")),
    ),
    Column(
        code="cach",
        title="Cách hỏi",
        type=ColumnType.SELECT_ONE,
        choices=(Choice(code="giay", title="Phiếu giấy"), Choice(code="mang", title="Trực tuyến")),
    ),
    SECRET,
)
ROWS = (TableRow(code="thai-do", title="Thái độ phục vụ"), TableRow(code="cho-doi", title="Thời gian chờ đợi"))
NOTES = Column(code="nguoi-phu-trach", title="Người phụ trách", type=ColumnType.TEXT, confidential=True)


def plan(*obliged: str, ident: str = "khao-sat-2022", recipients: tuple[str, ...] = (DEPARTMENT,)) -> Campaign:
    found = campaign(obliged, ident=ident, recipients=recipients)
    mau_1 = found.forms[0].model_copy(update={"columns": (MONEY, SECRET, NOTES)})
    survey = form(
        SURVEY,
        kind="figures",
        name="Khảo sát hài lòng",
        periods=[week(code) for code in WEEKS],
        repeat=Repeat.WEEK,
        columns=COLUMNS,
        rows=ROWS,
    )
    once = [Period(due=due(START))]
    extra = form(EXTRA, kind="figures", periods=once, optional=True, columns=COLUMNS[:2], rows=ROWS[:1])
    return found.model_copy(update={"forms": (mau_1, survey, extra), "number": "23/KH-TTYT"})


def table(rows: Mapping[str, tuple[int, int]], *, secret: int = 0, choice: str = "") -> Content:
    """By row how many were content, of how many."""
    said = (FiguresRow(row=row, answers=_answers(*counts, secret, choice)) for row, counts in rows.items())
    return Figures(rows=tuple(said))


def _answers(content: int, asked: int, secret: int, choice: str) -> tuple[Answer, ...]:
    typed = {"hai-long": Decimal(content), "tong": Decimal(asked)} | ({"mat": Decimal(secret)} if secret else {})
    numbers = typed | computed(COLUMNS, typed)
    chosen = (Answer(column="cach", text=choice, choices=(choice,)),) if choice else ()
    return (*(Answer(column=code, number=number) for code, number in numbers.items()), *chosen)


def costing(ident: str, field: str, money: int, *, secret: int = 0) -> Item:
    """An item with its money, and with what is nobody's business."""
    answers = [Answer(column=MONEY.code, text=str(money), number=Decimal(money))]
    answers += [Answer(column=SECRET.code, text=str(secret), number=Decimal(secret))] if secret else []
    answers += [Answer(column=NOTES.code, text="Bà Kín")]
    return item(ident, field).model_copy(update={"answers": tuple(answers)})


def surveyed(organisation: str, code: str, *rows: tuple[int, int], ident: str = "khao-sat-2022") -> Submission:
    """The survey of a week, row by row; a nil where there is none."""
    said = table(dict(zip((row.code for row in ROWS), rows, strict=False))) if rows else Figures(nil=True)
    return submission(organisation, version(said), ident=ident, asked=FormPeriod(SURVEY, code))


def registered(organisation: str, *items: Item, ident: str = "khao-sat-2022") -> Submission:
    return submission(organisation, version(answering(*items)), ident=ident, asked=MAU_1)


PLAN = plan(STATION_2, STATION_10, HOSPITAL)


def extra(organisation: str, *counts: int) -> Submission:
    said = table({"thai-do": (counts[0], counts[1])})
    return submission(organisation, version(said), ident=PLAN.id, asked=FormPeriod(EXTRA))


def submissions() -> list[Submission]:
    secret = submission(
        STATION_10,
        version(table({"thai-do": (6, 10)}, secret=SECRETS[0], choice="mang")),
        ident=PLAN.id,
        asked=asked(THIS),
    )
    return [
        surveyed(STATION_2, LAST, (9, 10), (18, 20)),
        surveyed(STATION_10, LAST, (8, 10)),
        surveyed(HOSPITAL, LAST),
        surveyed(STATION_2, THIS, (8, 10), (20, 20)),
        surveyed(FIRM, THIS, (500, 500)),
        secret,
        extra(STATION_2, 1, 2),
        extra(FIRM, 3, 4),
        registered(
            STATION_2, costing("i1", "steering", 1_500_000, secret=SECRETS[1]), costing("i2", "steering", 500_000)
        ),
    ]


def asked(code: str) -> FormPeriod:
    return FormPeriod(SURVEY, code)


def told(campaign: Campaign, submissions: Iterable[Submission]) -> list[Event]:
    return [
        *(event("organisation.changed", one) for one in organisations()),
        event("campaign.announced", campaign),
        *(event("submission.submitted", one) for one in submissions),
    ]
