"""The sample data says what the documents of 2022 say, and fits the contracts."""

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
import yaml

from services.registration.people.accounts.model.account import AccountDefinition, check_grants
from services.registration.seed.files import read
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod
from shared.contracts.organisations import Organisation
from shared.forms.initiatives.model import Registration
from shared.identity import EVERYWHERE, Actor, Role
from shared.language.deadlines import Deadline
from tests import ROOT

DEPLOY = ROOT / "deploy"
SEED = DEPLOY / "seed"
DISTRICT, DEPARTMENT, CENTRE = "124-kh-ubnd-2022", "2958-kh-syt-2022", "70-kh-ttyt-2022"

# By code: the district's number, the department's and the centre's number, the name.
FIELDS = {
    "steering": (None, 1, "Công tác chỉ đạo, điều hành và truyền thông về cải cách hành chính"),
    "institutions": (1, 2, "Công tác cải cách thể chế"),
    "procedures": (2, 3, "Cải cách thủ tục hành chính"),
    "organisation": (3, 4, "Cải cách tổ chức bộ máy hành chính nhà nước"),
    "civil-service": (4, 5, "Cải cách chế độ công vụ"),
    "public-finance": (5, 6, "Cải cách tài chính công"),
    "e-government": (6, None, "Xây dựng và phát triển chính quyền điện tử, chính quyền số"),
}


