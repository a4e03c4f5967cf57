"""What of a plan moves to another year, and what stays letter for letter."""

from datetime import date, time

import pytest

from services.registration.campaigns.model.years import moved, moved_deadline, moved_periods, moved_round, retitled
from shared.contracts.campaigns import CampaignRound
from shared.contracts.forms import Period, Window
from shared.language.deadlines import Deadline

MOVEMENT = "Phát động phong trào thi đua về cải cách hành chính, nhân rộng mô hình, giải pháp, sáng kiến tiêu biểu"
DISTRICT = (
    MOVEMENT + " về cải cách hành chính trên địa bàn quận Tân Bình năm {}, tiến tới tham gia đăng ký dự thi Giải thưởng"
    " sáng tạo Thành phố Hồ Chí Minh lần thứ 3 - năm 2023, Lĩnh vực 3: Quản lý nhà nước"
)
THEME = (
    "“Thích ứng an toàn, linh hoạt, kiểm soát hiệu quả dịch COVID-19, tiếp tục nâng cao chất lượng xây dựng chính quyền"
    " đô thị, cải thiện môi trường đầu tư, đồng hành cùng doanh nghiệp”"
)


@pytest.mark.parametrize(
    ("year", "text"),
    [
        # quoted from the documents of 2018-2024
        (2023, "Giải thưởng sáng tạo Thành phố Hồ Chí Minh lần thứ 3 - năm 2023"),
        (2023, DISTRICT.format(2022)),
        (2022, f"theo chủ đề năm 2022 của Thành phố {THEME}"),
        (
            2024,
            "CẢI CÁCH HÀNH CHÍNH GẮN VỚI CHỦ ĐỀ NĂM 2024 CỦA THÀNH PHỐ “QUYẾT TÂM THỰC HIỆN HIỆU QUẢ CHUYỂN ĐỔI SỐ VÀ"
            " NGHỊ QUYẾT SỐ 98/2023/QH15 CỦA QUỐC HỘI”",
        ),
        (2023, "Với chủ đề Quyết tâm thực hiện hiệu quả Chuyển đổi số và Nghị quyết số 98/2023/QH15 của Quốc hội”"),
        (2021, "Căn cứ Kế hoạch số 283/KH-UBND ngày 02 tháng 11 năm 2021 của Ủy ban nhân dân quận Tân Bình"),
        (2022, "Thực hiện Kế hoạch số 1018/KH-UBND ngày 05 tháng 4 năm 2022 của Ủy ban nhân dân thành phố"),
        (
            2022,
            "Kế hoạch số 55/KH-TTYT ngày 14/4/2022 của Trung tâm Y tế quận Tân Bình về phát động phong trào thi đua yêu"
            " nước năm 2022",
        ),
        (
            2022,
            "Kế hoạch số 777/KH-SYT ngày 27 tháng 01 năm 2022 của Sở Y tế về thực hiện công tác cải cách hành chính"
            " ngành Y tế Thành phố năm 2022",
        ),
        (2022, "(Ban hành kèm theo Kế hoạch số 14/KH-UBND ngày 28 tháng 4 năm 2022 của Chủ tịch Ủy ban nhân dân quận)"),
        (
            2021,
            "Quyết định số 788/QĐ-UBND ngày 17 tháng 3 năm 2022 về việc công bố chỉ số đánh giá Cải cách hành chính năm"
            " 2021 của các cơ quan, đơn vị",
        ),
        (2021, "Chỉ thị số 23/CT-TTg ngày 02 tháng 9 năm 2021 của Thủ tướng Chính phủ"),
        (2019, "giai đoạn 2019-2020, định hướng đến 2025"),
        (2025, "Chương trình chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030"),
        (2018, "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ"),
        (2021, "Tuyên truyền về cải cách hành chính nhà nước giai đoạn 2021-2030"),
        (2021, "Từ năm 2021 đến năm 2030."),
        (2021, "Cơ cấu Chính phủ nhiệm kỳ 2021-2026."),
        (2023, "Lĩnh vực 3: Quản lý nhà nước, lần thứ 3 - năm 2023"),
        (
            2022,
            "theo Kế hoạch cải cách hành chính nhà nước và Kế hoạch thực hiện công tác cải cách hành chính năm 2022",
        ),
        # made
        (2022, "Phát động phong trào “Cải cách hành chính năm 2022”"),
        (2022, 'Phát động phong trào "Cải cách hành chính năm 2022"'),
        (2022, "Phát động phong trào «Cải cách hành chính năm 2022»"),
        (2022, "Phát động phong trào ‘Cải cách hành chính năm 2022’"),
        (2022, "Phát động phong trào “Cải cách hành chính năm 2022, chưa đóng ngoặc"),
        (2022, 'Phát động phong trào "Cải cách hành chính năm 2022, chưa đóng ngoặc'),
        (2022, "Thi hành Luật Thi đua, khen thưởng năm 2022"),
        (2022, "Hội thi Cải cách hành chính năm 2022"),
        (2022, "Thực hiện Kế hoạch cải cách hành chính năm 2022 của Thành phố"),
        (2022, "Phong trào thi đua năm 2022 - 2023"),
        (2022, "Phong trào thi đua năm 2022-2023"),
        (2022, "Phong trào thi đua các năm 2022, 2023"),
        (2022, "Tổng kết phong trào năm 2022 và phương hướng năm 2023"),
        (2022, "Phong trào thi đua tháng 12 năm 2022"),
        (2022, "Phong trào thi đua quý IV năm 2022"),
        (2022, "So với năm 2022"),
        (2022, "Phong trào thi đua 2022"),
        (2022, "Phong trào thi đua 2022, tổng kết năm 2022"),
        (2022, "Đổi mới năm 2022” của Thành phố"),
        (2022, "Đổi mới năm 2022» của Thành phố"),
        (2022, "Phong trào thi đua năm 20223, số 12022"),
        (2022, "Phong trào thi đua năm 2023 và năm 2021"),
    ],
)
def test_what_is_not_surely_the_plans_own_stays_letter_for_letter(year: int, text: str) -> None:
    assert retitled(text, year, 2) == text


