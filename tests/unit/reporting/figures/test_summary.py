"""The figures of reporting: by hand from the documents of 2022, and that they reconcile whatever was sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.figures.model.buckets import Bucket, Reply
from services.reporting.figures.model.by_field import FieldFigures, total
from services.reporting.figures.model.summary import Summary
from services.reporting.rows.model.answers import row_of
from services.reporting.rows.model.figures import Standing, UpwardFigure
from services.reporting.rows.model.row import ItemStatus, ObligationRow, RowGroup, Waiting
from services.reporting.rows.records.documents import owed_rows
from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Outcome, RecipientStatus, Submission, SubmissionStatus
from shared.errors import DomainError
from shared.forms.initiatives.model import Registration
from shared.forms.results.kind import BARE
from shared.forms.results.model import ResultOutcome
from shared.rules.force import in_force
from tests.reporting_oracle import Report, check
from tests.reporting_samples import (
    DEPARTMENT,
    DISTRICT,
    FIELDS,
    MAU_1,
    START,
    answering,
    campaign,
    decision,
    item,
    real_registration,
    submission,
    version,
)


def report_of(
    plan: Campaign, *submissions: Submission, recipient: str = DEPARTMENT, asked: FormPeriod = MAU_1
) -> Report:
    report = Report(plan, asked, recipient, submissions)
    check(report)
    compare(report, summary_of(plan, *submissions, recipient=recipient, asked=asked))
    return report


def summary_of(
    plan: Campaign, *submissions: Submission, recipient: str = DEPARTMENT, asked: FormPeriod = MAU_1
) -> Summary:
    """What the service makes of the rows, grouped here as the database groups them."""
    rows = {one.organisation: row_of(one, recipient) for one in submissions if one.asked == asked}
    owed = {key.organisation for key in owed_rows(plan) if (key.form, key.period, key.recipient) == (*asked, recipient)}
    return Summary(plan, asked, recipient, groups_of(rows, owed))


def groups_of(rows: Mapping[str, ObligationRow], obliged: Collection[str]) -> list[RowGroup]:
    """The rows of organisations and those of who was obliged and silent, each as a group of one."""
    silent = [RowGroup(obliged=True, counts=False, number=1) for name in set(obliged) - rows.keys()]
    known = [
        RowGroup(
            obliged=name in obliged,
            counts=row.counts,
            late=row.late,
            waiting=row.waiting,
            shape=row.shape,
            number=1,
            oldest=row.since,
        )
        for name, row in rows.items()
    ]
    return [*silent, *known]


HIGHER = [("2958-kh-syt-2022", DEPARTMENT), ("124-kh-ubnd-2022", DISTRICT)]
FIGURES = (
    None,
    *ItemStatus,
    *ResultOutcome,
    BARE,
    *(UpwardFigure(plan, place, standing).name for plan, place in HIGHER for standing in Standing),
)


def compare(report: Report, summary: Summary) -> None:
    """Asserts that the rows add up to what whole submissions do."""
    assert {bucket: summary.size(bucket) for bucket in Bucket} == {
        bucket: len(report.organisations(bucket)) for bucket in Bucket
    }
    assert summary.headings == report.headings
    assert summary.figures == report.figures()
    assert summary.total == total(report.figures().values())
    for voluntary in (False, True):
        for field in (None, *(heading.code for heading in report.headings)):
            for figure in FIGURES:
                assert summary.items(field, figure, voluntary=voluntary) == len(
                    report.items(field, figure, voluntary=voluntary)
                )
    for reply in Reply:
        assert summary.replies(reply) == len(report.replies(reply))


def organisations(report: Report, bucket: Bucket) -> list[str]:
    return [standing.organisation for standing in report.organisations(bucket)]


def registered(report: Report) -> list[int]:
    return [figures["registered"] for figures in report.figures().values()]


def statuses(report: Report) -> dict[str, tuple[ItemStatus, str]]:
    return {row.item.item: (row.item.status, row.item.reason) for row in report.items()}


class TestTheDocumentsOf2022:
    def test_the_centres_real_registration_is_1_0_0_1_0_1(self) -> None:
        """Three items in the department's order; the solution with four sub-contents counts once."""
        report = report_of(campaign(["ttyt-tan-binh"]), submission("ttyt-tan-binh", version(real_registration())))

        assert registered(report) == [1, 0, 0, 1, 0, 1]
        assert total(report.figures().values())["registered"] == 3
        assert [figures["nil"] for figures in report.figures().values()] == [0, 1, 1, 0, 1, 0]

    def test_the_district_counts_by_its_own_fields_and_numbers(self) -> None:
        fields = {code: name for code, name in FIELDS.items() if code != "steering"} | {
            "e-government": "Xây dựng và phát triển chính quyền điện tử, chính quyền số"
        }
        items = [one for one in real_registration().items if one.field != "steering"]
        sent = submission("ttyt-tan-binh", version(answering(*items, fields=fields), recipients=[DISTRICT]))

        report = report_of(campaign(["ttyt-tan-binh"], fields=fields, recipients=[DISTRICT]), sent, recipient=DISTRICT)

        assert [(heading.number, heading.code) for heading in report.headings][2] == (3, "organisation")
        assert registered(report) == [0, 0, 1, 0, 1, 0]


