"""What the pages of a clerk and of an administrator show: many organisations, accounts and plans; one long form."""

import asyncio
from collections.abc import Awaitable, Iterable
from datetime import timedelta

from deploy.demo.stage import CENTRE, PLANS, copy_of, seed
from deploy.suite import LocalSuite
from services.registration.people.accounts.model.account import AccountDefinition, create
from services.registration.submissions.model.draft import Stamp, SubmissionPrivate
from services.review.cases.commands.receiving import timing_at
from services.review.cases.model.receiving import Delivery, receive
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.forms import FormPeriod
from shared.contracts.items import Item
from shared.contracts.organisations import Organisation, ParentLink
from shared.contracts.submissions import (
    Decision,
    Outcome,
    Recipient,
    RecipientStatus,
    Submission,
    SubmissionStatus,
    Version,
)
from shared.contracts.types import Person
from shared.forms.initiatives.model import DraftItem, Registration, RegistrationDraft
from shared.identity import Grant, Role
from shared.language.periods import CompletionPeriod
from shared.record.record import Change, Entry, Nothing
from shared.rules.ids import submission_id
from tests.bench.filling import START, event

AT_ONCE = 16
OFFICES, PLANS_KEPT, RUNNING = 300, 60, 20
CLERK = "tyt-phuong-1"
ITEMS, VERSIONS = 40, 8
STATES = (CampaignStatus.ANNOUNCED, CampaignStatus.DRAFT, CampaignStatus.CLOSED)


def office(number: int) -> str:
    return f"office-{number:03}"


def plan_id(number: int) -> str:
    return f"plan-{number:02}"


async def fill_administration(suite: LocalSuite, offices: int = OFFICES) -> None:
    """Organisations with an account each, and 60 plans that oblige all of them; a third of the plans runs."""
    stores = suite.apps["registration"].state.stores
    hashed = (await stores.accounts.load("tchc")).private.hashed

    async def one(number: int) -> None:
        told, account = _office(number), _account(number)
        await stores.organisations.create(told.id, Change(told, Nothing(), Entry("created")), cause="bench")
        change = create(account, hashed, must_change=number % 5 == 0, actor=None)
        await stores.accounts.create(account.id, change, cause="bench")

    await _in_turn(one(number) for number in range(offices))
    await _in_turn(
        stores.campaigns.create(plan.id, Change(plan, Nothing(), Entry("created")), cause="bench")
        for plan in (_plan(number, offices) for number in range(PLANS_KEPT))
    )


async def fill_clerk(suite: LocalSuite, campaign: Campaign) -> str:
    """A form of 40 rows that was returned seven times and is being written once more; its id."""
    stores, desk = suite.apps["registration"].state.stores, suite.apps["review"].state.desks[CENTRE]
    codes = [field.code for field in campaign.fields]
    ident = submission_id(campaign.id, FormPeriod("registration"), CLERK)
    begun = Submission(
        id=ident,
        organisation=CLERK,
        campaign=campaign.id,
        form="registration",
        status=SubmissionStatus.DRAFT,
    )
    await stores.submissions.create(
        ident, Change(begun, SubmissionPrivate(draft=RegistrationDraft()), Entry("started")), cause="bench"
    )
    timing = await timing_at(desk, campaign.id, FormPeriod("registration"))
    for number in range(1, VERSIONS + 1):
        after = _returned(begun, codes, number)
        change = Change(after, _draft(codes), Entry("submitted", _clerk()))
        kept = await stores.submissions.update(ident, lambda _, change=change: change, cause=f"bench {number}")
        delivery = Delivery(after, kept.version, kept.head)
        await desk.stores.cases.apply(
            f"{CENTRE}.{ident}",
            lambda case, delivery=delivery: receive(case, delivery, CENTRE, timing),
            cause=f"bench {number}",
        )
        told = event("submission.submitted", after, ident).model_copy(update={"sequence": kept.version})
        await desk.stores.submissions.keep(told)
    return ident


