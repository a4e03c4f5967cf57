"""Whatever forms a campaign asks for, and whoever sent what: each period's obligation is in exactly one bucket."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.figures.model.buckets import Bucket
from shared.contracts.campaigns import Campaign, Transfer
from shared.contracts.content import Content
from shared.contracts.forms import Form, FormPeriod, Period
from shared.contracts.submissions import RecipientStatus, Submission
from shared.forms.results.model import Report as ResultsOfItems
from shared.forms.results.model import Result, ResultOutcome
from shared.language.deadlines import Deadline
from shared.rules.obligations import asked_of, obligations
from tests.reporting_samples import DEPARTMENT, START, answering, campaign, form, item, submission, version
from tests.unit.reporting.figures.test_summary import NAMES, organisations, report_of

DUE = Deadline.parse("trước ngày 12/5/2022")
PERIODS = {
    "once": (None,),
    "week": ("2022-W51", "2022-W52", "2023-W01"),
    "quarter": ("2022-Q3", "2022-Q4"),
}


@st.composite
def forms(draw: st.DrawFn, code: str) -> Form:
    kind = draw(st.sampled_from(["initiatives", "results"]))
    codes = PERIODS[draw(st.sampled_from(sorted(PERIODS)))]
    answers = {"answers": "khac"} if kind == "results" else {}
    periods = [Period(code=one, due=DUE) for one in codes]
    return form(code, kind=kind, periods=periods, optional=draw(st.booleans()), **answers)


@st.composite
def plans(draw: st.DrawFn) -> Campaign:
    """One to three forms of any kind, repeated or not, optional or not; some obligations passed to others."""
    asked = [draw(forms(f"bieu-{number}")) for number in range(draw(st.integers(1, 3)))]
    transfers = [
        Transfer(
            organisation=draw(NAMES),
            form=one.code,
            periods=tuple(period.code for period in one.periods if period.code and draw(st.booleans())),
            successor=draw(st.none() | NAMES),
            on=START.date(),
            restructuring="sap-xep",
            reason="Sáp nhập",
        )
        for one in asked
        if draw(st.booleans())
    ]
    plan = campaign(draw(st.lists(NAMES, max_size=6)))
    return plan.model_copy(update={"forms": tuple(asked), "transfers": tuple(transfers)})


def said(kind: str, fields: Sequence[str]) -> Content:
    items = tuple(item(f"i{number}", field) for number, field in enumerate(fields))
    if kind == "initiatives":
        return answering(*items)
    return ResultsOfItems(items=items, results=tuple(Result(item=i.id, outcome=ResultOutcome.DONE) for i in items[:1]))


@st.composite
def sent_in(draw: st.DrawFn, plan: Campaign) -> list[Submission]:
    """What some organisations sent of some forms in some periods; some of it taken back."""
    found = []
    for one, period in plan.asked:
        for organisation in draw(st.sets(NAMES, max_size=4)):
            content = said(one.kind, draw(st.lists(st.sampled_from(["steering", "procedures"]), max_size=3)))
            states = draw(st.sampled_from([{}, {DEPARTMENT: RecipientStatus.WITHDRAWN}]))
            delivered = version(content, late=draw(st.booleans()))
            found.append(submission(organisation, delivered, states=states, asked=one.asked_in(period)))
    return found


@given(st.data())
def test_each_periods_obligation_is_in_exactly_one_bucket(data: st.DataObject) -> None:
    plan = data.draw(plans())
    sent = data.draw(sent_in(plan))
    expected = 0
    for one, period in plan.asked:
        asked = one.asked_in(period)
        report = report_of(plan, *sent, asked=asked)  # checks itself, and the rows against it
        buckets = {bucket: organisations(report, bucket) for bucket in Bucket}
        in_one = [name for bucket in (Bucket.ON_TIME, Bucket.LATE, Bucket.MISSING) for name in buckets[bucket]]
        assert sorted(in_one) == sorted([] if one.optional else asked_of(plan, asked))
        assert not set(in_one) & set(buckets[Bucket.VOLUNTARY])
        assert set(buckets[Bucket.VOLUNTARY]) | set(buckets[Bucket.RECEIVED]) == senders(sent, asked)
        expected += len(buckets[Bucket.EXPECTED])
    assert expected == sum(not owed.form.optional for owed in obligations(plan))


def senders(sent: Sequence[Submission], asked: FormPeriod) -> set[str]:
    """Whose submission stands."""
    standing = [one for one in sent if one.recipients[0].status is not RecipientStatus.WITHDRAWN]
    return {one.organisation for one in standing if one.asked == asked}