class TestBuckets:
    def test_every_obliged_organisation_is_in_one_bucket(self) -> None:
        report = report_of(
            campaign(["a", "b", "c"]),
            submission("a", version(answering())),
            submission("b", version(answering(), late=True)),
        )

        assert organisations(report, Bucket.ON_TIME) == ["a"]
        assert organisations(report, Bucket.LATE) == ["b"]
        assert organisations(report, Bucket.MISSING) == ["c"]
        assert organisations(report, Bucket.RECEIVED) == ["a", "b"]
        assert organisations(report, Bucket.EXPECTED) == ["a", "b", "c"]

    def test_an_organisation_that_the_plan_names_twice_is_expected_once(self) -> None:
        assert organisations(report_of(campaign(["a", "b", "a"])), Bucket.EXPECTED) == ["a", "b"]

    def test_a_withdrawn_submission_is_missing_and_the_list_says_so(self) -> None:
        withdrawn = submission(
            "a",
            version(real_registration()),
            status=SubmissionStatus.WITHDRAWN,
            states={DEPARTMENT: RecipientStatus.WITHDRAWN},
            withdrawn_at=START + timedelta(hours=2),
        )
        report = report_of(campaign(["a", "b"]), withdrawn)

        assert organisations(report, Bucket.MISSING) == ["a", "b"]
        assert [row.withdrawn for row in report.organisations(Bucket.MISSING)] == [withdrawn.id, None]
        assert registered(report) == [0, 0, 0, 0, 0, 0]

    def test_who_was_not_obliged_is_listed_apart_and_in_no_figure(self) -> None:
        report = report_of(
            campaign(["a"]),
            submission("a", version(answering(item("i1", "steering")))),
            submission("doanh-nghiep", version(real_registration(), late=True)),
        )

        assert organisations(report, Bucket.VOLUNTARY) == ["doanh-nghiep"]
        assert organisations(report, Bucket.EXPECTED) == organisations(report, Bucket.RECEIVED) == ["a"]
        assert registered(report) == [1, 0, 0, 0, 0, 0]
        assert len(report.items(voluntary=True)) == 3

    def test_a_withdrawn_voluntary_submission_is_nowhere(self) -> None:
        withdrawn = submission("x", version(answering()), status=SubmissionStatus.WITHDRAWN)

        assert organisations(report_of(campaign(["a"]), withdrawn), Bucket.VOLUNTARY) == []


