"""What the audit sees in one record, and when a witness and its source disagree."""

import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shared.contracts.types import Person
from shared.record.audit import record_faults
from shared.record.named_files import NamedFile, files_of
from shared.record.record import GENESIS, Entry, canonical, chain_faults, digest, link
from shared.record.witnesses import Location, Witness, contradiction, statements_of
from shared.rules.ids import case_id

SUBJECT = "submission/a.registration.b"
CLERK = Person(account="tchc", name="Phòng Tổ chức - Hành chính", organisation="ttyt-tan-binh")
START = datetime(2022, 5, 12, tzinfo=UTC)
PLACE = Location("sangkien_notify", "copies_submissions", "a.registration.b")


@dataclass
class Past:
    """A record's history and its present public state, as they stand in the database."""

    history: list[dict[str, Any]]
    public: dict[str, Any]

    @property
    def faults(self) -> list[str]:
        return chain_faults(SUBJECT, self.history, self.public)


def past(states: list[dict[str, Any]]) -> Past:
    history: list[dict[str, Any]] = []
    for position, public in enumerate(states):
        entry = link(
            SUBJECT,
            history[-1]["hash"] if history else GENESIS,
            Entry(f"change {position}", CLERK if position % 2 else None, "vì thiếu minh chứng" if position else ""),
            version=2 * position + 1,  # drafts in between count, too
            at=START + timedelta(minutes=position),
            public=public,
            cause=f"command:{position}",
            correlation="c",
        )
        history.append(entry)
    return Past(history, states[-1])


# Machines that run other things as well are no fault of the code.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8)
states = st.dictionaries(st.sampled_from(["status", "note", "items"]), scalars | st.lists(scalars, max_size=3))
pasts = st.lists(states, min_size=1, max_size=6).map(past)


@unhurried
@given(pasts)
def test_what_was_not_touched_is_green(given: Past) -> None:
    assert given.faults == []


@unhurried
@given(pasts, st.data())
def test_a_changed_field_of_any_entry_is_found(given: Past, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(given.history))
    field = data.draw(st.sampled_from(sorted(entry)))
    value = data.draw(scalars | st.dictionaries(st.text(max_size=3), scalars, max_size=2))
    assume(canonical(value) != canonical(entry[field]))
    entry[field] = value
    assert given.faults


@unhurried
@given(pasts, st.data())
def test_a_field_removed_or_added_is_found(given: Past, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(given.history))
    if data.draw(st.booleans()):
        del entry[data.draw(st.sampled_from(sorted(entry)))]
    else:
        entry[data.draw(st.text(max_size=5).filter(lambda name: name not in entry))] = data.draw(scalars)
    assert given.faults


@unhurried
@given(pasts, st.data())
def test_an_entry_taken_out_put_in_or_moved_is_found(given: Past, data: st.DataObject) -> None:
    history, places = given.history, st.integers(0, len(given.history) - 1)
    act = data.draw(st.sampled_from(["take out", "repeat", "move"]))
    place = data.draw(places)
    if act == "take out":
        # The newest entry may go unnoticed here if it left the state as it was: then the witnesses tell.
        assume(place < len(history) - 1 or [entry["content"] for entry in history[-2:-1]] != [history[-1]["content"]])
        del history[place]
    elif act == "repeat":
        history.insert(data.draw(places), copy.deepcopy(history[place]))
    else:
        other = data.draw(places)
        assume(place != other)
        history[place], history[other] = history[other], history[place]
    assert given.faults


@unhurried
@given(pasts, states)
def test_a_state_changed_behind_the_history_is_found(given: Past, other: dict[str, Any]) -> None:
    assume(canonical(other) != canonical(given.public))
    given.public = other
    assert given.faults


@unhurried
@given(pasts, st.data())
def test_an_entry_rewritten_with_its_hash_breaks_the_chain_after_it(given: Past, data: st.DataObject) -> None:
    assume(len(given.history) > 1)
    entry = data.draw(st.sampled_from(given.history[:-1]))
    entry["reason"] += "!"
    entry["hash"] = digest({name: value for name, value in entry.items() if name != "hash"})
    assert given.faults


