"""What adds up of a submission, and what rows of a scope add up to."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.rows.model.answers import row_of
from services.reporting.rows.model.tally import Adding, adds_up, scopes_of
from shared.contracts.content import Content
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Outcome, RecipientStatus, Submission, SubmissionStatus, WithdrawnItem
from shared.contracts.types import Person
from tests.reporting_samples import DEPARTMENT, DISTRICT, START, answering, campaign, decision, submission, version
from tests.reporting_survey import SURVEY, WEEKS, costing, plan, surveyed, table

ASKED = FormPeriod(SURVEY, WEEKS[0])
CLERK = Person(account="van-thu", name="Văn thư", organisation="u")
ITEMS = [costing("i1", "steering", 100), costing("i2", "steering", 20), costing("i3", "procedures", 3)]


def numbers(one: Submission) -> dict[str, int]:
    return {name: int(number) for name, number in row_of(one, DEPARTMENT).numbers.items()}


def registration(**more: Any) -> Submission:
    return submission("u", version(answering(*ITEMS)), **more)


class TestOfItems:
    def test_they_add_up_by_field(self) -> None:
        assert numbers(registration()) == {"steering/kinh-phi": 120, "procedures/kinh-phi": 3}

    def test_those_that_were_rejected_or_withdrawn_do_not_count(self) -> None:
        taken = decision(1, Outcome.APPROVE, items={"i1": (Outcome.REJECT, "Không thuộc lĩnh vực")})
        gone = WithdrawnItem(item="i3", reason="Không còn kinh phí", withdrawn_at=START, withdrawn_by=CLERK)
        found = registration(decisions={DEPARTMENT: [taken]}, withdrawn_items=(gone,))
        assert numbers(found) == {"steering/kinh-phi": 20}

    def test_what_is_returned_counts_until_it_is_sent_again(self) -> None:
        assert numbers(registration(decisions={DEPARTMENT: [decision(1, Outcome.RETURN, "Bổ sung")]})) == {
            "steering/kinh-phi": 120,
            "procedures/kinh-phi": 3,
        }

    def test_nothing_counts_of_what_was_rejected(self) -> None:
        assert numbers(registration(decisions={DEPARTMENT: [decision(1, Outcome.REJECT, "Không")]})) == {}


class TestOfATable:
    def said(self, content: Content, **more: Any) -> dict[str, int]:
        return numbers(submission("u", version(content), asked=ASKED, **more))

    def test_every_number_counts(self) -> None:
        assert self.said(table({"thai-do": (9, 10)}, choice="giay")) == {
            "thai-do/hai-long": 9,
            "thai-do/tong": 10,
            "thai-do/ty-le": 90,
            "thai-do/cach/giay": 1,
        }

    def test_rejected_as_a_whole_it_counts_for_nothing(self) -> None:
        rejected = {DEPARTMENT: [decision(1, Outcome.REJECT, "Sai số liệu")]}
        assert self.said(table({"thai-do": (9, 10)}), decisions=rejected) == {}

    def test_withdrawn_it_counts_for_nothing(self) -> None:
        states = {DEPARTMENT: RecipientStatus.WITHDRAWN}
        gone = self.said(table({"thai-do": (9, 10)}), status=SubmissionStatus.WITHDRAWN, states=states)
        assert gone == {}

    def test_what_was_approved_counts_while_its_correction_is_reviewed(self) -> None:
        old, new = table({"thai-do": (9, 10)}), table({"thai-do": (5, 10)})
        approved = {DEPARTMENT: [decision(1, Outcome.APPROVE)]}
        found = submission("u", version(old), version(new, 2), asked=ASKED, decisions=approved)
        assert numbers(found)["thai-do/hai-long"] == 9

    def test_only_the_recipient_that_was_sent_it_has_it(self) -> None:
        assert row_of(surveyed("u", WEEKS[0], (1, 2)), DISTRICT).numbers == {}


Row = tuple[bool, bool, dict[str, int]]
SAID = st.dictionaries(st.sampled_from(["a/x", "a/y", "b/x"]), st.integers(-9, 99))


@given(st.lists(st.tuples(st.booleans(), st.booleans(), SAID)))
def test_obliged_ones_are_added_up_apart_from_voluntary_ones(rows: list[Row]) -> None:
    """What does not count adds nothing, and is expected all the same."""
    adding = Adding()
    for obliged, counts, said in rows:
        adding.add({name: str(number) for name, number in said.items()}, obliged=obliged, counts=counts)
    tally = adding.tally
    assert tally.expected == sum(obliged for obliged, _, _ in rows)
    for part, wanted in ((tally.obliged, True), (tally.voluntary, False)):
        counted = [said for obliged, counts, said in rows if counts and obliged is wanted]
        assert part.organisations == len(counted)
        names = {name for said in counted for name in said}
        assert part.numbers == {name: Decimal(sum(said.get(name, 0) for said in counted)) for name in names}


class TestWhatAddsUp:
    def test_is_said_by_the_kind(self) -> None:
        assert all(adds_up(form, plan("u")) for form in plan("u").forms)

    def test_mau_1_as_it_is_does_not(self) -> None:
        assert not adds_up(campaign(["u"]).forms[0], campaign(["u"]))
        assert list(scopes_of(campaign(["u"]))) == []

    def test_a_kind_that_is_not_known_does_not(self) -> None:
        form = plan("u").forms[0].model_copy(update={"kind": "khac"})
        assert not adds_up(form, plan("u"))

    def test_every_period_and_recipient_has_a_scope(self) -> None:
        scopes = list(scopes_of(plan("u", recipients=(DEPARTMENT, DISTRICT))))
        assert len(scopes) == len(set(scopes)) == 2 * (1 + len(WEEKS) + 1)