class TestTheVersionThatCounts:
    def test_a_resubmission_after_a_return_is_not_late_but_its_items_count(self) -> None:
        sent = submission(
            "a",
            version(answering(item("i1", "steering")), 1),
            version(answering(item("i1", "steering"), item("i2", "organisation")), 2, late=True),
            decisions={DEPARTMENT: [decision(1, Outcome.RETURN, "Chưa rõ tiến độ")]},
        )
        report = report_of(campaign(["a"]), sent)

        assert organisations(report, Bucket.ON_TIME) == ["a"]
        assert registered(report) == [1, 0, 0, 1, 0, 0]
        assert statuses(report) == {"i1": (ItemStatus.AWAITING, ""), "i2": (ItemStatus.AWAITING, "")}

    def test_a_resubmission_in_time_for_nobody_does_not_heal_a_late_first_one(self) -> None:
        sent = submission("a", version(answering(), 1, late=True), version(answering(), 2))

        assert organisations(report_of(campaign(["a"]), sent), Bucket.LATE) == ["a"]

    def test_what_was_taken_back_was_not_sent(self) -> None:
        """Sent in time, withdrawn, sent again too late: late."""
        sent = submission(
            "a",
            version(answering(), 1),
            version(answering(), 3, late=True),
            withdrawn_at=START + timedelta(hours=2),
        )
        report = report_of(campaign(["a"]), sent)

        assert organisations(report, Bucket.LATE) == ["a"]
        assert [row.answer and row.answer.row.version for row in report.organisations(Bucket.LATE)] == [3]

    def test_each_recipient_has_its_own_version_and_lateness(self) -> None:
        sent = submission(
            "a",
            version(answering(item("i1", "steering")), 1, recipients=[DEPARTMENT, DISTRICT]),
            version(answering(), 2, late=True, recipients=[DISTRICT]),
            decisions={DEPARTMENT: [decision(1, Outcome.APPROVE)], DISTRICT: [decision(1, Outcome.RETURN, "Sửa")]},
        )
        plan = campaign(["a"], recipients=[DEPARTMENT, DISTRICT])

        assert registered(report_of(plan, sent, recipient=DEPARTMENT)) == [1, 0, 0, 0, 0, 0]
        assert registered(report_of(plan, sent, recipient=DISTRICT)) == [0, 0, 0, 0, 0, 0]
        assert organisations(report_of(plan, sent, recipient=DISTRICT), Bucket.ON_TIME) == ["a"]


class TestItems:
    content = answering(item("i1", "steering"), item("i2", "steering"), item("i3", "organisation"))

    def test_an_items_own_decision_comes_before_that_on_the_whole(self) -> None:
        ruled = decision(1, Outcome.APPROVE, items={"i2": (Outcome.RETURN, "Thiếu số liệu")})
        report = report_of(campaign(["a"]), submission("a", version(self.content), decisions={DEPARTMENT: [ruled]}))

        assert statuses(report)["i1"] == (ItemStatus.APPROVED, "")
        assert statuses(report)["i2"] == (ItemStatus.RETURNED, "Thiếu số liệu")
        assert report.figures()["steering"] == FieldFigures(registered=2, approved=1, returned=1)

    def test_a_rejected_submission_stays_registered_with_the_reason_on_each_item(self) -> None:
        ruled = decision(1, Outcome.REJECT, "Trùng với năm trước")
        report = report_of(campaign(["a"]), submission("a", version(self.content), decisions={DEPARTMENT: [ruled]}))

        assert total(report.figures().values()) == FieldFigures(registered=3, rejected=3, nil=4)
        assert set(statuses(report).values()) == {(ItemStatus.REJECTED, "Trùng với năm trước")}

    def test_a_case_that_was_opened_again_awaits_a_decision(self) -> None:
        sent = submission(
            "a",
            version(self.content),
            decisions={DEPARTMENT: [decision(1, Outcome.REJECT, "Nhầm")]},
            states={DEPARTMENT: RecipientStatus.VIEWED},
        )

        assert total(report_of(campaign(["a"]), sent).figures().values())["awaiting"] == 3

    def test_what_was_approved_stays_in_force_while_a_correction_is_reviewed(self) -> None:
        corrected = self.content.model_copy(update={"items": self.content.items[:1]})
        sent = submission(
            "a",
            version(self.content),
            version(corrected, 2),
            decisions={DEPARTMENT: [decision(1, Outcome.APPROVE)]},
            states={DEPARTMENT: RecipientStatus.SENT},
        )

        figures = total(report_of(campaign(["a"]), sent).figures().values())
        assert (figures["registered"], figures["approved"], figures["awaiting"]) == (3, 3, 0)

    def test_the_last_decision_on_a_version_holds(self) -> None:
        taken = [decision(1, Outcome.REJECT, "Nhầm"), decision(1, Outcome.APPROVE)]
        sent = submission("a", version(self.content), decisions={DEPARTMENT: taken})

        assert total(report_of(campaign(["a"]), sent).figures().values())["approved"] == 3


