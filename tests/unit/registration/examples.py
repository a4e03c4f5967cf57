"""The centre's plan of 2022, its people and a complete draft: what the registration tests start from."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from services.registration.campaigns.model.definition import CampaignSurroundings
from services.registration.submissions.delivery.model import life as submissions
from services.registration.submissions.model.draft import SubmissionChange, SubmissionPrivate, SubmissionRecord
from shared.contracts.campaigns import Campaign, CampaignDefinition, CampaignStatus
from shared.contracts.forms import Form, FormPeriod
from shared.contracts.items import Item
from shared.contracts.submissions import Submission
from shared.forms.draft import Draft
from shared.forms.initiatives.model import Registration, RegistrationDraft, drafted, registered
from shared.forms.registry import kind_of
from shared.forms.values import Filling
from shared.identity import Actor, Grant, Role
from shared.language.deadlines import Deadline
from shared.record.record import Record

CENTRE, DISTRICT, DEPARTMENT, STATION = "ttyt-tan-binh", "ubnd-tan-binh", "so-y-te", "tyt-phuong-13"
AROUND = CampaignSurroundings(frozenset({CENTRE, DISTRICT, DEPARTMENT, STATION, "khoa-1"}))
REGISTRATION, COMPLETION = FormPeriod("registration"), FormPeriod("completion")
NOW = datetime(2022, 5, 12, 1, 0, tzinfo=UTC)  # 08:00 in Việt Nam, a day before the centre's deadline
FIELDS = [
    {"code": "steering", "number": 1, "name": "Công tác chỉ đạo, điều hành và truyền thông về cải cách hành chính"},
    {"code": "organisation", "number": 4, "name": "Cải cách tổ chức bộ máy hành chính nhà nước"},
    {"code": "public-finance", "number": 6, "name": "Cải cách tài chính công"},
]


def person(organisation: str, *roles: Role) -> Actor:
    grants = tuple(Grant(role=role, organisation=organisation) for role in roles)
    return Actor(account=f"{organisation}-1", name="Văn thư", organisation=organisation, grants=grants)


CLERK = person(STATION, Role.CLERK)
REVIEWER = person(CENTRE, Role.REVIEWER)
ADMINISTRATOR = Actor(
    account="quan-tri",
    name="Quản trị",
    organisation=CENTRE,
    grants=(Grant(role=Role.ADMINISTRATOR, organisation="all"),),
)


def form(code: str, wording: str, opens_at: str | None = None) -> dict[str, Any]:
    due = Deadline.parse(wording).model_dump(mode="json")
    return {"kind": code, "title": "Thống kê tên các mô hình", "period": {"opens_at": opens_at, "due": due}}


def definition(**changes: Any) -> CampaignDefinition:
    """The centre's plan, as far as a test does not say otherwise."""
    return CampaignDefinition.model_validate(
        {
            "id": "70-kh-ttyt-2022",
            "number": "70/KH-TTYT",
            "title": "Phát động phong trào thi đua về cải cách hành chính",
            "year": 2022,
            "issuer": CENTRE,
            "recipients": [CENTRE],
            "dates": [{"date": "2022-05-11", "place": "Đầu văn bản"}],
            "fields": FIELDS,
            "forms": [
                form("registration", "10 giờ 13/5/2022"),
                form("completion", "trước ngày 05/11/2022"),
            ],
            "obliged": [STATION, "khoa-1"],
            **changes,
        }
    )


def campaign(status: CampaignStatus = CampaignStatus.ANNOUNCED, **changes: Any) -> Campaign:
    return Campaign(**dict(definition(**changes)), status=status)


def form_in(plan: Campaign, code: str = "registration") -> Form:
    """One of the plan's forms."""
    found = plan.form(code)
    assert found is not None
    return found


def filling(
    plan: Campaign | None = None, code: str = "registration", *, items: Sequence[Item] = (), now: datetime = NOW
) -> Filling:
    """A form as the station fills it in."""
    found = plan or campaign()
    form = form_in(found, code)
    return Filling(found, form, form.periods[0], now, tuple(items))


def said(draft: RegistrationDraft, plan: Campaign | None = None) -> Registration:
    """What a complete draft says. Raises RefusalsError ``submission_incomplete`` with every fault."""
    return registered(kind_of(draft).content_of(draft, filling(plan)))


DRAFT = RegistrationDraft.model_validate(
    {
        "items": [
            {"id": "b", "field": "public-finance", "content": "Thu tiền điện tử", "expected": "Quý IV/2022"},
            {
                "id": "a",
                "field": "steering",
                "content": "Tuyên truyền",
                "parts": ["Một", "Hai"],
                "expected": "Năm 2022",
            },
        ],
        "nil_fields": ["organisation"],
    }
)


def changed(draft: RegistrationDraft, position: int = 0, **update: Any) -> RegistrationDraft:
    """The draft with one row typed differently."""
    items = list(draft.items)
    items[position] = items[position].model_copy(update=update)
    return draft.model_copy(update={"items": tuple(items)})


def record(submission: Submission, private: SubmissionPrivate | None = None, version: int = 1) -> SubmissionRecord:
    return Record(submission.id, version, submission, private or SubmissionPrivate(draft=DRAFT))


def then(before: SubmissionRecord, change: SubmissionChange | None) -> SubmissionRecord:
    """The record as the store would have it after the change."""
    assert change is not None
    return Record(before.id, before.version + 1, change.public, change.private)


def redrafted(before: SubmissionRecord, draft: Draft) -> SubmissionRecord:
    return Record(before.id, before.version + 1, before.public, SubmissionPrivate(draft=draft))


def typed_in(record: SubmissionRecord) -> RegistrationDraft:
    """What is typed of a registration so far."""
    return drafted(record.private.draft)


def started(plan: Campaign | None = None) -> SubmissionRecord:
    change = submissions.start(plan or campaign(), REGISTRATION, STATION, CLERK)
    return record(change.public)


def delivered(plan: Campaign | None = None) -> SubmissionRecord:
    before = started(plan)
    return then(before, submissions.submit(before, plan or campaign(), CLERK, NOW))


LATER = NOW + timedelta(hours=1)
