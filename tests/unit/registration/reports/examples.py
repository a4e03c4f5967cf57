"""The centre's plan with Mẫu 2 and its outline, a delivered registration of three items, and answers to them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from services.registration.submissions.delivery.model import life as submissions
from services.registration.submissions.model.draft import SubmissionPrivate, SubmissionRecord
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, FormPeriod
from shared.contracts.items import Item
from shared.contracts.submissions import Submission, SubmissionStatus
from shared.forms.registry import kind_of
from shared.forms.results.model import DraftResult, Report, ReportDraft, reported
from shared.forms.values import Filling
from shared.rules.force import basis_of
from shared.rules.ids import submission_id
from tests.unit.registration import examples
from tests.unit.registration.examples import CLERK, NOW, STATION, campaign, form, form_in, record, started, then

AUTUMN = datetime(2022, 11, 1, 2, 0, tzinfo=UTC)
OUTLINE = [
    {"number": "I", "title": "Đặc điểm tình hình"},
    {"number": "II", "title": "Thực trạng tại cơ quan, đơn vị"},
    {"number": "III", "title": "Tóm tắt về mô hình, giải pháp", "per_item": True},
    {"number": "IV", "title": "Kết quả đạt được sau khi áp dụng mô hình, giải pháp", "per_item": True},
    {"number": "V", "title": "Đánh giá chung"},
    {"number": "V.1", "title": "Ưu điểm"},
    {"number": "V.2", "title": "Hạn chế"},
    {"number": "V.3", "title": "Bài học kinh nghiệm"},
]
TEXTS = ["I", "II", "V.1", "V.2", "V.3"]
DONE = DraftResult.model_validate(
    {
        "item": "a",
        "outcome": "done",
        "done_on": "Quý III/2022",
        "result": "Mỗi tuần một bài",
        "figures": [{"name": "Số bài", "value": "1.234,5", "unit": "bài"}],
        "evidence": "Trang thông tin điện tử",
    }
)
NOT_DONE = DraftResult.model_validate(
    {"item": "b", "outcome": "not_done", "reason": "Chờ kinh phí", "new_expected": "Quý I/2023"}
)


def plan(**changes: Any) -> Campaign:
    """The centre's plan with an interim report as well."""
    forms = [
        form("registration", "10 giờ 13/5/2022"),
        form("interim", "trước ngày 10/6/2022") | {"outline": OUTLINE},
        form("completion", "trước ngày 05/11/2022") | {"outline": OUTLINE},
    ]
    return campaign(**{"forms": forms, **changes})


def form_of(code: str = "completion") -> Form:
    return form_in(plan(), code)


def filling(code: str = "completion", items: Sequence[Item] | None = None) -> Filling:
    """The report as the station fills it in: it answers what was registered, as far as a test does not say
    otherwise."""
    return examples.filling(plan(), code, items=basis() if items is None else items, now=AUTUMN)


def said(draft: ReportDraft, filled: Filling | None = None) -> Report:
    """What a complete draft says. Raises RefusalsError ``submission_incomplete`` with every fault."""
    return reported(kind_of(draft).content_of(draft, filled or filling()))


def registered() -> Submission:
    """The example's registration, delivered: "a" in steering with two parts, "b" in public finance."""
    before = started(plan())
    return then(before, submissions.submit(before, plan(), CLERK, NOW)).public


def basis() -> tuple[Item, ...]:
    return basis_of([registered()], plan())


def answered(*results: DraftResult, texts: list[str] | None = None, **more: Any) -> ReportDraft:
    """A complete draft, as far as a test does not say otherwise."""
    passages = [{"section": number, "text": f"Mục {number}"} for number in (TEXTS if texts is None else texts)]
    found = ReportDraft.model_validate({"passages": passages, **more})
    return found.model_copy(update={"results": results or (DONE, NOT_DONE)})


def report(draft: ReportDraft, code: str = "completion") -> SubmissionRecord:
    """A report that was begun."""
    begun = Submission(
        id=submission_id(plan().id, FormPeriod(code), STATION),
        organisation=STATION,
        campaign=plan().id,
        form=code,
        status=SubmissionStatus.DRAFT,
    )
    return record(begun, SubmissionPrivate(draft=draft))
