import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest

from services.registration.people.accounts.commands import one_time_password
from services.registration.people.accounts.model import account as accounts
from services.registration.people.accounts.model.account import Account, AccountDefinition, AccountRecord
from services.registration.people.accounts.model.credentials import (
    LOCK,
    Credentials,
    SessionState,
    acceptable_password,
    after_failure,
    after_success,
    require_renewable,
    require_unlocked,
)
from shared.contracts.types import Person
from shared.errors import DomainError, Kind
from shared.identity import Grant, Role
from shared.record.record import Record

NOW = datetime(2022, 5, 12, 1, tzinfo=UTC)
ADMINISTRATOR = Person(account="quan-tri", name="Quản trị", organisation="ttyt")


def record(**changes: object) -> AccountRecord:
    account = Account(id="tchc", name="Phòng TCHC", organisation="ttyt").model_copy(update=changes)
    return Record("tchc", 4, account, Credentials(hashed="old", failures=3, locked_until=NOW + LOCK, generation=2))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("1234567", "password_too_short"),
        ("  123456  ", "password_too_short"),
        (unicodedata.normalize("NFD", "ậậậậậậậ"), "password_too_short"),
        ("x" * 201, "password_too_long"),
        ("mật\x00khẩu dài", "password_not_text"),
    ],
)
def test_a_weak_password_is_refused_with_its_field(password: str, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        acceptable_password(password, field="new")
    assert (caught.value.code, caught.value.field) == (code, "new")


def test_eight_characters_are_enough() -> None:
    acceptable_password("mậtkhẩu8", field="new")


def test_the_fifth_wrong_password_locks_for_five_minutes() -> None:
    credentials = Credentials(hashed="x")
    for _ in range(4):
        credentials = after_failure(credentials, NOW)
        require_unlocked(credentials, NOW)
    credentials = after_failure(credentials, NOW)
    with pytest.raises(DomainError) as caught:
        require_unlocked(credentials, NOW + timedelta(seconds=61))
    assert (caught.value.code, caught.value.kind, caught.value.params["minutes"]) == (
        "account_locked",
        Kind.FORBIDDEN,
        4,
    )
    assert after_failure(credentials, NOW + timedelta(seconds=1)) == credentials
    require_unlocked(credentials, NOW + LOCK)
    require_unlocked(after_failure(credentials, NOW + LOCK), NOW + LOCK)


def test_the_right_password_forgets_the_wrong_ones() -> None:
    credentials = after_success(after_failure(Credentials(hashed="x"), NOW))
    assert credentials == Credentials(hashed="x")


def test_a_reset_lifts_the_lock_and_ends_the_sessions() -> None:
    change = accounts.reset(record(), "new", ADMINISTRATOR)
    assert change.private == Credentials(hashed="new", must_change=True, generation=3)
    assert change.entry is not None
    assert change.entry.actor == ADMINISTRATOR
    assert change.events == ()


def test_a_password_of_ones_own_need_not_be_changed() -> None:
    change = accounts.change_password(record(), "new", generation=2)
    assert change.private == Credentials(hashed="new", must_change=False, generation=3)


def test_a_password_that_was_reset_meanwhile_is_not_overwritten() -> None:
    with pytest.raises(DomainError, match="password_wrong"):
        accounts.change_password(record(), "new", generation=1)


def test_a_deactivated_account_gets_no_password() -> None:
    with pytest.raises(DomainError, match="account_deactivated"):
        accounts.reset(record(active=False), "new", ADMINISTRATOR)
    with pytest.raises(DomainError, match="account_deactivated"):
        accounts.change_password(record(active=False), "new", generation=2)


def test_deactivating_keeps_the_history_and_spares_ones_own_account() -> None:
    change = accounts.deactivate(record(), ADMINISTRATOR)
    assert change is not None
    assert not change.public.active
    assert accounts.deactivate(record(active=False), ADMINISTRATOR) is None
    with pytest.raises(DomainError, match="own_account"):
        accounts.deactivate(record(), ADMINISTRATOR.model_copy(update={"account": "tchc"}))


def definition(*grants: Grant) -> AccountDefinition:
    return AccountDefinition(id="tchc", name="Phòng TCHC", organisation="ttyt", grants=grants)


def test_an_account_holds_each_role_once() -> None:
    clerk = Grant(role=Role.CLERK, organisation="ttyt")
    change = accounts.create(definition(clerk, clerk), "hash", must_change=True, actor=ADMINISTRATOR)
    assert change.public.grants == (clerk,)
    assert change.private.must_change


def test_a_changed_account_keeps_its_password_and_its_state() -> None:
    before = record(active=False)
    told = definition(Grant(role=Role.CLERK, organisation="ttyt"))
    change = accounts.change(
        before, told.model_copy(update={"name": "Văn thư", "organisation": "khoa-1"}), ADMINISTRATOR
    )
    assert change is not None
    assert (change.public.name, change.public.organisation, change.public.grants) == ("Văn thư", "khoa-1", told.grants)
    assert (change.public.active, change.private) == (False, before.private)
    assert change.entry is not None
    assert (change.entry.action, change.entry.actor) == ("changed", ADMINISTRATOR)


def test_saying_the_same_of_an_account_again_changes_nothing() -> None:
    assert accounts.change(record(), definition(), ADMINISTRATOR) is None
    clerk = Grant(role=Role.CLERK, organisation="ttyt")
    assert accounts.change(record(grants=(clerk,)), definition(clerk, clerk), ADMINISTRATOR) is None


def test_an_administrator_keeps_his_own_roles_and_may_take_another_name() -> None:
    oneself = ADMINISTRATOR.model_copy(update={"account": "tchc"})
    with pytest.raises(DomainError) as caught:
        accounts.change(record(), definition(Grant(role=Role.LEADER, organisation="ttyt")), oneself)
    assert (caught.value.code, caught.value.kind, caught.value.field) == ("own_grants", Kind.CONFLICT, "grants")
    renamed = accounts.change(record(), definition().model_copy(update={"name": "Văn thư"}), oneself)
    assert renamed is not None


def test_a_role_that_ends_before_it_begins_is_refused() -> None:
    ended = Grant(role=Role.CLERK, organisation="ttyt", since=date(2022, 5, 2), until=date(2022, 5, 1))
    with pytest.raises(DomainError) as caught:
        accounts.create(definition(ended), "hash", must_change=True, actor=None)
    assert (caught.value.code, caught.value.field) == ("grant_ends_before_start", "grants.0.until")
    with pytest.raises(DomainError, match="grant_ends_before_start"):
        accounts.change(record(), definition(ended), ADMINISTRATOR)
    accounts.check_grants([ended.model_copy(update={"until": ended.since})])


def test_an_account_comes_back_with_the_password_it_had() -> None:
    change = accounts.reactivate(record(active=False), ADMINISTRATOR)
    assert change is not None
    assert (change.public.active, change.private.hashed) == (True, "old")
    assert accounts.reactivate(record(), ADMINISTRATOR) is None


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.REVIEWER, Role.LEADER])
def test_only_administrators_and_operators_hold_a_role_everywhere(role: Role) -> None:
    with pytest.raises(DomainError) as caught:
        accounts.check_grants([Grant(role=Role.OPERATOR, organisation="all"), Grant(role=role, organisation="all")])
    assert (caught.value.code, caught.value.field) == ("grant_not_everywhere", "grants.1.organisation")


