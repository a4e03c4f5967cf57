"""What people read: sentences, and mails that no text can break out of."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from services.notify.causes.model.campaign_causes import of_campaign
from services.notify.causes.model.case_causes import of_case
from services.notify.channels import wording
from services.notify.channels.letters import Letters
from services.notify.channels.model.records import NAMED_IN_FACTS, Known
from services.notify.channels.wording import Wording, path_of
from services.notify.settings import NotifySettings
from shared.contracts.cases import Case
from shared.contracts.notifications import Notification
from shared.contracts.submissions import Outcome
from shared.settings import Mode
from tests.notify_samples import (
    CAMPAIGN,
    CENTRE,
    START,
    STATION,
    campaign,
    case,
    centre,
    decided,
    delivered,
    delivered_again,
    hours,
    round_of,
    station,
    withdrawn,
)

WORDING = Wording("http://127.0.0.1:8000/")
KNOWN = Known({STATION: station(), CENTRE: centre()}, {CAMPAIGN: campaign()})
SENDER = "Sáng Kiến <sangkien@example.org>"


def newest(state: Case) -> Notification:
    return list(of_case(state, delivered(state)))[-1].notification


RETURNED = decided(case(), Outcome.RETURN, START, reason="Thiếu minh chứng", item_reason="Nêu số liệu cụ thể")
NEWS = {
    "announced": next(iter(of_campaign(campaign()))).notification,
    "opened": newest(case(round_of(1, late=True))),
    "opened again": newest(delivered_again(RETURNED, START + hours(1))),
    "withdrawn": newest(withdrawn(case(), START)),
    "approved": newest(decided(case(), Outcome.APPROVE, START)),
    "returned": newest(RETURNED),
    "rejected": newest(decided(case(), Outcome.REJECT, START, reason="Không thuộc lĩnh vực")),
}
SENTENCES = {
    "announced": (
        "TTYT Tân Bình phát động phong trào số 70/KH-TTYT: Phát động phong trào thi đua về cải cách hành chính "
        "năm 2022. Hạn gửi Mẫu 1: 10 giờ 13/5/2022."
    ),
    "opened": ("TYT Phường 1 gửi bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT, trễ hạn. Hồ sơ chờ thẩm định."),
    "opened again": "TYT Phường 1 gửi bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT, lần 2. Hồ sơ chờ thẩm định.",
    "withdrawn": "TYT Phường 1 rút bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT. Lý do: Gửi nhầm bản.",
    "approved": "TTYT Tân Bình duyệt bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT.",
    "returned": (
        "TTYT Tân Bình trả lại bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT, để bổ sung. Lý do: Thiếu minh chứng. "
        "“Giải pháp nâng cao chất lượng tuyên truyền cải cách hành chính”: trả lại bổ sung. Lý do: Nêu số liệu cụ thể."
    ),
    "rejected": (
        "TTYT Tân Bình không duyệt bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT. Lý do: Không thuộc lĩnh vực."
    ),
}


def letters() -> Letters:
    return Letters(WORDING, notify_settings().sender)


def notify_settings(**overrides: object) -> NotifySettings:
    values = {"amqp_url": "x", "mongo_url": "x", "token_public_key": "x", "mail_from": SENDER}
    return NotifySettings.model_validate({"mode": Mode.LOCAL, **values, **overrides})


def received(notification: Notification, known: Known = KNOWN, mailbox: str = "hop.thu@example.org") -> EmailMessage:
    """The mail as its reader's program takes it apart."""
    raw = letters().write(notification, known, mailbox, START).as_bytes()
    parsed = message_from_bytes(raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert isinstance(part, EmailMessage)
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


@pytest.mark.parametrize("news", NEWS)
def test_the_sentence(news: str) -> None:
    assert WORDING.sentence(NEWS[news], KNOWN) == SENTENCES[news]


@pytest.mark.parametrize("news", NEWS)
def test_names_that_nobody_has_told_yet_appear_by_id(news: str) -> None:
    assert CAMPAIGN in WORDING.sentence(NEWS[news], Known())


def test_the_link_leads_to_the_readers_own_page() -> None:
    assert path_of(NEWS["opened"]) == f"/tham-dinh/{CENTRE}/{case().id}"
    assert path_of(NEWS["returned"]) == f"/dang-ky/{case().submission}"
    assert path_of(NEWS["announced"]) == f"/phong-trao/{CAMPAIGN}"


def test_a_decisions_mail_whole() -> None:
    letter = received(NEWS["returned"])
    assert letter["Subject"] == "Trả lại để bổ sung: bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT"
    assert letter["From"] == SENDER
    assert letter["To"] == "hop.thu@example.org"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"] == "Thu, 12 May 2022 08:00:00 +0700"
    assert text_of(letter) == (
        "Kính gửi: Trạm Y tế Phường 1\n\n"
        "Trung tâm Y tế quận Tân Bình đã trả lại bản đăng ký (Mẫu 1) của đơn vị, phong trào số 70/KH-TTYT "
        "(lần gửi thứ 1), để bổ sung.\n\n"
        "Lý do: Thiếu minh chứng\n\n"
        "Nội dung cần xem lại:\n"
        "- “Giải pháp nâng cao chất lượng tuyên truyền cải cách hành chính”: trả lại bổ sung. "
        "Lý do: Nêu số liệu cụ thể\n\n"
        "Xin mở bản đăng ký (Mẫu 1) trên hệ thống, sửa theo lý do trên rồi gửi lại.\n\n"
        f"Xem chi tiết: http://127.0.0.1:8000/dang-ky/{case().submission}\n\n"
        "-- \n"
        "Thư do hệ thống Sáng Kiến gửi tự động, xin không trả lời thư này. "
        "Mọi thông báo của đơn vị: http://127.0.0.1:8000/thong-bao\n"
    )


@pytest.mark.parametrize("news", NEWS)
def test_every_mail_has_a_greeting_paragraphs_and_a_link(news: str) -> None:
    letter = received(NEWS[news])
    plain, html = text_of(letter), text_of(letter, "html")
    assert plain.startswith("Kính gửi: ")
    assert "\n\n\n" not in plain
    link = f"http://127.0.0.1:8000{path_of(NEWS[news])}"
    assert f"Xem chi tiết: {link}\n" in plain
    assert f'href="{link}"' in html
    assert len(html.split("<p>")) == len(plain.split("\n\n"))


def test_the_reviewing_office_is_greeted_by_its_name() -> None:
    greeting = "Kính gửi: Phòng Tổ chức - Hành chính, Trung tâm Y tế quận Tân Bình\n"
    assert text_of(received(NEWS["opened"])).startswith(greeting)


def test_the_same_notification_has_the_same_message_id() -> None:
    ids = {str(received(NEWS[news])["Message-ID"]) for news in NEWS for _ in range(2)}
    assert len(ids) == len(NEWS)
    assert all(ident.endswith("@example.org>") for ident in ids)


def test_markup_in_a_reason_stays_text() -> None:
    reason = '<img src=x onerror="alert(1)"> & {{ 7 * 7 }}'
    letter = received(newest(decided(case(), Outcome.RETURN, START, reason=reason)))
    assert "<img" not in text_of(letter, "html")
    assert "&lt;img src=x onerror=" in text_of(letter, "html")
    assert reason in text_of(letter)


def test_a_line_break_in_a_name_makes_no_header() -> None:
    nasty = station().model_copy(update={"short_name": "TYT\r\nBcc: kẻ.gian@example.org\r\n\r\nNội dung khác"})
    known = Known({STATION: nasty, CENTRE: centre()}, KNOWN.campaigns)
    letter = received(NEWS["opened"], known)
    assert letter["Bcc"] is None
    assert "Bcc: kẻ.gian@example.org" in letter["Subject"]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_name_comes_back_from_the_subject_as_it_was(name: str) -> None:
    odd = station().model_copy(update={"short_name": name})
    letter = received(NEWS["opened"], Known({STATION: odd, CENTRE: centre()}, KNOWN.campaigns))
    expected = f"Hồ sơ chờ thẩm định: {name}, bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT"
    assert " ".join(str(letter["Subject"]).split()) == " ".join(expected.split())


@pytest.mark.parametrize("mail_from", ["", "Sáng Kiến", "Sáng Kiến <>", "a@b@c", "Sáng Kiến <sangkien@>"])
def test_a_sender_that_is_no_address_is_refused_at_the_start(mail_from: str) -> None:
    with pytest.raises(ValidationError, match="SANGKIEN_MAIL_FROM must look like"):
        notify_settings(mail_from=mail_from)


def test_every_organisation_that_a_text_names_is_waited_for() -> None:
    texts = [path.read_text() for path in (Path(wording.__file__).parent / "templates" / "kinds").iterdir()]
    assert {fact for text in texts for fact in re.findall(r"(?:name|short)\(facts\.(\w+)\)", text)} == {*NAMED_IN_FACTS}