@pytest.mark.parametrize(
    ("text", "later"),
    [
        (DISTRICT.format(2022), DISTRICT.format(2024)),
        (f"{MOVEMENT} trong lĩnh vực Y tế năm 2022", f"{MOVEMENT} trong lĩnh vực Y tế năm 2024"),
        (
            "Thống kê tên các giải pháp đăng ký thực hiện cải cách hành chính năm 2022 theo từng lĩnh vực",
            "Thống kê tên các giải pháp đăng ký thực hiện cải cách hành chính năm 2024 theo từng lĩnh vực",
        ),
        ("THỰC HIỆN CẢI CÁCH HÀNH CHÍNH NĂM 2022", "THỰC HIỆN CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
        ("Phong trào “Đổi mới năm 2022” năm 2022", "Phong trào “Đổi mới năm 2022” năm 2024"),
        ("Phong trào năm 2022, tổng kết năm 2022", "Phong trào năm 2024, tổng kết năm 2022"),
        ("Phong trào năm 2022 gắn với Chỉ số năm 2022", "Phong trào năm 2024 gắn với Chỉ số năm 2022"),
        ("Báo cáo sơ kết 6 tháng đầu năm 2022", "Báo cáo sơ kết 6 tháng đầu năm 2024"),
        ("Nâng cao chất lượng giải quyết thủ tục năm 2022", "Nâng cao chất lượng giải quyết thủ tục năm 2024"),
    ],
)
def test_the_plans_own_year_moves(text: str, later: str) -> None:
    assert retitled(text, 2022, 2) == later
    assert retitled(text, 2022, 0) == text


@pytest.mark.parametrize(
    ("wording", "later"),
    [
        ("trước ngày 07 tháng 5 năm 2022", "trước ngày 07 tháng 5 năm 2024"),
        ("Trước ngày 12 tháng 5 năm 2022", "Trước ngày 12 tháng 5 năm 2024"),
        ("10 giờ ngày 13/5/2022", "10 giờ ngày 13/5/2024"),
        ("Trước ngày 05/11/2022", "Trước ngày 05/11/2024"),
        ("hết ngày 31-5-2022", "hết ngày 31-5-2024"),
    ],
)
def test_a_deadline_moves_in_its_own_words(wording: str, later: str) -> None:
    after = moved_deadline(Deadline.parse(wording), 2)
    assert after == Deadline.parse(later)
    assert after.wording == later


@pytest.mark.parametrize(
    ("wording", "at", "inclusive", "later"),
    [
        ("trước ngày 07/5/2022 (Kế hoạch 91/KH-UBND ngày 06/4/2022)", None, False, None),
        ("“trước ngày 07/5/2022”", None, False, "trước ngày 07/05/2024"),
        ("thứ Bảy, ngày 07/5/2022", None, True, "đến hết ngày 07/05/2024"),
        ("sáng thứ bảy 07/5/2022", time(10, 30), True, "10 giờ 30 phút ngày 07/05/2024"),
        ("trước giờ nghỉ trưa, tuần đầu tháng 5", time(11), False, "trước 11 giờ ngày 07/05/2024"),
    ],
)
def test_a_deadline_never_says_another_day_than_it_means(
    wording: str, at: time | None, inclusive: bool, later: str | None
) -> None:
    """None: its own date moves within its words, and that of the document beside it stays."""
    after = moved_deadline(Deadline(date=date(2022, 5, 7), time=at, inclusive=inclusive, wording=wording), 2)
    assert after.wording == (later or "trước ngày 07/5/2024 (Kế hoạch 91/KH-UBND ngày 06/4/2022)")
    assert after.date == date(2024, 5, 7)
    if later:
        assert Deadline.parse(later) == after


def test_a_period_moves_with_its_opening_by_vietnams_calendar_and_its_window() -> None:
    due = Deadline.parse("trước ngày 01/02/2022")
    window = Window(first=date(2021, 12, 15), last=date(2022, 1, 14))
    period = Period.model_validate({"opens_at": "2022-01-01T00:00:00+07:00", "due": due, "window": window})
    (later,) = moved_periods((period,), 1)
    assert later.opens_at is not None
    assert later.opens_at.isoformat() == "2022-12-31T17:00:00+00:00"
    assert later.window == Window(first=date(2022, 12, 15), last=date(2023, 1, 14))
    assert later.due.date == date(2023, 2, 1)


def test_an_opening_on_a_leap_day_moves_by_vietnams_calendar() -> None:
    due = Deadline.parse("trước ngày 10/3/2024")
    period = Period.model_validate({"opens_at": "2024-02-29T00:00:00+07:00", "due": due})
    later = moved_periods((period,), 1)[0].opens_at
    assert later is not None
    assert later.isoformat() == "2025-02-27T17:00:00+00:00"


def turn(code: str, due: str, opens: str) -> Period:
    window = {"first": opens, "last": opens}
    opening = f"{opens}T00:00:00+07:00"
    return Period.model_validate({"code": code, "due": Deadline.parse(due), "opens_at": opening, "window": window})


def test_weeks_that_no_schedule_makes_keep_their_numbers_and_their_days_of_the_week() -> None:
    weeks = (
        turn("2026-W01", "hết ngày 02/01/2026", "2025-12-29"),
        turn("2026-W53", "hết ngày 01/01/2027", "2026-12-28"),
    )
    (later,) = moved_periods(weeks, 1)
    assert (later.code, later.due.date, later.due.wording) == ("2027-W01", date(2027, 1, 8), "đến hết ngày 08/01/2027")
    assert later.window == Window(first=date(2027, 1, 4), last=date(2027, 1, 4))
    assert later.opens_at is not None
    assert later.opens_at.isoformat() == "2027-01-03T17:00:00+00:00"
    assert moved_periods(weeks[1:], 1) == weeks[1:], "a week 53 alone stays for a person to see"


def test_months_that_no_schedule_makes_move_with_their_dates() -> None:
    (later,) = moved_periods((turn("2024-02", "hết ngày 29/02/2024", "2024-02-01"),), 1)
    assert (later.code, later.due.date, later.window) == (
        "2025-02",
        date(2025, 2, 28),
        Window(first=date(2025, 2, 1), last=date(2025, 2, 1)),
    )
    assert moved_periods((later,), 0) == (later,)


def test_a_round_moves_with_its_own_days_only() -> None:
    wording = "Từ ngày 01 tháng 6 năm 2022 đến ngày 25 tháng 11 năm 2022, theo văn bản ngày 06/4/2022 và “25/11/2022”"
    turn = CampaignRound(name="Đợt 2", starts=date(2022, 6, 1), ends=date(2022, 11, 25), wording=wording)
    later = moved_round(turn, 1)
    assert (later.starts, later.ends) == (date(2023, 6, 1), date(2023, 11, 25))
    assert later.wording == (
        "Từ ngày 01 tháng 6 năm 2023 đến ngày 25 tháng 11 năm 2023, theo văn bản ngày 06/4/2022 và “25/11/2022”"
    )


def test_a_leap_day_moves_to_the_last_of_february_in_words_as_well() -> None:
    assert moved(date(2024, 2, 29), 4) == date(2028, 2, 29)
    after = moved_deadline(Deadline.parse("trước ngày 29/02/2024"), 1)
    assert (after.date, after.wording) == (date(2025, 2, 28), "trước ngày 28/02/2025")
