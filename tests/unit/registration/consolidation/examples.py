"""Two stations' approved registrations at the centre, and the two campaigns that it sends them on to."""

from datetime import timedelta
from typing import Any

from services.registration.consolidation.model.edit import Edit, Ground
from services.registration.consolidation.model.lines import Take
from services.registration.consolidation.model.sources import Registrations
from services.registration.consolidation.model.working_set import WorkingSet
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod
from shared.contracts.items import Item
from shared.contracts.submissions import (
    Decision,
    ItemDecision,
    Outcome,
    Recipient,
    RecipientStatus,
    Submission,
    SubmissionStatus,
    Version,
)
from shared.contracts.types import Person
from shared.forms.initiatives.model import Registration
from shared.language.periods import CompletionPeriod
from shared.rules.ids import submission_id
from tests.unit.registration.examples import CENTRE, DEPARTMENT, DISTRICT, NOW, campaign

PLAN = campaign(parents=["124-kh-ubnd-2022", "2958-kh-syt-2022"])
STEERING, ORGANISATION, FINANCE = "steering", "organisation", "public-finance"
BOSS = Person(account="tchc", name="Phòng Tổ chức - Hành chính", organisation=CENTRE)
CLERK = Person(account="khoa", name="Khoa", organisation="khoa-1")
DISTRICT_FIELDS = [
    {"code": "organisation", "number": 3, "name": "Cải cách tổ chức bộ máy hành chính nhà nước"},
    {"code": "public-finance", "number": 5, "name": "Cải cách tài chính công"},
    {"code": "e-government", "number": 6, "name": "Xây dựng và phát triển chính quyền điện tử, chính quyền số"},
]


def district() -> Campaign:
    """Has no field for steering, and one that the centre's plan does not know."""
    return campaign(
        id="124-kh-ubnd-2022",
        number="124/KH-UBND",
        issuer=DISTRICT,
        recipients=[DISTRICT],
        fields=DISTRICT_FIELDS,
        obliged=[CENTRE],
    )


def department() -> Campaign:
    """Has the centre's own fields."""
    return campaign(
        id="2958-kh-syt-2022", number="2958/KH-SYT", issuer=DEPARTMENT, recipients=[DEPARTMENT], obliged=[CENTRE]
    )


def item(ident: str, field: str, content: str = "", **more: Any) -> Item:
    expected = CompletionPeriod.parse("Quý IV/2022")
    return Item(id=ident, field=field, content=content or f"Nội dung {ident}", expected=expected, **more)


def decided(number: int, outcome: Outcome, *items: ItemDecision) -> Decision:
    at = NOW + timedelta(hours=number)
    return Decision(version=number, outcome=outcome, reason="Lý do", items=items, decided_at=at, decided_by=BOSS)


def registration(unit: str, *versions: tuple[Item, ...], decisions: tuple[Decision, ...] = ()) -> Submission:
    """A unit's registration in these versions; without decisions the first one was approved."""
    found = decisions or (decided(1, Outcome.APPROVE),)
    delivered = tuple(
        Version(
            number=number,
            content=Registration(items=items),
            recipients=(CENTRE,),
            delivered_at=NOW,
            delivered_by=CLERK,
            late=False,
        )
        for number, items in enumerate(versions, start=1)
    )
    status = RecipientStatus.APPROVED if found[-1].version == len(versions) else RecipientStatus.SENT
    return Submission(
        id=submission_id(PLAN.id, FormPeriod("registration"), unit),
        organisation=unit,
        campaign=PLAN.id,
        form="registration",
        status=SubmissionStatus.DELIVERED,
        versions=delivered,
        recipients=(Recipient(organisation=CENTRE, status=status, version=len(versions), decisions=found),),
    )


FIRST = registration("khoa-1", (item("a", STEERING), item("b", ORGANISATION)))
SECOND = registration("khoa-2", (item("c", STEERING), item("d", FINANCE)))


def heard(*submissions: Submission) -> Registrations:
    return Registrations(submissions or (FIRST, SECOND), CENTRE)


def after(working: WorkingSet, *edits: Edit, registrations: Registrations | None = None) -> WorkingSet:
    """The working set after these edits, before what the units registered."""
    ground = Ground(campaign=PLAN, targets=(district(), department()), known=registrations or heard())
    for edit in edits:
        working = edit.on(working, ground)
    return working


def taken(*submissions: Submission) -> WorkingSet:
    """Everything that is offered, taken over."""
    return after(WorkingSet(), Take(), registrations=heard(*submissions))
