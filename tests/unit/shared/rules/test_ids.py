"""What an id is made of can be read from it; a decision tried leaves nothing behind but its answer."""

import pytest

from shared.contracts.forms import FormPeriod
from shared.errors import DomainError, conflict
from shared.rules.ids import case_id, row_id, submission_id, submission_of, submitter_of
from shared.rules.tried import allows, refusal


@pytest.mark.parametrize("asked", [FormPeriod("registration"), FormPeriod("khao-sat", "2026-W31")])
def test_an_id_is_read_as_it_was_made(asked: FormPeriod) -> None:
    submission = submission_id("70-kh-ttyt-2022", asked, "tyt-phuong-1")
    assert submitter_of(submission) == "tyt-phuong-1"
    assert submission_of(case_id("ttyt-tan-binh", submission)) == submission
    row = row_id("70-kh-ttyt-2022", asked, "tyt-phuong-1", "ttyt-tan-binh")
    assert row == f"{submission}.ttyt-tan-binh"


def test_the_ids_of_what_was_sent_before_there_were_periods_stay() -> None:
    once, repeated = FormPeriod("registration"), FormPeriod("khao-sat", "2026-W31")
    assert submission_id("70-kh-ttyt-2022", once, "tyt-phuong-1") == "70-kh-ttyt-2022.registration.tyt-phuong-1"
    assert submission_id("23-kh-ttyt", repeated, "khoa-noi") == "23-kh-ttyt.khao-sat.2026-W31.khoa-noi"


def test_a_decision_that_is_tried_says_why_it_would_be_refused() -> None:
    def decide(number: int) -> int:
        if number < 0:
            raise conflict("too_small")
        return number

    found = refusal(decide, -1)
    assert isinstance(found, DomainError)
    assert (found.code, refusal(decide, 1)) == ("too_small", None)
    assert (allows(decide, 1), allows(decide, -1)) == (True, False)