class TestAmendedCampaigns:
    def test_a_field_that_was_taken_out_keeps_its_items_in_the_totals(self) -> None:
        fields = {code: name for code, name in FIELDS.items() if code != "steering"}
        report = report_of(campaign(["a"], fields=fields), submission("a", version(real_registration())))

        assert report.headings[-1] == ("steering", None, "steering")
        assert total(report.figures().values())["registered"] == 3
        assert total(report.figures().values())["unanswered"] == 0

    def test_a_field_that_was_put_in_is_unanswered(self) -> None:
        content = Registration(items=real_registration().items, nil_fields=("institutions", "procedures"))
        report = report_of(campaign(["a"]), submission("a", version(content)))

        assert report.figures()["civil-service"]["unanswered"] == 1
        assert [row.field for row in report.replies(Reply.UNANSWERED)] == ["civil-service"]

    def test_a_field_that_nobody_knows_is_refused(self) -> None:
        with pytest.raises(DomainError, match="field_not_in_campaign"):
            report_of(campaign(["a"])).items("khac")


class TestWhereItIsStuck:
    def waiting(self, *submissions: Submission) -> dict[str, tuple[int, datetime | None]]:
        summary = summary_of(campaign(["a", "b", "c"]), *submissions)
        return {one.value: summary.stuck(one) for one in Waiting if summary.stuck(one).number}

    def test_a_submission_that_nobody_opened_waits_since_its_delivery(self) -> None:
        sent = [submission("a", version(answering(), 2)), submission("b", version(answering(), 1))]

        assert self.waiting(*sent) == {"unseen": (2, START + timedelta(hours=1))}

    def test_one_that_is_on_its_way_is_unseen_too(self) -> None:
        sent = submission("a", version(answering()), states={DEPARTMENT: RecipientStatus.SENT})

        assert self.waiting(sent) == {"unseen": (1, START + timedelta(hours=1))}

    def test_one_that_was_opened_still_waits_since_its_delivery(self) -> None:
        sent = submission("a", version(answering()), states={DEPARTMENT: RecipientStatus.VIEWED})

        assert self.waiting(sent) == {"viewed": (1, START + timedelta(hours=1))}

    def test_one_that_was_returned_waits_for_the_unit_since_the_decision(self) -> None:
        returned = {DEPARTMENT: [decision(1, Outcome.RETURN, "Chưa rõ")]}

        assert self.waiting(submission("a", version(answering()), decisions=returned)) == {
            "returned": (1, START + timedelta(hours=1, minutes=30))
        }

    def test_one_that_was_sent_again_waits_for_the_desk(self) -> None:
        returned = {DEPARTMENT: [decision(1, Outcome.RETURN, "Chưa rõ")]}
        sent = submission("a", version(answering()), version(answering(), 2), decisions=returned)

        assert self.waiting(sent) == {"unseen": (1, START + timedelta(hours=2))}

    def test_what_was_decided_or_withdrawn_waits_for_nobody(self) -> None:
        sent = [
            submission("a", version(answering()), decisions={DEPARTMENT: [decision(1, Outcome.APPROVE)]}),
            submission("b", version(answering()), decisions={DEPARTMENT: [decision(1, Outcome.REJECT, "Trùng")]}),
            submission("c", version(answering()), status=SubmissionStatus.WITHDRAWN),
        ]

        assert self.waiting(*sent) == {}

    def test_a_voluntary_submission_lies_on_the_desk_as_well(self) -> None:
        assert self.waiting(submission("x", version(answering()))) == {"unseen": (1, START + timedelta(hours=1))}