def seed(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((SEED / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


ORGANISATIONS = {entry["id"]: Organisation.model_validate(entry) for entry in seed("organisations")["organisations"]}
EVERY_CAMPAIGN = {
    entry["id"]: Campaign.model_validate({name: value for name, value in entry.items() if name != "announce"})
    for entry in seed("campaigns")["campaigns"]
}
CAMPAIGNS = {ident: EVERY_CAMPAIGN[ident] for ident in (DISTRICT, DEPARTMENT, CENTRE)}
"""Those of the movement; of the survey, which is no part of it, `test_seed_survey` speaks."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due(campaign: str, form: str) -> Deadline:
    found = CAMPAIGNS[campaign].period(FormPeriod(form))
    assert found is not None
    return found.due


def test_registration_reads_it_as_it_is_read_here() -> None:
    files = read(SEED)
    assert {o.id: o for o in files.organisations} == ORGANISATIONS
    assert [account.id for account in files.accounts] == [entry["id"] for entry in seed("accounts")["accounts"]]
    announced = {c.id: (c.announced_at, c.definition.forms, c.definition.rounds) for c in files.campaigns}
    assert announced == {c.id: (c.announced_at, c.forms, c.rounds) for c in EVERY_CAMPAIGN.values()}


def test_a_real_installation_starts_with_an_administrator_and_no_password() -> None:
    files = read(DEPLOY / "first-start")
    assert not files.holds_passwords
    assert files.campaigns == ()
    (account,) = files.accounts
    assert {(grant.role, grant.organisation) for grant in account.grants} == {
        (Role.ADMINISTRATOR, EVERYWHERE),
        (Role.OPERATOR, EVERYWHERE),
    }
    assert [organisation.id for organisation in files.organisations] == [account.organisation]


def test_the_centre_has_28_units_and_two_parents() -> None:
    day = date(2022, 5, 11)
    units = [o for o in ORGANISATIONS.values() if "ttyt-tan-binh" in o.parents_on(day)]
    assert [sum(unit.kind == kind for unit in units) for kind in ("office", "faculty", "station")] == [4, 9, 15]
    assert ORGANISATIONS["ttyt-tan-binh"].parents_on(day) == ("ubnd-tan-binh", "so-y-te")
    assert {ORGANISATIONS[parent].parents_on(day) for parent in ("ubnd-tan-binh", "so-y-te")} == {("ubnd-tphcm",)}
    assert ORGANISATIONS["tyt-phuong-13"].name == "Trạm Y tế Phường 13"
    assert {o.id: o.reviewing_office for o in ORGANISATIONS.values() if o.reviewing_office} == {
        "ttyt-tan-binh": "Phòng Tổ chức - Hành chính",
        "ubnd-tan-binh": "Phòng Nội vụ",
        "so-y-te": "Phòng Tổ chức Cán bộ",
    }


def test_parents_are_listed_before_their_children() -> None:
    seen: set[str] = set()
    for organisation in ORGANISATIONS.values():
        assert {link.organisation for link in organisation.parents} <= seen
        seen.add(organisation.id)


def test_mailboxes_are_on_a_domain_that_nobody_can_own() -> None:
    mailboxes = [m for o in ORGANISATIONS.values() for m in (o.mailboxes.submission, o.mailboxes.review) if m]
    assert len(mailboxes) == len(set(mailboxes)) == 28 + 3 * 2
    assert all(mailbox.endswith(".example") for mailbox in mailboxes)


def test_every_account_belongs_to_an_organisation_and_holds_roles_that_exist() -> None:
    accounts = [AccountDefinition.model_validate(entry) for entry in seed("accounts")["accounts"]]
    assert len({account.id for account in accounts}) == len(accounts) == 28 + 6
    for account in accounts:
        assert account.organisation in ORGANISATIONS
        assert {grant.organisation for grant in account.grants} <= {*ORGANISATIONS, EVERYWHERE}
        check_grants(account.grants)
    assert {a.organisation for a in accounts} == set(ORGANISATIONS)
    reviewers = {(g.organisation, a.id) for a in accounts for g in a.grants if g.role is Role.REVIEWER}
    assert reviewers == {
        ("ttyt-tan-binh", "tchc"),
        ("ttyt-tan-binh", "giam-doc"),
        ("ubnd-tan-binh", "noi-vu"),
        ("so-y-te", "tccb"),
    }


def test_the_reviewing_office_must_not_decide_on_its_own_unit() -> None:
    office = next(a for a in seed("accounts")["accounts"] if a["id"] == "tchc")
    actor = Actor(account="tchc", name=office["name"], organisation=office["organisation"])
    assert actor.belongs_to("phong-to-chuc-hanh-chinh")


@pytest.mark.parametrize(
    ("campaign", "position", "missing"), [(DISTRICT, 0, "steering"), (DEPARTMENT, 1, "e-government"), (CENTRE, 1, "")]
)
def test_the_fields_have_their_numbers_and_names(campaign: str, position: int, missing: str) -> None:
    found = [(field.number, field.code, field.name) for field in CAMPAIGNS[campaign].fields]
    assert found == [(row[position], code, row[2]) for code, row in FIELDS.items() if row[position] is not None]
    assert missing not in CAMPAIGNS[campaign].field_codes


def test_numbers_issuers_and_dates() -> None:
    assert {c.id: (c.number, c.issuer, c.recipients, c.dates[0].date) for c in CAMPAIGNS.values()} == {
        DISTRICT: ("124/KH-UBND", "ubnd-tan-binh", ("ubnd-tan-binh",), date(2022, 4, 21)),
        DEPARTMENT: ("2958/KH-SYT", "so-y-te", ("so-y-te",), date(2022, 5, 6)),
        CENTRE: ("70/KH-TTYT", "ttyt-tan-binh", ("ttyt-tan-binh",), date(2022, 5, 11)),
    }
    assert [d.date for d in CAMPAIGNS[DISTRICT].dates] == [date(2022, 4, 21), date(2022, 4, 28), date(2022, 4, 22)]
    assert CAMPAIGNS[DISTRICT].signed_at == utc("2022-04-29T01:30:20")


def test_the_chain_of_documents() -> None:
    city = ("1018/KH-UBND", date(2022, 4, 5))
    cited = {c.id: [(basis.number, basis.date) for basis in c.basis] for c in CAMPAIGNS.values()}
    assert city in cited[DISTRICT]
    assert city in cited[DEPARTMENT]
    assert cited[CENTRE][:2] == [("2958/KH-SYT", date(2022, 5, 6)), ("124/KH-UBND", date(2022, 4, 28))]
    assert {identifier: len(documents) for identifier, documents in cited.items()} == {
        DISTRICT: 5,
        DEPARTMENT: 6,
        CENTRE: 7,
    }
    assert CAMPAIGNS[CENTRE].parents == (DISTRICT, DEPARTMENT)
    assert CAMPAIGNS[DISTRICT].parents == CAMPAIGNS[DEPARTMENT].parents == ()


@pytest.mark.parametrize(
    ("campaign", "form", "boundary"),
    [
        (DISTRICT, "registration", "2022-05-06T17:00"),
        (DISTRICT, "interim", "2022-06-09T17:00"),
        (DISTRICT, "completion", "2022-11-09T17:00"),
        (DEPARTMENT, "registration", "2022-05-11T17:00"),
        (DEPARTMENT, "completion", "2022-11-09T17:00"),
        (CENTRE, "registration", "2022-05-13T03:00"),
        (CENTRE, "completion", "2022-11-04T17:00"),
    ],
)
def test_deadlines_end_where_the_wording_says(campaign: str, form: str, boundary: str) -> None:
    deadline = due(campaign, form)
    assert deadline.boundary == utc(boundary)
    assert Deadline.parse(deadline.wording) == deadline


def test_a_clock_time_is_still_in_time_and_a_day_before_which_is_not() -> None:
    assert due(CENTRE, "registration").met_by(utc("2022-05-13T03:00"))
    assert not due(DISTRICT, "registration").met_by(utc("2022-05-06T17:00"))


def test_only_the_district_asks_for_an_interim_report() -> None:
    assert {c.id for c in CAMPAIGNS.values() if c.form("interim")} == {DISTRICT}


def test_the_centre_is_due_after_both_parents_and_announced_after_the_district_is_due() -> None:
    own = due(CENTRE, "registration").boundary
    assert all(own > due(parent, "registration").boundary for parent in CAMPAIGNS[CENTRE].parents)
    assert CAMPAIGNS[CENTRE].dates[0].date > due(DISTRICT, "registration").date
    own = due(CENTRE, "completion").boundary
    assert all(own < due(parent, "completion").boundary for parent in CAMPAIGNS[CENTRE].parents)


def test_the_forms_have_their_columns_and_outlines() -> None:
    registration = ["Lĩnh vực", "Nội dung đăng ký", "Dự kiến tiến độ hoàn thành", "Ghi chú"]
    named = ["Lĩnh vực", "Số lượng đăng ký", "Số lượng hoàn thành", "Nội dung chưa hoàn thành", "Ghi chú"]
    completion = {DISTRICT: [title for title in named if "chưa" not in title], DEPARTMENT: named, CENTRE: named}
    for campaign in CAMPAIGNS.values():
        first, last = campaign.form("registration"), campaign.form("completion")
        assert first is not None
        assert last is not None
        assert [column.title for column in first.columns] == registration
        assert [column.title for column in last.columns] == completion[campaign.id]
        assert [section.number for section in last.outline] == ["I", "II", "III", "IV", "V", "V.1", "V.2", "V.3"]
        assert [section.number for section in last.outline if section.per_item] == ["III", "IV"]
        assert "có dẫn chứng, số liệu cụ thể" in last.outline[3].guidance


def test_the_districts_form_keeps_the_wrong_number_that_stands_in_it() -> None:
    form = CAMPAIGNS[DISTRICT].form("registration")
    assert form is not None
    assert "số 14/KH-UBND" in form.caption


def test_the_rounds_of_the_district_follow_each_other() -> None:
    rounds = CAMPAIGNS[DISTRICT].rounds
    assert [(turn.starts, turn.ends) for turn in rounds] == [
        (None, date(2022, 5, 31)),
        (date(2022, 6, 1), date(2022, 11, 25)),
    ]
    assert all(later.starts and (later.starts - earlier.ends).days == 1 for earlier, later in pairwise(rounds))


def test_whom_the_plans_oblige() -> None:
    units = {o.id for o in ORGANISATIONS.values() if o.kind in {"office", "faculty", "station"}}
    assert set(CAMPAIGNS[CENTRE].obliged) == units
    assert len(CAMPAIGNS[CENTRE].obliged) == 28
    assert CAMPAIGNS[DISTRICT].obliged == CAMPAIGNS[DEPARTMENT].obliged == ("ttyt-tan-binh",)
    assert "Ủy ban nhân dân 15 phường" in CAMPAIGNS[DISTRICT].obliged_wording
    assert "Các đơn vị trực thuộc Sở Y tế" in CAMPAIGNS[DEPARTMENT].obliged_wording
    assert "Các khoa, phòng, trạm y tế" in CAMPAIGNS[CENTRE].obliged_wording


def test_the_six_criteria_for_replication() -> None:
    assert len(CAMPAIGNS[DISTRICT].criteria) == 6
    assert CAMPAIGNS[DISTRICT].criteria[1] == "Giải quyết các vấn đề đặt ra."


def test_campaigns_are_announced_after_their_parents() -> None:
    entries = seed("campaigns")["campaigns"]
    assert [entry["announce"] for entry in entries] == [True] * 4
    for campaign in EVERY_CAMPAIGN.values():
        assert campaign.announced_at is not None
        assert campaign.announced_at.date() >= campaign.dates[0].date
        for parent in campaign.parents:
            announced = EVERY_CAMPAIGN[parent].announced_at
            assert announced is not None
            assert announced < campaign.announced_at


def test_the_centres_three_items() -> None:
    loaded = seed("items")
    content = Registration.model_validate(
        {
            "items": [
                {
                    "id": f"item-{place}",
                    "field": item["field"],
                    "content": item["content"],
                    "parts": item["parts"],
                    "expected": {"text": item["expected"]},
                }
                for place, item in enumerate(loaded["items"])
            ],
            "nil_fields": loaded["nil_fields"],
        }
    )
    counts = [sum(item.field == field.code for item in content.items) for field in CAMPAIGNS[DEPARTMENT].fields]
    assert counts == [1, 0, 0, 1, 0, 1]
    assert [len(item.parts) for item in content.items] == [4, 0, 0]
    assert [item.expected.text for item in content.items] == ["Năm 2022", "Quý IV/2022", "Quý IV/2022"]
    answered = {item.field for item in content.items} | set(content.nil_fields)
    assert answered == CAMPAIGNS[CENTRE].field_codes
    assert {item["proposed_by"] for item in loaded["items"]} < set(CAMPAIGNS[CENTRE].obliged)
