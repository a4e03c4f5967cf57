"""Campaigns, submissions and decisions as the reporting tests need them, and what reporting reads of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.contracts.campaigns import Campaign, CampaignStatus, DocumentDate, Field
from shared.contracts.content import Content
from shared.contracts.forms import Form, FormPeriod, Period
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
from shared.language.deadlines import Deadline
from shared.language.periods import CompletionPeriod
from shared.rules.ids import submission_id

CENTRE, DISTRICT, DEPARTMENT = "ttyt-tan-binh", "ubnd-tan-binh", "so-y-te"
FIELDS = {
    "steering": "Công tác chỉ đạo, điều hành và truyền thông về cải cách hành chính",
    "institutions": "Công tác cải cách thể chế",
    "procedures": "Cải cách thủ tục hành chính",
    "organisation": "Cải cách tổ chức bộ máy hành chính nhà nước",
    "civil-service": "Cải cách chế độ công vụ",
    "public-finance": "Cải cách tài chính công",
}
START = datetime(2022, 5, 12, 1, 0, tzinfo=UTC)
PARTS = (
    "Phối hợp nâng cao chất lượng đăng tải thông tin, văn bản về công tác CCHC của Trung tâm",
    "Xây dựng chuyên trang quảng bá các hoạt động, dịch vụ chăm sóc sức khỏe nhân dân của đơn vị",
    "Tăng cường đăng tải các thông tin truyền thông trong công tác phòng chống dịch bệnh",
    "Tham mưu triển khai các hoạt động truyền thông hỏi đáp, góp ý trực tuyến trên trang fanpage",
)
REAL_ITEMS = (
    ("steering", "Giải pháp nâng cao chất lượng tuyên truyền thực hiện công tác cải cách hành chính", "Năm 2022"),
    ("organisation", "Quản lý nhân lực bằng Ứng dụng phần mềm AppSheet kết hợp Google Studio.", "Quý IV/2022"),
    ("public-finance", "Áp dụng thu tiền và ứng dụng thanh toán điện tử", "Quý IV/2022"),
)
MAU_1 = FormPeriod("registration")
DECIDED_STATE = {
    Outcome.APPROVE: RecipientStatus.APPROVED,
    Outcome.RETURN: RecipientStatus.RETURNED,
    Outcome.REJECT: RecipientStatus.REJECTED,
}


def campaign(
    obliged: Sequence[str],
    *,
    ident: str = "2958-kh-syt-2022",
    fields: Mapping[str, str] = FIELDS,
    recipients: Sequence[str] = (DEPARTMENT,),
    wording: str = "trước ngày 12/5/2022",
) -> Campaign:
    """A plan that asks the obliged organisations for Mẫu 1, its fields numbered in the order given."""
    mau_1 = form(MAU_1.form, periods=(Period(due=Deadline.parse(wording)),))
    return Campaign(
        id=ident,
        number="2958/KH-SYT",
        title="Phát động phong trào thi đua về cải cách hành chính",
        year=2022,
        issuer=recipients[0],
        recipients=tuple(recipients),
        status=CampaignStatus.ANNOUNCED,
        dates=(DocumentDate(date=datetime(2022, 5, 6, tzinfo=UTC).date(), place="Đầu văn bản"),),
        fields=tuple(Field(code=code, number=n, name=name) for n, (code, name) in enumerate(fields.items(), start=1)),
        forms=(mau_1,),
        obliged=tuple(obliged),
    )


def form(code: str, *, periods: Sequence[Period], kind: str = "initiatives", **more: Any) -> Form:
    """A form of a kind, sent in these periods."""
    values: dict[str, Any] = {"name": f"Biểu {code}", "title": f"Biểu {code}", **more}
    return Form(code=code, kind=kind, periods=tuple(periods), **values)


def item(ident: str, field: str, content: str = "Ứng dụng chữ ký số", expected: str = "Năm 2022") -> Item:
    return Item(id=ident, field=field, content=content, expected=CompletionPeriod.parse(expected))


def answering(*items: Item, fields: Mapping[str, str] = FIELDS) -> Content:
    """A complete answer: every field without an item is answered with nil."""
    filled = {one.field for one in items}
    return Registration(items=items, nil_fields=tuple(code for code in fields if code not in filled))


def real_registration() -> Content:
    """The centre's three items, the first with its four numbered sub-contents."""
    items = [item(f"i{n}", field, content, expected) for n, (field, content, expected) in enumerate(REAL_ITEMS, 1)]
    return answering(items[0].model_copy(update={"parts": PARTS}), *items[1:])


def version(
    content: Content, number: int = 1, *, late: bool = False, recipients: Sequence[str] = (DEPARTMENT,)
) -> Version:
    """A version delivered `number` hours after START."""
    return Version(
        number=number,
        content=content,
        recipients=tuple(recipients),
        delivered_at=START + timedelta(hours=number),
        delivered_by=Person(account="van-thu", name="Văn thư", organisation="khoa-1"),
        late=late,
    )


def decision(
    number: int, outcome: Outcome, reason: str = "", items: Mapping[str, tuple[Outcome, str]] | None = None
) -> Decision:
    return Decision(
        version=number,
        outcome=outcome,
        reason=reason,
        items=tuple(ItemDecision(item=i, outcome=o, reason=r) for i, (o, r) in (items or {}).items()),
        decided_at=START + timedelta(hours=number, minutes=30),
        decided_by=Person(account="tccb", name="Phòng Tổ chức Cán bộ", organisation=DEPARTMENT),
    )


def submission(
    organisation: str,
    *versions: Version,
    decisions: Mapping[str, Sequence[Decision]] | None = None,
    states: Mapping[str, RecipientStatus] | None = None,
    status: SubmissionStatus = SubmissionStatus.DELIVERED,
    withdrawn_at: datetime | None = None,
    ident: str = "2958-kh-syt-2022",
    asked: FormPeriod = MAU_1,
    **more: Any,
) -> Submission:
    """A submission whose state with each recipient follows from the decisions, unless `states` says otherwise."""
    recipients = []
    for name in dict.fromkeys(name for one in versions for name in one.recipients):
        newest = max(one.number for one in versions if name in one.recipients)
        taken = tuple((decisions or {}).get(name, ()))
        decided = taken and taken[-1].version == newest
        state = DECIDED_STATE[taken[-1].outcome] if decided else RecipientStatus.RECEIVED
        state = (states or {}).get(name, state)
        recipients.append(Recipient(organisation=name, status=state, version=newest, decisions=taken))
    return Submission(
        id=submission_id(ident, asked, organisation),
        organisation=organisation,
        campaign=ident,
        form=asked.form,
        period=asked.period,
        status=status,
        versions=versions,
        recipients=tuple(recipients),
        withdrawn_at=withdrawn_at,
        **more,
    )