FIELD = st.sampled_from([*FIELDS, "removed"])
NAMES = st.sampled_from([f"khoa-{n}" for n in range(1, 8)])
OUTCOME = st.sampled_from(Outcome)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    fields = draw(st.lists(FIELD, max_size=6))
    items = tuple(item(f"i{n}", field) for n, field in enumerate(fields))
    return Registration(items=items, nil_fields=tuple(draw(st.sets(FIELD, max_size=7))))


@st.composite
def submissions(draw: st.DrawFn) -> Submission:
    """Anything that the contract allows, also what registration would never let through."""
    addressed = st.sampled_from([(DEPARTMENT,), (DISTRICT, DEPARTMENT), (DISTRICT,)])
    versions = [
        version(draw(contents()), n, late=draw(st.booleans()), recipients=draw(addressed) if n > 1 else (DEPARTMENT,))
        for n in range(1, draw(st.integers(1, 4)) + 1)
    ]
    item_decisions = st.dictionaries(
        st.sampled_from([f"i{n}" for n in range(6)]), st.tuples(OUTCOME, st.sampled_from(["", "Lý do"]))
    )
    decisions = [
        decision(draw(st.integers(1, len(versions))), draw(OUTCOME), "Lý do chung", draw(item_decisions))
        for _ in range(draw(st.integers(0, 3)))
    ]
    states = draw(st.dictionaries(st.just(DEPARTMENT), st.sampled_from(RecipientStatus)))
    withdrawn = draw(st.none() | st.integers(0, 5).map(lambda hours: START + timedelta(hours=hours, minutes=1)))
    return submission(
        draw(NAMES),
        *versions,
        decisions={DEPARTMENT: decisions},
        states=states,
        status=draw(st.sampled_from([SubmissionStatus.DELIVERED] * 4 + [SubmissionStatus.WITHDRAWN])),
        withdrawn_at=withdrawn,
    )


SENT = st.lists(submissions(), max_size=8, unique_by=lambda one: one.organisation)


class TestWhateverWasSent:
    @given(
        sent=st.lists(submissions(), max_size=8, unique_by=lambda one: one.organisation),
        obliged=st.lists(NAMES, max_size=8),
    )
    def test_the_figures_reconcile(self, sent: Sequence[Submission], obliged: Sequence[str]) -> None:
        report_of(campaign(obliged), *sent)  # checks itself

    @given(submissions())
    def test_the_version_in_force_counts_unless_it_was_taken_back(self, sent: Submission) -> None:
        row = row_of(sent, DEPARTMENT)

        if row.counts:
            counting = in_force(sent, DEPARTMENT)
            assert counting is not None
            assert (row.version, len(row.items)) == (counting.number, len(counting.content.items))
        else:
            assert row == ObligationRow(submission=sent.id, state="withdrawn")
            assert sent.withdrawn_at or sent.status is SubmissionStatus.WITHDRAWN or _state(sent) == "withdrawn"


def _state(sent: Submission) -> str:
    recipient = sent.recipient(DEPARTMENT)
    assert recipient is not None
    return recipient.status.value
