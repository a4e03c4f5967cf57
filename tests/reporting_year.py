"""A centre's year as reporting hears of it: registered, consolidated for two superiors, reported on, units renamed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.columns import Column
from shared.contracts.events import Event
from shared.contracts.files import Attachment
from shared.contracts.forms import FormPeriod, Period
from shared.contracts.organisations import FormerName, Organisation, Succession
from shared.contracts.submissions import Outcome, Submission, Upward, UpwardStatus, WithdrawnItem
from shared.contracts.types import Person
from shared.forms.results.model import Figure, Report, Result, ResultOutcome
from shared.language.deadlines import Deadline
from shared.language.periods import CompletionPeriod
from shared.rules.ids import submission_id
from tests.reporting_samples import (
    CENTRE,
    DEPARTMENT,
    DISTRICT,
    MAU_1,
    START,
    answering,
    campaign,
    decision,
    form,
    item,
    submission,
    version,
)
from tests.reporting_world import STATION_2, STATION_10, event, organisations

INTERIM, COMPLETION = FormPeriod("interim"), FormPeriod("completion")
FORMS = (MAU_1, INTERIM, COMPLETION)
OWN, ABOVE, CITYWIDE = "70-kh-ttyt-2022", "124-kh-ubnd-2022", "1018-kh-ubnd-2022"
STATION_1, MERGED = "tyt-1", "tyt-moi"
OLD_NAME, NEW_NAME = "Trạm Y tế Phường 10", "Trạm Y tế phường Tân Sơn Nhất"
NAMED = ("field", "registered", "completed", "uncompleted", "note")
COUNTED = ("field", "registered", "completed", "note")
CLERK = Person(account="van-thu", name="Văn thư", organisation=CENTRE)
CARRIER = {
    recipient: submission_id(plan, MAU_1, CENTRE)
    for recipient, plan in ((DEPARTMENT, "2958-kh-syt-2022"), (DISTRICT, ABOVE))
}


def plan(ident: str, recipient: str, obliged: list[str], columns: tuple[str, ...]) -> Campaign:
    """A plan with Mẫu 1, an interim report and Mẫu 2 with these columns."""
    periods = [Period(due=Deadline.parse("trước ngày 10/11/2022"))]
    report: dict[str, Any] = {"periods": periods, "kind": "results", "answers": MAU_1.form}
    titled = tuple(Column(code=code, title=f"Cột {code}") for code in columns)
    forms = (
        form(MAU_1.form, periods=periods),
        form(INTERIM.form, interim=True, **report),
        form(COMPLETION.form, columns=titled, **report),
    )
    found = campaign(obliged, ident=ident, recipients=[recipient])
    return found.model_copy(update={"forms": forms, "number": ident[:3], "announced_at": START})


OWN_PLAN = plan(OWN, CENTRE, [STATION_1, STATION_2, STATION_10], NAMED)
ABOVE_PLAN = plan(ABOVE, DISTRICT, [CENTRE], COUNTED)


def period(text: str) -> CompletionPeriod:
    return CompletionPeriod.parse(text)


def done(ident: str, *figures: Figure, **more: Any) -> Result:
    texts: dict[str, Any] = {"done_on": period("Quý III/2022"), "result": "Đã áp dụng", **more}
    return Result(item=ident, outcome=ResultOutcome.DONE, figures=figures, **texts)


def not_done(ident: str, **more: Any) -> Result:
    return Result(item=ident, outcome=ResultOutcome.NOT_DONE, **more)


FIGURE = Figure(name="Số bài", value=Decimal("1234.5"), unit="bài")
FILE = Attachment(id="tep-1", name="bien-ban.pdf", media_type="application/pdf", size=9, sha256="0" * 64)
FIRST = (
    item("a", "steering", "Tuyên truyền"),
    item("b", "organisation", "AppSheet"),
    item("c", "organisation", "Một cửa"),
)
SECOND = (item("d", "steering", "Hộp thư góp ý"), item("e", "public-finance", "Thu không tiền mặt"))


def carried(ident: str, recipient: str, status: UpwardStatus, *, via: str = CENTRE, **more: Any) -> Upward:
    """Where an item stands with a higher recipient, as its carrier told it."""
    carrier = CARRIER.get(recipient, submission_id(CITYWIDE, MAU_1, DEPARTMENT))
    values: dict[str, Any] = {
        "item": ident,
        "via": CARRIER[DEPARTMENT] if via == CENTRE else f"{OWN}.registration.{via}",
        "sequence": 3,
        "submission": carrier,
        "campaign": carrier.partition(".")[0],
        "form": MAU_1.form,
        "organisation": recipient,
        "carried_as": ident,
        "status": status,
        "version": 1,
        **more,
    }
    return Upward(**values)


UPWARD = (
    carried("a", DEPARTMENT, UpwardStatus.APPROVED),
    carried("a", DISTRICT, UpwardStatus.LEFT_OUT, reason="Quận không có lĩnh vực này"),
    carried("b", DEPARTMENT, UpwardStatus.REJECTED, reason="Trùng với năm trước", decided_at=START),
    carried("b", DISTRICT, UpwardStatus.SENT),
    carried("b", "ubnd-tphcm", UpwardStatus.SENT),
    carried("c", DISTRICT, UpwardStatus.SENT, via="khac"),  # of another recipient's consolidation
)


def reported(organisation: str, asked: FormPeriod, items: Any, *results: Result, **more: Any) -> Submission:
    content = Report(items=tuple(items), results=results)
    decisions = {CENTRE: [decision(1, Outcome.APPROVE)]}
    sent = version(content, recipients=[CENTRE])
    return submission(organisation, sent, ident=OWN, asked=asked, decisions=decisions, **more)


def submissions() -> list[Submission]:
    """Two of three stations registered and reported; the second withdrew an item after its report."""
    approved = {CENTRE: [decision(1, Outcome.APPROVE)]}
    later, hope = period("Quý I/2023"), "Dự kiến giảm 30% thời gian"
    gone = WithdrawnItem(item="e", reason="Không còn kinh phí", withdrawn_at=START + timedelta(9), withdrawn_by=CLERK)
    given_up = Result(item="c", outcome=ResultOutcome.GIVEN_UP, reason="Đã có hệ thống chung")
    first, second = (version(answering(*items), recipients=[CENTRE]) for items in (FIRST, SECOND))
    interim = [not_done(one.id, forecast=hope) for one in FIRST]
    return [
        submission(STATION_2, first, ident=OWN, decisions=approved, upward=UPWARD),
        submission(STATION_10, second, ident=OWN, decisions=approved),
        reported(STATION_2, INTERIM, FIRST, *interim),
        reported(
            STATION_2,
            COMPLETION,
            FIRST,
            done("a", FIGURE, evidence="Trang thông tin", attachments=(FILE,)),
            not_done("b", reason="Chờ kinh phí", new_expected=later, forecast=hope),
            given_up,
        ),
        reported(STATION_10, COMPLETION, SECOND, done("d"), done("e", FIGURE), withdrawn_items=(gone,)),
    ]


def recorded() -> list[Event]:
    """What is said of the year, before anything is renamed."""
    stations = [Organisation(id=STATION_1, name="Trạm Y tế Phường 1", short_name="TYT 1", kind="station")]
    known = [
        *organisations(),
        *stations,
        Organisation(id=DISTRICT, name="Ủy ban nhân dân quận Tân Bình", short_name="UBND", kind="body"),
    ]
    return [
        *(event("organisation.changed", one) for one in known),
        *(event("campaign.announced", one) for one in (OWN_PLAN, ABOVE_PLAN)),
        *(event("submission.submitted", one) for one in submissions()),
    ]


def closed_and_restructured() -> list[Event]:
    """The campaign is closed in 2022; in 2025 one station is renamed and another merged into a new one."""
    closing = {"status": CampaignStatus.CLOSED, "closed_at": START + timedelta(200)}
    day = date(2025, 7, 1)
    former = FormerName(name=OLD_NAME, short_name="TYT 10", until=day)
    renamed = Organisation(id=STATION_10, name=NEW_NAME, short_name="TSN", kind="body", former_names=(former,))
    merged = Organisation(id=MERGED, name="Trạm Y tế phường Bảy Hiền", short_name="BH", kind="station", established=day)
    followed = Succession(organisation=MERGED, since=day, basis="1685/NQ-UBTVQH15")
    gone = Organisation(
        id=STATION_1,
        name="Trạm Y tế Phường 1",
        short_name="TYT 1",
        kind="station",
        dissolved=day,
        successors=(followed,),
    )
    return [
        event("campaign.closed", OWN_PLAN.model_copy(update=closing), 2),
        event("organisation.changed", renamed, 2),
        event("organisation.changed", merged),
        event("organisation.changed", gone, 2),
    ]
