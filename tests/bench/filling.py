"""A campaign with thousands of submissions, put into the services' own databases through their own stores.

Nothing is published: what each service would have made of the events is made here, by its own code.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.demo.stage import CENTRE, PLANS, copy_of, seed
from deploy.suite import LocalSuite
from services.notify.causes.model.case_causes import of_case
from services.notify.causes.model.causes import Asking, noticed
from services.registration.submissions.model.draft import SubmissionPrivate
from services.review.cases.commands.receiving import timing_at
from services.review.cases.model.receiving import Delivery, receive
from services.review.desk.context import Desk
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.events import Event
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
from shared.contracts.types import Contract, Person
from shared.forms.initiatives.model import Registration, RegistrationDraft
from shared.language.periods import CompletionPeriod
from shared.record.record import Change, Entry, Nothing
from shared.rules.ids import submission_id

CAMPAIGN = "bench"
AT_ONCE = 32
START = datetime(2022, 5, 11, 2, 0, tzinfo=UTC)
CLERKS = ("tyt-phuong-1", "phong-to-chuc-hanh-chinh")
CLERK = Person(account="bench", name="Văn thư", organisation="bench")
STATES = (
    RecipientStatus.APPROVED,
    RecipientStatus.APPROVED,
    RecipientStatus.RECEIVED,
    RecipientStatus.VIEWED,
    RecipientStatus.RETURNED,
    RecipientStatus.REJECTED,
)
OUTCOMES = {
    RecipientStatus.APPROVED: Outcome.APPROVE,
    RecipientStatus.RETURNED: Outcome.RETURN,
    RecipientStatus.REJECTED: Outcome.REJECT,
}


def unit(number: int) -> str:
    return f"bench-{number:05}"


def plan(units: int) -> Campaign:
    """The centre's plan, for more units than it ever had; every eleventh has not sent anything yet."""
    definition = next(c for c in seed("campaigns")["campaigns"] if c["id"] == PLANS[CENTRE])
    obliged = [unit(number) for number in range(units + units // 10)] + list(CLERKS)
    return Campaign.model_validate(
        {
            **copy_of(definition, "bench", CAMPAIGN),
            "id": CAMPAIGN,
            "parents": [],
            "obliged": obliged,
            "status": CampaignStatus.ANNOUNCED,
            "announced_at": START,
        }
    )


def organisation(number: int) -> Organisation:
    name = f"Trạm Y tế Phường {number}, đơn vị trực thuộc Trung tâm Y tế quận Tân Bình"
    since = START.date().replace(year=2000)
    links = (ParentLink(organisation=CENTRE, since=since),)
    return Organisation(id=unit(number), name=name, short_name=f"TYT {number}", kind="station", parents=links)


def submission(number: int, campaign: Campaign) -> Submission:
    """Two items in fields that vary, nil in the others; the state with the desk varies, too."""
    codes = [field.code for field in campaign.fields]
    chosen = {codes[number % len(codes)], codes[(number // 7) % len(codes)]}
    items = tuple(
        Item(
            id=f"i{place}",
            field=code,
            content=f"Ứng dụng công nghệ thông tin trong công tác cải cách hành chính của đơn vị số {number}",
            expected=CompletionPeriod.parse("Quý IV/2022"),
        )
        for place, code in enumerate(sorted(chosen))
    )
    delivered = START + timedelta(seconds=30 * number)
    state = STATES[number % len(STATES)]
    outcome = OUTCOMES.get(state)
    decided = () if outcome is None else (_decision(outcome, delivered),)
    version = Version(
        number=1,
        content=Registration(items=items, nil_fields=tuple(code for code in codes if code not in chosen)),
        recipients=(CENTRE,),
        delivered_at=delivered,
        delivered_by=CLERK,
        late=number % 9 == 0,
    )
    return Submission(
        id=submission_id(CAMPAIGN, FormPeriod("registration"), unit(number)),
        organisation=unit(number),
        campaign=CAMPAIGN,
        form="registration",
        status=SubmissionStatus.DELIVERED,
        versions=(version,),
        recipients=(Recipient(organisation=CENTRE, status=state, version=1, decisions=decided),),
    )


def _decision(outcome: Outcome, delivered: datetime) -> Decision:
    return Decision(
        version=1,
        outcome=outcome,
        reason="" if outcome is Outcome.APPROVE else "Chưa nêu rõ tiến độ",
        decided_at=delivered + timedelta(hours=3),
        decided_by=Person(account="tchc", name="Phòng Tổ chức - Hành chính", organisation=CENTRE),
    )


def event(event_type: str, content: Contract, ident: str) -> Event:
    """The event that would have brought a record's first state."""
    return Event(
        id=str(uuid.uuid4()),
        source="bench",
        type=event_type,
        subject=f"{event_type.partition('.')[0]}/{ident}",
        time=START,
        sequence=1,
        correlationid="bench",
        recipient=CENTRE,
        headhash="0" * 64,
        data=content.model_dump(mode="json"),
    )


async def known_everywhere(suite: LocalSuite, content: Organisation) -> None:
    """An organisation with its owner, and as the other services would have heard of it."""
    stores = suite.apps["registration"].state.stores
    await stores.organisations.create(content.id, _told(content, Nothing()), cause="bench")
    told = event("organisation.changed", content, content.id)
    desk, notify = suite.apps["review"].state.desks[CENTRE], suite.apps["notify"].state.stores
    for copies in (desk.stores.organisations, notify.organisations):
        await copies.keep(told)
    await suite.apps["reporting"].state.keeper.organisation(content, told)


class Filler:
    """Puts records into a running suite."""

    def __init__(self, suite: LocalSuite, units: int) -> None:
        self._suite = suite
        self._units = units
        self._registration = suite.apps["registration"].state.stores
        self._desk: Desk = suite.apps["review"].state.desks[CENTRE]
        self._notify = suite.apps["notify"].state.stores
        self._library = suite.apps["reporting"].state.library
        self._keeper = suite.apps["reporting"].state.keeper
        self.campaign = plan(units)

    async def fill(self) -> None:
        campaign = self.campaign
        await _each(len(campaign.obliged) - len(CLERKS), self._organisation)
        await self._registration.campaigns.create(CAMPAIGN, _told(campaign, Nothing()), cause="bench")
        announced = event("campaign.announced", campaign, CAMPAIGN)
        for copies in (self._desk.stores.campaigns, self._notify.campaigns):
            await copies.keep(announced)
        await self._keeper.campaign(campaign, announced)
        await _each(self._units, self._submission)

    async def _organisation(self, number: int) -> None:
        await known_everywhere(self._suite, organisation(number))

    async def _submission(self, number: int) -> None:
        content = submission(number, self.campaign)
        await self._registration.submissions.create(
            content.id, _told(content, SubmissionPrivate(draft=RegistrationDraft())), cause="bench"
        )
        told = event("submission.submitted", content, content.id)
        await self._keeper.submission(content, told)
        for copies in (self._library.submissions, self._desk.stores.submissions):
            await copies.keep(told)
        timing = await timing_at(self._desk, content.campaign, content.asked)
        change = receive(None, Delivery(content, told.sequence, told.headhash), CENTRE, timing)
        assert change is not None
        case = change.public
        quiet = Change(case, change.private, change.entry)
        await self._desk.stores.cases.create(case.id, quiet, cause="bench")
        await self._library.cases.keep(event("case.opened", case, case.id))
        for cause in of_case(case, content):
            notice = noticed(None, cause.notification, Asking.NO, START)
            assert notice is not None
            await self._notify.notifications.create(cause.notification.id, notice, cause="bench")


def _told(public: Any, private: Any) -> Change[Any, Any]:
    return Change(public, private, Entry("created"))


async def _each(count: int, work: Callable[[int], Awaitable[None]]) -> None:
    for start in range(0, count, AT_ONCE):
        await asyncio.gather(*(work(number) for number in range(start, min(start + AT_ONCE, count))))
