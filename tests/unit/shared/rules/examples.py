"""A plan with a form that is sent once, one of every week, and a report on each month."""

from typing import Any

from shared.contracts.campaigns import Campaign, Transfer
from shared.language.deadlines import Deadline
from tests.unit.registration.examples import CENTRE, NOW, STATION, campaign, form

WARD, HEIR, OTHER = STATION, "khoa-1", "khoa-2"


def repeated(code: str, repeat: str, *periods: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A form that is asked for in these periods, each with the wording of its deadline."""
    dues = [{"code": period, "due": Deadline.parse(wording).model_dump(mode="json")} for period, wording in periods]
    named = {"code": code, "kind": "initiatives", "name": f"Mẫu {code}", "title": "Thống kê", "repeat": repeat}
    return {**named, "periods": dues, **more}


WEEKS = (("2022-W19", "15/5/2022"), ("2022-W20", "22/5/2022"), ("2022-W21", "29/5/2022"))
WEEKLY = repeated("hang-tuan", "week", *WEEKS)
MONTHLY = repeated(
    "hang-thang", "month", ("2022-05", "31/5/2022"), ("2022-06", "30/6/2022"), kind="results", answers="hang-tuan"
)
OPTIONAL = repeated("neu-co", "month", ("2022-05", "31/5/2022"), optional=True)


def plan(**changes: Any) -> Campaign:
    forms = [form("registration", "10 giờ 13/5/2022"), WEEKLY, MONTHLY, OPTIONAL]
    return campaign(**{"forms": forms, "obliged": [WARD, HEIR], "recipients": [CENTRE], **changes})


def moved(code: str, *periods: str, of: str = WARD, to: str | None = HEIR) -> Transfer:
    """A form that passed to a successor, in these of its periods."""
    return Transfer(
        organisation=of,
        form=code,
        periods=periods,
        successor=to,
        on=NOW.date(),
        restructuring="r",
        reason="Sáp nhập",
    )


def after(*transfers: Transfer, **changes: Any) -> Campaign:
    return plan(**changes).model_copy(update={"transfers": transfers})
