"""Restructurings: what must hold before, what each step changes, and that no obligation is lost or doubled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registration.organisations.model.organisation import as_organisation, define
from services.registration.restructuring.model import steps
from services.registration.restructuring.model.checks import Surroundings, faults
from services.registration.restructuring.model.definition import (
    MovedObligation,
    Restructuring,
    RestructuringDefinition,
    cancel,
    finish,
)
from services.registration.restructuring.model.handover import hand_over
from services.registration.submissions.delivery.model.life import start, submit
from services.registration.submissions.model.draft import SubmissionPrivate
from shared.contracts.campaigns import Campaign, CampaignStatus, Extension
from shared.contracts.forms import FormPeriod
from shared.contracts.organisations import Organisation, OrganisationDefinition, ParentLink
from shared.contracts.submissions import Recipient, RecipientStatus, Submission, SubmissionStatus
from shared.errors import DomainError
from shared.forms.initiatives.model import RegistrationDraft
from shared.language.deadlines import Deadline
from shared.record.record import Nothing, Record
from shared.rules.obligations import ever_obliged, is_owed, obliged_for, predecessors
from tests.unit.registration.campaigns.asked import quarterly
from tests.unit.registration.examples import ADMINISTRATOR, CENTRE, CLERK, NOW, campaign, record, started

ON = date(2022, 7, 1)
BEFORE, AFTER = date(2022, 6, 30), ON
PERSON = ADMINISTRATOR.acting_for(CENTRE)
FORM, REPORT = FormPeriod("registration"), FormPeriod("completion")


def organisation(ident: str, *parents: str, **more: Any) -> Organisation:
    links = tuple(ParentLink(organisation=parent, since=date(2000, 1, 1)) for parent in parents)
    return Organisation(id=ident, name=f"Đơn vị {ident}", short_name=ident, kind="station", parents=links, **more)


def definition(**changes: Any) -> RestructuringDefinition:
    """Two stations become one, as far as a test does not say otherwise."""
    new = {"id": "tyt-moi", "name": "Trạm mới", "short_name": "Trạm mới", "kind": "station", "parents": [CENTRE]}
    return RestructuringDefinition.model_validate(
        {
            "kind": "merge",
            "on": ON,
            "basis": "12/QĐ-UBND",
            "predecessors": ["a", "b"],
            "new": [new],
            "heirs": [{"organisation": "a", "successor": "tyt-moi"}, {"organisation": "b", "successor": "tyt-moi"}],
            **changes,
        }
    )


def ordered(ident: str = "r1", **changes: Any) -> Restructuring:
    return Restructuring(**dict(definition(**changes)), id=ident, planned_at=NOW, planned_by=PERSON)


def around(**changes: Any) -> Surroundings:
    known = {one.id: one for one in (organisation(CENTRE), *(organisation(i, CENTRE) for i in ("a", "b", "c", "d")))}
    return Surroundings(**{"organisations": known, **changes})


def codes(wanted: RestructuringDefinition, where: Surroundings | None = None) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in faults(wanted, where or around())]


def test_a_merger_of_two_into_a_new_one_holds() -> None:
    assert codes(definition()) == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"predecessors": [], "heirs": []}, "restructuring_no_predecessor", "predecessors"),
        ({"predecessors": ["a", "x"]}, "restructuring_unknown", "predecessors.1"),
        ({"predecessors": ["a", "a"]}, "restructuring_twice", "predecessors.1"),
        ({"predecessors": ["a"]}, "restructuring_merge_of_one", "predecessors"),
        ({"new": []}, "restructuring_one_successor", "successors"),
        ({"successors": ["c"]}, "restructuring_one_successor", "successors"),
        ({"new": [], "successors": ["a"]}, "restructuring_follows_itself", "successors"),
        ({"heirs": [{"organisation": "a", "successor": None}]}, "restructuring_heir_missing", "heirs.1.successor"),
        (
            {"heirs": [{"organisation": p, "successor": "c"} for p in "ab"]},
            "restructuring_heir_unknown",
            "heirs.0.successor",
        ),
        ({"kind": "split", "predecessors": ["a"]}, "restructuring_two_successors", "successors"),
        ({"kind": "split"}, "restructuring_one_predecessor", "predecessors"),
        ({"kind": "rename", "predecessors": ["a"], "new": []}, "restructuring_no_name", "renamed.name"),
        ({"kind": "rename", "predecessors": ["a"]}, "restructuring_no_successors", "successors"),
        ({"kind": "dissolve"}, "restructuring_dissolve_new", "new"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(changes: dict[str, Any], code: str, field: str) -> None:
    assert (code, field) in codes(definition(**changes))


def test_a_new_organisation_needs_an_id_of_its_own_and_a_superior_body_that_stays() -> None:
    new = {"id": "c", "name": "C", "short_name": "C", "kind": "station", "parents": ["a"]}
    found = codes(definition(new=[new], heirs=[{"organisation": p, "successor": "c"} for p in "ab"]))
    assert ("organisation_exists", "new.0.id") in found
    assert ("restructuring_under_ended", "new.0.parents") in found
    everywhere = definition(new=[{**new, "id": "all", "parents": []}])
    assert ("organisation_id_reserved", "new.0.id") in codes(everywhere)


def test_who_is_gone_on_the_day_is_not_restructured_again() -> None:
    gone = dict(around().organisations) | {"a": organisation("a", CENTRE, dissolved=date(2022, 1, 1))}
    assert ("restructuring_gone", "predecessors.0") in codes(definition(), around(organisations=gone))


def test_every_unit_below_gets_a_superior_body_by_choice() -> None:
    below = around(below={"a": ["c", "d"], "b": ()})
    move = {"organisation": "c", "parent": "a", "to": CENTRE}
    assert codes(definition(moves=[move]), below) == [("restructuring_move_missing", "moves.d")]
    nowhere = [move, {"organisation": "d", "parent": "a", "to": None}]
    assert codes(definition(moves=nowhere), below) == []
    under = [move, {"organisation": "d", "parent": "a", "to": "b"}]
    assert codes(definition(moves=under), below) == [("restructuring_under_ended", "moves.1.to")]


def test_what_waits_for_its_day_is_not_built_upon() -> None:
    first = ordered(predecessors=["c", "a"])
    assert codes(definition(), around(planned=(first,)))[-1] == ("restructuring_overlaps", "predecessors")
    elsewhere = ordered(predecessors=["c", "d"], new=[], successors=[CENTRE])
    assert codes(definition(), around(planned=(elsewhere,))) == []


def test_an_order_is_cancelled_before_it_is_carried_out() -> None:
    waiting = Record("r1", 1, ordered(), Nothing())
    change = cancel(waiting, PERSON, "Nhập nhầm", NOW)
    assert change is not None
    assert change.public.status == "cancelled"
    done = finish(waiting, [], NOW)
    assert done is not None
    with pytest.raises(DomainError, match="restructuring_applied"):
        cancel(Record("r1", 2, done.public, Nothing()), PERSON, "", NOW)


def test_an_organisation_ends_on_the_day_and_names_its_successor() -> None:
    change = steps.end(organisation("a", CENTRE), definition())
    assert change is not None
    after = change.public
    assert (after.exists_on(BEFORE), after.exists_on(AFTER)) == (True, False)
    assert (after.parents_on(BEFORE), after.parents_on(AFTER)) == ((CENTRE,), ())
    assert [(one.organisation, one.since, one.basis) for one in after.successors] == [("tyt-moi", ON, "12/QĐ-UBND")]
    assert steps.end(after, definition()) is None


def test_a_renamed_organisation_keeps_its_name_of_before() -> None:
    wanted = definition(
        kind="rename", predecessors=["a"], new=[], heirs=[], renamed={"name": "TTYT khu vực", "short_name": "TTYT KV"}
    )
    change = steps.rename(organisation("a", CENTRE), wanted)
    assert change is not None
    after = change.public
    assert (after.name_on(BEFORE), after.name_on(AFTER)) == ("Đơn vị a", "TTYT khu vực")
    assert (after.short_name_on(BEFORE), after.short_name_on(AFTER)) == ("a", "TTYT KV")
    assert steps.rename(after, wanted) is None


def test_a_unit_below_moves_on_the_day_and_keeps_its_other_superior_bodies() -> None:
    wanted = definition(moves=[{"organisation": "u", "parent": "a", "to": "c"}])
    change = steps.reattach(organisation("u", "a", "d"), wanted)
    assert change is not None
    assert change.public.parents_on(BEFORE) == ("a", "d")
    assert change.public.parents_on(AFTER) == ("d", "c")
    assert steps.reattach(change.public, wanted) is None


def test_a_unit_of_two_dissolved_bodies_stands_once_under_their_successor() -> None:
    moves = [{"organisation": "u", "parent": parent, "to": "c"} for parent in ("a", "b")]
    change = steps.reattach(organisation("u", "a", "b"), definition(moves=moves))
    assert change is not None
    assert change.public.parents_on(AFTER) == ("c",)


def test_a_definition_by_hand_keeps_what_restructurings_left() -> None:
    change = steps.end(organisation("a"), definition())
    assert change is not None
    said = OrganisationDefinition(name="Tên sửa", short_name="a", kind="station", dissolved=ON)
    typed = as_organisation(said, "a")
    written = define(Record("a", 2, change.public, Nothing()), typed, {}, None)
    assert written is not None
    assert written.public.successors == change.public.successors
    assert written.public.name == "Tên sửa"


def plan(**changes: Any) -> Campaign:
    return campaign(obliged=["a", "c", "b"], **changes)


def test_open_obligations_pass_on_and_what_was_delivered_stays() -> None:
    change = steps.transfer(plan(), ordered(), {(FORM, "b"), *((REPORT, p) for p in "ab")}, NOW)
    assert change is not None
    after = change.public
    assert obliged_for(after, FORM) == ("a", "c", "tyt-moi")
    assert obliged_for(after, REPORT) == ("tyt-moi", "c")
    assert ever_obliged(after) == ("a", "c", "b", "tyt-moi")
    assert predecessors(after, REPORT, "tyt-moi") == ("a", "b")
    assert change.events[0].type == "campaign.amended"
    assert change.entry is not None
    assert change.entry.reason == "12/QĐ-UBND"
    assert steps.transfer(after, ordered(), {(FORM, "b")}, NOW) is None


FIRST_QUARTER, SECOND_QUARTER = FormPeriod("theo-quy", "2022-Q1"), FormPeriod("theo-quy", "2022-Q2")


def test_of_a_repeated_form_the_periods_that_were_still_owed_pass_on_by_one_transfer() -> None:
    quarters = plan(forms=[quarterly()])
    order = ordered(predecessors=["a"], heirs=[{"organisation": "a", "successor": "tyt-moi"}])
    change = steps.transfer(quarters, order, {(SECOND_QUARTER, "a")}, NOW)
    assert change is not None
    first = change.public
    assert [(t.form, t.periods, t.successor) for t in first.transfers] == [("theo-quy", ("2022-Q2",), "tyt-moi")]
    assert obliged_for(first, FIRST_QUARTER) == ("a", "c", "b")
    assert obliged_for(first, SECOND_QUARTER) == ("tyt-moi", "c", "b")
    later = steps.transfer(first, order, {(FIRST_QUARTER, "a")}, NOW + timedelta(days=9))
    assert later is not None, "what was returned to it afterwards"
    (joined,) = later.public.transfers
    assert (joined.periods, joined.moved_at) == (("2022-Q2", "2022-Q1"), NOW)
    assert obliged_for(later.public, FIRST_QUARTER) == ("tyt-moi", "c", "b")


def later(place: str, period: str, due: str) -> Extension:
    return Extension(
        organisation=place,
        form="theo-quy",
        period=period,
        due=Deadline.parse(due),
        reason="Bão",
        granted_by=PERSON,
        granted_at=NOW,
    )


LATER = [("a", "2022-Q2", "25/7/2022"), ("b", "2022-Q2", "20/7/2022")]


def test_an_extension_passes_on_with_its_own_period_only_and_the_latest_of_several() -> None:
    granted = (later("a", "2022-Q1", "1/7/2022"), *(later(*one) for one in LATER))
    extended = plan(forms=[quarterly()]).model_copy(update={"extensions": granted})
    change = steps.transfer(extended, ordered(), {(SECOND_QUARTER, "a"), (SECOND_QUARTER, "b")}, NOW)
    assert change is not None
    inherited = [(one.asked, one.due.wording) for one in change.public.extensions if one.organisation == "tyt-moi"]
    assert inherited == [(SECOND_QUARTER, "25/7/2022")]


def test_what_passed_on_names_each_form_with_its_periods() -> None:
    moved = MovedObligation.read({"campaign": "k", "form": "theo-quy", "organisation": "a", "successor": None})
    assert moved.asked == (FormPeriod("theo-quy"),), "as it was kept before forms were repeated"
    assert moved.model_copy(update={"periods": ("2022-Q1", "2022-Q2")}).asked == (FIRST_QUARTER, SECOND_QUARTER)


def test_an_obligation_that_goes_to_nobody_ends() -> None:
    nobody = ordered(heirs=[{"organisation": p, "successor": None} for p in "ab"])
    change = steps.transfer(plan(), nobody, {(FORM, "a"), (FORM, "b")}, NOW)
    assert change is not None
    assert obliged_for(change.public, FORM) == ("c",)
    with pytest.raises(DomainError, match="obligation_ended"):
        submit(of("a"), change.public, clerk("a"), NOW)


def test_a_closed_campaign_stays_and_a_draft_names_the_heirs() -> None:
    closed = plan().model_copy(update={"status": CampaignStatus.CLOSED})
    assert steps.transfer(closed, ordered(), {(FORM, "a")}, NOW) is None
    draft = steps.transfer(plan().model_copy(update={"status": CampaignStatus.DRAFT}), ordered(), set(), NOW)
    assert draft is not None
    assert draft.public.obliged == ("tyt-moi", "c")
    assert draft.public.transfers == ()


def test_an_extension_holds_for_the_heir_of_the_obligation() -> None:
    due = Deadline.parse("20/5/2022")
    granted = Extension(organisation="a", form=FORM.form, due=due, reason="Bão", granted_by=PERSON, granted_at=NOW)
    extended = plan().model_copy(update={"extensions": (granted,)})
    change = steps.transfer(extended, ordered(), {(FORM, "a"), (FORM, "b")}, NOW)
    assert change is not None
    inherited = change.public.extension("tyt-moi", FORM)
    assert inherited is not None
    assert inherited.due == due


def clerk(place: str) -> Any:
    grants = tuple(grant.model_copy(update={"organisation": place}) for grant in CLERK.grants)
    return CLERK.model_copy(update={"organisation": place, "grants": grants})


def of(place: str, draft: RegistrationDraft | None = None) -> Any:
    """A submission that a place began."""
    begun = started().public.model_copy(update={"id": f"70-kh-ttyt-2022.registration.{place}", "organisation": place})
    private = SubmissionPrivate(draft=draft, saved_at=NOW, saved_by=PERSON) if draft else None
    return record(begun, private)


def draft_of(*idents: str, nil: tuple[str, ...] = ()) -> RegistrationDraft:
    rows = [{"id": ident, "field": "steering", "content": f"Nội dung {ident}"} for ident in idents]
    return RegistrationDraft.model_validate({"items": rows, "nil_fields": nil})


def test_after_a_transfer_the_successor_sends_and_the_predecessor_does_not() -> None:
    change = steps.transfer(plan(), ordered(), {(FORM, "a")}, NOW)
    assert change is not None
    with pytest.raises(DomainError, match="obligation_moved"):
        submit(of("a"), change.public, clerk("a"), NOW)
    with pytest.raises(DomainError, match="obligation_moved"):
        start(change.public, FORM, "a", clerk("a"))
    assert start(change.public, FORM, "tyt-moi", clerk("tyt-moi")).public.organisation == "tyt-moi"


def test_what_was_typed_is_handed_over_row_by_row() -> None:
    first = hand_over(None, of("a", draft_of("x", nil=("organisation",))), "tyt-moi", ordered())
    assert first is not None
    assert first.public.organisation == "tyt-moi"
    assert first.entry is not None
    assert first.entry.action == "inherited:a"
    held = Record("h", 1, first.public, first.private, ({"cause": "restructuring:r1/submission/a"},))
    second = hand_over(held, of("b", draft_of("y", "x")), "tyt-moi", ordered())
    assert second is not None
    draft = second.private.draft
    assert isinstance(draft, RegistrationDraft)
    assert [item.id for item in draft.items] == ["x", "y"]
    assert draft.nil_fields == ("organisation",)


def test_an_heir_that_typed_something_itself_keeps_it() -> None:
    assert hand_over(of("c", draft_of("own")), of("a", draft_of("x")), "c", ordered()) is None
    empty = hand_over(of("c", RegistrationDraft()), of("a", draft_of("x")), "c", ordered())
    assert empty is not None
    taken = empty.private.draft
    assert isinstance(taken, RegistrationDraft)
    assert [item.id for item in taken.items] == ["x"]


def sent(place: str, status: RecipientStatus) -> Submission:
    recipient = Recipient(organisation=CENTRE, status=status, version=1)
    update = {"status": SubmissionStatus.DELIVERED, "recipients": (recipient,)}
    delivered: Submission = of(place).public.model_copy(update=update)
    return delivered


@pytest.mark.parametrize("status", list(RecipientStatus))
def test_what_was_returned_or_taken_back_is_open_like_what_was_never_sent(status: RecipientStatus) -> None:
    back = {RecipientStatus.RETURNED, RecipientStatus.WITHDRAWN}
    assert is_owed(sent("a", status), plan().recipients) is (status in back)
    assert is_owed(of("a").public, plan().recipients)
    assert is_owed(None, plan().recipients)


FIRST = tuple(f"u{number}" for number in range(5))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[dict[str, str | None], frozenset[str]]]:
    """Restructurings one after the other: who ends and to whom what is open goes, and what was delivered by then."""
    alive, turns = list(FIRST), []
    for number in range(draw(st.integers(1, 6))):
        if not alive:
            break
        ending = draw(st.lists(st.sampled_from(alive), min_size=1, max_size=3, unique=True))
        staying = [place for place in alive if place not in ending]
        new = [f"n{number}-{place}" for place in range(draw(st.integers(0, 2)))]
        places: list[str | None] = [None, *staying, *new]
        heirs = {place: draw(st.sampled_from(places)) for place in ending}
        turns.append((heirs, frozenset(draw(st.lists(st.sampled_from(ending), unique=True)))))
        alive = staying + new
    return turns


@given(histories())
def test_whatever_happens_every_obligation_is_in_one_place(
    turns: list[tuple[dict[str, str | None], frozenset[str]]],
) -> None:
    """By a model of its own: each obligation is followed from its first organisation on."""
    found = campaign(obliged=list(FIRST))
    holders: dict[str, str | None] = {place: place for place in FIRST}
    kept: set[str] = set()
    existing = set(FIRST)
    for number, (heirs, delivered) in enumerate(turns):
        now = obliged_for(found, FORM)
        unsent = {(FORM, place) for place in now if place not in delivered and place not in kept}
        kept |= delivered & set(now)
        order = ordered(
            f"r{number}",
            predecessors=list(heirs),
            new=[],
            heirs=[{"organisation": place, "successor": heir} for place, heir in heirs.items()],
        )
        change = steps.transfer(found, order, unsent, datetime(2022, 7, 1, tzinfo=UTC))
        found = change.public if change else found
        for first, holder in holders.items():
            if holder in heirs and (FORM, holder) in unsent:
                holders[first] = heirs[holder]
        existing = existing - set(heirs) | {heir for heir in heirs.values() if heir}
    expected = obliged_for(found, FORM)
    assert len(expected) == len(set(expected))
    assert set(expected) == {holder for holder in holders.values() if holder}
    assert len(expected) <= len(FIRST)
    assert set(expected) <= existing | kept


def test_a_campaign_shows_the_names_of_its_own_day() -> None:
    today = date(2025, 7, 2)
    assert plan().day(today) == today
    assert plan().model_copy(update={"closed_at": NOW}).day(today) == date(2022, 5, 12)
