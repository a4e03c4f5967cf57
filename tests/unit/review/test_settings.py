"""Whom an instance reviews for is told by one variable; what is wrong with it is said by its name."""

import pytest

from services.review.settings import ReviewSettings
from shared.settings import load

COMMON = {"mode": "local", "amqp_url": "amqp://here", "mongo_url": "mongodb://here", "token_public_key": "key"}


def test_ids_are_separated_by_commas_and_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEW_ORGANISATIONS", " ttyt-tan-binh, so-y-te ,ttyt-tan-binh")
    assert load(ReviewSettings, **COMMON).organisations == ("ttyt-tan-binh", "so-y-te")


def test_one_process_may_hand_the_ids_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REVIEW_ORGANISATIONS", raising=False)
    assert load(ReviewSettings, organisations=("so-y-te",), **COMMON).organisations == ("so-y-te",)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "REVIEW_ORGANISATIONS: set REVIEW_ORGANISATIONS"),
        (" , ", "REVIEW_ORGANISATIONS: Value error, must name at least one organisation"),
        ("so-y-te,Sở Y tế", "'Sở Y tế' is no organisation's id"),
        ("x" * 60, "is too long to name a database"),
    ],
)
def test_what_is_wrong_is_said_by_the_variables_name(
    monkeypatch: pytest.MonkeyPatch, value: str | None, said: str
) -> None:
    monkeypatch.delenv("REVIEW_ORGANISATIONS", raising=False)
    if value is not None:
        monkeypatch.setenv("REVIEW_ORGANISATIONS", value)
    with pytest.raises(SystemExit) as caught:
        load(ReviewSettings, **COMMON)
    assert said in str(caught.value)
    assert "SANGKIEN_REVIEW" not in str(caught.value)
