"""Which form of a parent takes up a feeder's."""

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, Period
from shared.language.deadlines import Deadline
from shared.rules.counterparts import counterpart

ONCE = Period(due=Deadline.parse("hết ngày 10/5/2022"))
WEEKS = tuple(Period(code=f"2022-W{week}", due=Deadline.parse("hết ngày 10/5/2022")) for week in (18, 19))


def form(code: str, kind: str = "results", *periods: Period, interim: bool = False) -> Form:
    return Form(code=code, kind=kind, name=code, title=code, periods=periods or (ONCE,), interim=interim)


def parent(*forms: Form) -> Campaign:
    return Campaign(
        id="124",
        number="124/KH-UBND",
        title="Kế hoạch",
        year=2022,
        issuer="ubnd",
        recipients=("ubnd",),
        dates=(),
        fields=(),
        forms=forms,
        obliged=(),
    )


def found(own: Form, *forms: Form, period: Period = ONCE) -> tuple[str, str | None] | None:
    pair = counterpart(parent(*forms), own, period)
    return (pair[0].code, pair[1].code) if pair else None


def test_the_same_code_goes_before_everything() -> None:
    assert found(form("tong-ket"), form("khac"), form("tong-ket")) == ("tong-ket", None)


def test_the_only_form_of_the_kind_is_meant() -> None:
    assert found(form("tong-ket"), form("mau-1", "initiatives"), form("mau-2")) == ("mau-2", None)
    assert found(form("tong-ket"), form("mau-2"), form("mau-3")) is None, "which of the two, nobody said"
    assert found(form("tong-ket"), form("tong-ket", "initiatives")) is None, "another kind by the same code"


def test_a_look_at_progress_goes_into_such_a_look_only() -> None:
    assert found(form("so-ket", interim=True), form("mau-2")) is None
    assert found(form("so-ket", interim=True), form("mau-2"), form("giua-nam", interim=True)) == ("giua-nam", None)


def test_a_period_goes_into_the_same_period() -> None:
    weekly = form("tuan", "results", *WEEKS)
    assert found(weekly, form("khao-sat", "results", *WEEKS), period=WEEKS[1]) == ("khao-sat", "2022-W19")
    assert found(weekly, form("khao-sat", "results", WEEKS[0]), period=WEEKS[1]) is None
    assert found(weekly, form("tong-ket"), period=WEEKS[0]) is None
    assert found(form("tong-ket"), weekly) is None