def _office(number: int) -> Organisation:
    name = f"Trạm Y tế Phường {number}, đơn vị trực thuộc Trung tâm Y tế quận Tân Bình, Thành phố Hồ Chí Minh"
    links = (ParentLink(organisation=CENTRE, since=START.date().replace(year=2000)),)
    return Organisation(id=office(number), name=name, short_name=f"TYT Phường {number}", kind="station", parents=links)


def _account(number: int) -> AccountDefinition:
    held = (Role.CLERK, Role.HEAD, Role.REVIEWER)
    grants = tuple(Grant(role=role, organisation=office(number)) for role in held)
    return AccountDefinition(
        id=office(number), name=f"Văn thư Trạm Y tế Phường {number}", organisation=office(number), grants=grants
    )


def _plan(number: int, offices: int) -> Campaign:
    definition = next(c for c in seed("campaigns")["campaigns"] if c["id"] == PLANS[CENTRE])
    return Campaign.model_validate(
        {
            **copy_of(definition, "bench", plan_id(number)),
            "id": plan_id(number),
            "number": f"{number + 100}/KH-TTYT",
            "parents": [],
            "obliged": [CLERK, *(office(place) for place in range(offices))],
            "status": STATES[number // RUNNING],
            "announced_at": None if STATES[number // RUNNING] is CampaignStatus.DRAFT else START,
        }
    )


def _clerk() -> Person:
    return Person(account=CLERK, name="Trạm Y tế Phường 1", organisation=CLERK)


def _text(number: int) -> str:
    return f"Nội dung đăng ký thứ {number}: ứng dụng công nghệ thông tin trong cải cách thủ tục hành chính. " * 2


def _draft(codes: list[str]) -> SubmissionPrivate:
    rows = [
        DraftItem(
            id=f"c{number}",
            field=codes[number % len(codes)],
            content=_text(number),
            parts=("Tuyên truyền", "Triển khai"),
            expected="Quý IV/2022",
        )
        for number in range(ITEMS)
    ]
    stamps = [Stamp(item=row.id, at=START, by=_clerk()) for row in rows]
    return SubmissionPrivate(
        draft=RegistrationDraft(items=tuple(rows)), saved_at=START, saved_by=_clerk(), stamps=tuple(stamps)
    )


def _returned(begun: Submission, codes: list[str], number: int) -> Submission:
    """The submission when its version of this number had come back."""
    versions = tuple(_version(codes, one) for one in range(1, number + 1))
    decisions = tuple(
        Decision(
            version=version.number,
            outcome=Outcome.RETURN,
            reason="Đề nghị nêu rõ tiến độ và đơn vị phối hợp thực hiện.",
            decided_at=version.delivered_at + timedelta(hours=3),
            decided_by=Person(account="tchc", name="Phòng Tổ chức - Hành chính", organisation=CENTRE),
        )
        for version in versions
    )
    desk = Recipient(organisation=CENTRE, status=RecipientStatus.RETURNED, version=number, decisions=decisions)
    return begun.model_copy(update={"status": SubmissionStatus.DELIVERED, "versions": versions, "recipients": (desk,)})


def _version(codes: list[str], number: int) -> Version:
    items = tuple(
        Item(
            id=f"c{place}",
            field=codes[place % len(codes)],
            content=f"{_text(place)} Bản {number}.",
            parts=("Tuyên truyền", "Triển khai"),
            expected=CompletionPeriod.parse("Quý IV/2022"),
        )
        for place in range(ITEMS)
    )
    return Version(
        number=number,
        content=Registration(items=items),
        recipients=(CENTRE,),
        delivered_at=START + timedelta(days=number),
        delivered_by=_clerk(),
        late=False,
    )


async def _in_turn(work: Iterable[Awaitable[object]]) -> None:
    """All of it, some at a time."""
    waiting = list(work)
    for start in range(0, len(waiting), AT_ONCE):
        await asyncio.gather(*waiting[start : start + AT_ONCE])