@unhurried
@given(pasts)
def test_a_history_of_another_record_is_found(given: Past) -> None:
    assert chain_faults("submission/another", given.history, given.public)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"history": None}, "no readable history"),
        ({"history": ["an entry"]}, "no readable history"),
        ({"history": []}, "empty"),
        ({"public": None}, "without a history entry"),
        ({"public": {"at": START}}, "no service writes"),
        ({"version": "many"}, "not a number"),
        ({"version": 1}, "do not grow"),
    ],
)
def test_whatever_stands_in_a_record_is_a_fault_and_no_crash(change: dict[str, Any], named: str) -> None:
    whole = past([{"status": "draft"}, {"status": "delivered"}])
    record = {"_id": "a.registration.b", "version": 4, "history": whole.history, "public": whole.public}
    assert record_faults("submission", record) == []
    faults = record_faults("submission", record | change)
    assert any(named in fault and SUBJECT in fault for fault in faults)


FILE = {"id": "f", "name": "anh.png", "media_type": "image/png", "size": 3, "sha256": "a" * 64}


def naming(*files: object) -> dict[str, Any]:
    """A version that names files at its only result."""
    return {"content": {"results": [{"attachments": list(files)}]}}


@pytest.mark.parametrize(
    "versions",
    [
        [naming(FILE), naming(FILE, FILE)],
        [None, {"content": None}, {"content": {"results": {}}}, naming(None, {}, FILE | {"size": "3"}), naming(FILE)],
    ],
    ids=["each once", "as far as they can be read"],
)
def test_the_files_of_a_record_are_those_of_its_versions(versions: list[Any]) -> None:
    record = {"public": {"versions": versions}}
    assert files_of("submissions", record) == [NamedFile("f", "anh.png", 3, "a" * 64)]
    assert files_of("cases", record) == []


@pytest.mark.parametrize("record", [{}, {"public": None}, {"public": {"versions": None}}])
def test_a_record_without_versions_names_no_files(record: dict[str, Any]) -> None:
    assert files_of("submissions", record) == []


def witness(given: Past, position: int = -1, **changes: Any) -> Witness:
    entry = given.history[position]
    found = {"version": entry["version"], "head": entry["hash"], "content": entry["content"]} | changes
    return Witness(PLACE, "submission", "a.registration.b", **found)


def test_a_witness_of_any_version_agrees_with_an_honest_source() -> None:
    given = past([{"n": n} for n in range(4)])
    assert [contradiction(witness(given, n), [given.history]) for n in range(4)] == [None] * 4


@pytest.mark.parametrize(
    ("saw", "named"),
    [
        ({"version": 9}, "lost submission/a.registration.b after version 3"),
        ({"version": 2}, "lost version 2"),
        ({"head": "f" * 64}, "rewritten: version 3"),
        ({"content": "f" * 64}, "disagree about the state at version 3"),
    ],
)
def test_a_witness_that_saw_something_else_is_named_with_the_record(saw: dict[str, Any], named: str) -> None:
    given = past([{"n": 1}, {"n": 2}])
    what = contradiction(witness(given, **saw), [given.history])
    assert what is not None
    assert named in what
    assert "sangkien_notify.copies_submissions" in what
    assert SUBJECT in what


def test_a_source_that_is_gone_is_named() -> None:
    what = contradiction(witness(past([{}])), [])
    assert what is not None
    assert f"lost {SUBJECT}" in what


def test_submissions_and_cases_bear_witness_of_each_other() -> None:
    head = "a" * 64
    recipients = [
        {"organisation": "so-y-te", "case_sequence": 4, "case_head": head},
        {"organisation": "ubnd-tan-binh", "case_sequence": 0, "case_head": None},
    ]
    [of_case] = stated_by("submissions", {"public": {"recipients": recipients}})
    assert isinstance(of_case, Witness)
    assert (of_case.kind, of_case.id) == ("case", case_id("so-y-te", "a.registration.b"))
    assert (of_case.version, of_case.head, of_case.content) == (4, head, None)

    public = {"submission": "a.registration.b", "submission_sequence": 7, "submission_head": head}
    [of_submission] = stated_by("cases", {"public": public})
    assert isinstance(of_submission, Witness)
    assert (of_submission.subject, of_submission.version) == (SUBJECT, 7)


@pytest.mark.parametrize("public", [None, 3, {"recipients": 3}, {"recipients": [3]}, {"submission": 3}])
def test_what_bears_no_witness_is_no_crash(public: object) -> None:
    document = {"public": public}
    assert stated_by("submissions", document) == []
    assert stated_by("cases", document) == []
    assert stated_by("copies_submissions", document) == [None]


def stated_by(collection: str, document: dict[str, Any]) -> list[Witness | None]:
    testimony = statements_of(collection)
    assert testimony
    place = PLACE if collection == PLACE.collection else Location("sangkien_registration", collection, PLACE.id)
    return list(testimony[0](place, document))