def test_a_heap_of_grants_is_refused() -> None:
    heap = [Grant(role=Role.CLERK, organisation=f"tyt-{n}") for n in range(51)]
    with pytest.raises(DomainError, match="too_many_grants"):
        accounts.check_grants(heap)


@pytest.mark.parametrize(
    ("active", "generation", "after", "code"),
    [
        (True, 1, timedelta(hours=12), "session_expired"),
        (False, 1, timedelta(hours=1), "account_deactivated"),
        (True, 2, timedelta(hours=1), "session_superseded"),
    ],
)
def test_a_session_ends_with_its_reason(active: bool, generation: int, after: timedelta, code: str) -> None:
    session = SessionState(account="tchc", generation=1, expires_at=NOW + timedelta(hours=12))
    require_renewable(session, active=True, generation=1, now=NOW + timedelta(hours=11))
    with pytest.raises(DomainError) as caught:
        require_renewable(session, active=active, generation=generation, now=NOW + after)
    assert (caught.value.code, caught.value.kind) == (code, Kind.UNAUTHENTICATED)


def test_a_one_time_password_can_be_read_out_and_is_never_the_same() -> None:
    first, second = one_time_password(), one_time_password()
    assert first != second
    assert [len(group) for group in first.split("-")] == [4, 4, 4, 4]
    assert not set(first) & set("01ilo")
    acceptable_password(first, field="new")
