"""What an announcement says of the forms that it asks for, whatever they are and however often."""

import pytest

from services.notify.causes.model.campaign_causes import of_campaign
from services.notify.channels.model.records import Known
from services.notify.channels.wording import Wording
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, Period
from shared.language.deadlines import Deadline
from shared.language.recurrence import Repeat
from tests.notify_samples import CAMPAIGN, CENTRE, STATION, campaign, centre, station

WORDING = Wording("http://127.0.0.1:8000/")
MAU_1 = campaign().forms[0]
MONTHS = ("2022-07", "2022-06", "2022-08")
NIL = "Lĩnh vực nào không có nội dung thì đánh dấu “không có”"


def form(code: str, name: str, *due: str, kind: str = "a-kind-of-tomorrow", **more: object) -> Form:
    codes = MONTHS if len(due) > 1 else (None,)
    periods = tuple(Period(code=c, due=Deadline.parse(text)) for c, text in zip(codes, due, strict=True))
    return Form.model_validate({"code": code, "kind": kind, "name": name, "title": name, "periods": periods, **more})


SURVEY = form("survey", "Khảo sát", "20/7/2022", "20/6/2022", "20/8/2022", repeat=Repeat.MONTH)
LIST = form("list", "Danh sách", "hết ngày 30/6/2022", optional=True)
REPORT = form("completion", "Mẫu 2 - Báo cáo kết quả", "05/11/2022", kind="results", answers="registration")


def plan(*forms: Form) -> Campaign:
    return campaign().model_copy(update={"forms": forms})


def announced(*forms: Form) -> tuple[str, str, str]:
    """Sentence, subject and mail."""
    one = next(iter(of_campaign(plan(*forms)))).notification
    known = Known({STATION: station(), CENTRE: centre()}, {CAMPAIGN: plan(*forms)})
    return WORDING.sentence(one, known), WORDING.subject(one, known), WORDING.letter(one, known)[0]


def test_the_one_form_that_others_report_on_is_announced_alone() -> None:
    assert announced(MAU_1, REPORT) == announced(MAU_1)
    sentence, subject, letter = announced(MAU_1)
    assert sentence.endswith(" Hạn gửi Mẫu 1: 10 giờ 13/5/2022.")
    assert subject == "Phong trào số 70/KH-TTYT, hạn gửi Mẫu 1: 10 giờ 13/5/2022"
    assert "\n\nĐơn vị cần gửi bản đăng ký (Mẫu 1). Thời hạn: 10 giờ 13/5/2022.\n\nXin mở phong trào" in letter
    assert NIL in letter


def test_of_several_forms_each_is_named_with_its_deadline_and_how_often() -> None:
    sentence, subject, letter = announced(MAU_1, SURVEY, LIST, REPORT)
    lines = (
        "Mẫu 1 - Đăng ký, hạn gửi: 10 giờ 13/5/2022",
        "Khảo sát, mỗi tháng một lần, hạn gửi lần đầu: 20/6/2022",
        "Danh sách (nếu có), hạn gửi: hết ngày 30/6/2022",
        "Mẫu 2 - Báo cáo kết quả, hạn gửi: 05/11/2022",
    )
    assert sentence.endswith(f" Biểu mẫu phải gửi: {'; '.join(lines)}.")
    assert subject == "Phong trào số 70/KH-TTYT, 4 biểu mẫu phải gửi"
    assert "\n\nĐơn vị cần gửi:\n" + "".join(f"- {line}\n" for line in lines) + "\nXin mở phong trào" in letter
    assert NIL in letter


@pytest.mark.parametrize("asked", [SURVEY, form("plan", "Kế hoạch", "20/6/2022"), LIST])
def test_a_kind_that_this_service_does_not_know_is_announced_by_the_plans_words(asked: Form) -> None:
    sentence, _, letter = announced(asked)
    assert asked.name in sentence
    assert asked.name in letter
    assert "\n\nXin mở phong trào trên hệ thống để xem biểu mẫu và gửi.\n" in letter
    assert "Lĩnh vực" not in letter


@pytest.mark.parametrize("repeat", Repeat)
def test_every_repeat_has_words(repeat: Repeat) -> None:
    sentence, _, _ = announced(SURVEY.model_copy(update={"repeat": repeat}))
    assert "một lần" in sentence
