"""What versions before wrote is read as it was meant, and what was delivered keeps its receipt and its fingerprint."""

import gzip
import json
from typing import Any

import pytest

from services.registration.submissions.model.draft import SubmissionPrivate, with_kind
from services.registration.submissions.model.telling import fingerprint, receipt_number
from shared.contracts.content import Content
from shared.contracts.submissions import Submission, Version
from shared.forms.initiatives.model import Registration, RegistrationDraft
from shared.forms.registry import kinds
from shared.forms.results.model import Report, ReportDraft
from shared.record.record import digest
from tests import ROOT
from tests.unit.registration.examples import delivered

EARLIER = json.loads(gzip.decompress((ROOT / "tests" / "data" / "before-lean-events.json.gz").read_bytes()))
STORED = {stored["_id"]: stored for stored in EARLIER["databases"]["registration"]["submissions"]}
MODELS: dict[str, tuple[type[Content], type[Any]]] = {
    "registration": (Registration, RegistrationDraft),
    "completion": (Report, ReportDraft),
}
each_submission = pytest.mark.parametrize("ident", STORED)


@each_submission
def test_what_was_delivered_is_read_as_its_kinds_own_and_keeps_its_fingerprint(ident: str) -> None:
    """The digest that a receipt shows was made of five parts, those of other kinds empty."""
    written = STORED[ident]["public"]
    submission = Submission.read(written)
    assert len(submission.versions) == len(written["versions"]) > 0
    for version, before in zip(submission.versions, written["versions"], strict=True):
        assert type(version.content) is MODELS[submission.form][0]
        assert version.shape == 0
        assert list(before["content"]) == ["items", "left_out", "nil_fields", "passages", "results"]
        assert fingerprint(version) == digest(before["content"])
        said = version.content.model_dump(mode="json")
        assert {name: value for name, value in before["content"].items() if value} == {
            name: value for name, value in said.items() if value and name != "kind"
        }
    assert Submission.read(submission.model_dump(mode="json")) == submission


@each_submission
def test_its_id_and_its_receipts_are_those_of_before(ident: str) -> None:
    submission = Submission.read(STORED[ident]["public"])
    campaign, form, organisation = ident.split(".")
    assert (submission.id, submission.asked) == (ident, (form, None))
    named = {"registration": "", "completion": "KET-QUA/"}[form]
    assert [receipt_number(submission, version) for version in submission.versions] == [
        f"{campaign}/{named}{organisation}/{version.number}".upper() for version in submission.versions
    ]


@each_submission
def test_a_stored_draft_is_read_as_its_kinds_own(ident: str) -> None:
    before = STORED[ident]
    known = with_kind(before)
    draft = SubmissionPrivate.read(known["private"]).draft
    assert type(draft) is MODELS[before["public"]["form"]][1]
    written = before["private"]["draft"]
    assert {name: value for name, value in written.items() if value} == {
        name: value for name, value in draft.model_dump(mode="json").items() if value and name != "kind"
    }
    assert with_kind(known) is known, "what says its kind already is left alone"
    assert "kind" not in written


def test_a_draft_of_a_form_that_nobody_knew_is_left_alone() -> None:
    document = {"public": {"form": "khao-sat"}, "private": {"draft": {"items": []}}}
    assert with_kind(document) is document


def test_a_form_of_today_has_its_code_and_its_period_in_the_receipt() -> None:
    submission = delivered().public.model_copy(update={"form": "khao-sat", "period": "2022-W20"})
    assert submission.latest is not None
    number = receipt_number(submission, submission.latest)
    assert number == "70-KH-TTYT-2022/KHAO-SAT/2022-W20/TYT-PHUONG-13/1"


def test_contents_of_a_kind_that_this_process_does_not_know_are_kept_whole() -> None:
    """A newer service tells of more: what is read is written again as it was."""
    version = delivered().public.versions[0].model_dump(mode="json")
    strange = version | {"content": {"kind": "khac", "items": [], "rows": [{"a": 1}]}}
    assert "khac" not in kinds()
    read = Version.read(strange)
    assert not isinstance(read.content, Registration | Report)
    assert read.model_dump(mode="json")["content"] == strange["content"]
    assert fingerprint(read) == fingerprint(Version.read(strange))
