"""A submission's life as its owner would tell it, and people who act on its cases."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from services.review.cases.model.case import CaseChange, CaseRecord
from services.review.cases.model.receiving import Delivery
from shared.contracts.cases import Case, CaseStatus
from shared.contracts.content import Content
from shared.contracts.events import Event
from shared.contracts.forms import FormPeriod
from shared.contracts.items import Item
from shared.contracts.submissions import Recipient, RecipientStatus, Submission, SubmissionStatus, Version
from shared.contracts.types import Person
from shared.forms.initiatives.model import Registration
from shared.identity import Actor, Grant, Role
from shared.language.periods import CompletionPeriod
from shared.record.record import GENESIS, Record, digest, link
from shared.rules.decisions import DECIDED
from shared.rules.ids import submission_id

CENTRE, DISTRICT, STATION = "ttyt-tan-binh", "ubnd-tan-binh", "tyt-phuong-1"
CAMPAIGN = "70-kh-ttyt-2022"
REGISTRATION = FormPeriod("registration")
START = datetime(2022, 5, 12, 1, tzinfo=UTC)
CLERK = Person(account="tyt-phuong-1", name="Trạm Y tế Phường 1", organisation=STATION)


def person(account: str, name: str, home: str, *grants: tuple[Role, str]) -> Actor:
    return Actor(
        account=account,
        name=name,
        organisation=home,
        grants=tuple(Grant(role=role, organisation=organisation) for role, organisation in grants),
    )


REVIEWER = person("tchc", "Phòng Tổ chức - Hành chính", CENTRE, (Role.REVIEWER, CENTRE))
LEADER = person("ban-giam-doc", "Ban Giám đốc", CENTRE, (Role.LEADER, CENTRE))
STATION_CLERK = person(CLERK.account, CLERK.name, STATION, (Role.CLERK, STATION))
STATION_REVIEWER = person("tyt-1", CLERK.name, STATION, (Role.REVIEWER, CENTRE))


def item(ident: str = "a", text: str = "Quản lý nhân lực bằng ứng dụng AppSheet", **more: Any) -> Item:
    values: dict[str, Any] = {"field": "organisation", "expected": CompletionPeriod.parse("Quý IV/2022")}
    return Item(id=ident, content=text, **(values | more))


class Life:
    """A submission of a station to one recipient; `deliveries` are its states in the order in which they came."""

    def __init__(
        self,
        *,
        submitter: str = STATION,
        recipient: str = CENTRE,
        start: datetime = START,
        campaign: str = CAMPAIGN,
        asked: FormPeriod = REGISTRATION,
    ) -> None:
        self.recipient = recipient
        self.submission = Submission(
            id=submission_id(campaign, asked, submitter),
            organisation=submitter,
            campaign=campaign,
            form=asked.form,
            period=asked.period,
            status=SubmissionStatus.DRAFT,
        )
        self.now = start
        self.kinds: list[str] = []
        self.deliveries: list[Delivery] = []

    def submit(self, *items: Item) -> Delivery:
        said = items or (item(text=f"Nội dung lần {len(self.submission.versions) + 1}"),)
        return self.deliver(Registration(items=said, nil_fields=("institutions",)))

    def deliver(self, content: Content) -> Delivery:
        """A version that says exactly this."""
        number = len(self.submission.versions) + 1
        version = Version(
            number=number,
            content=content,
            recipients=(self.recipient,),
            delivered_at=self._later(),
            delivered_by=CLERK,
            late=False,
        )
        return self._tell(
            "submission.submitted",
            status=SubmissionStatus.DELIVERED,
            versions=(*self.submission.versions, version),
            recipients=(self._entry(status=RecipientStatus.SENT, version=number),),
            withdrawn_at=None,
            withdrawn_reason="",
        )

    def settle(self, case: Case, sequence: int, head: str) -> Delivery:
        """The owner has heard of the case's state."""
        status = RecipientStatus.RECEIVED if case.status is CaseStatus.UNSEEN else RecipientStatus(case.status.value)
        entry = self._entry(
            status=status,
            decisions=tuple(round_.decision for round_ in case.rounds if round_.decision),
            case_sequence=sequence,
            case_head=head,
        )
        return self._tell("submission.settled", recipients=(entry,))

    def withdraw(self, reason: str = "Gửi nhầm bản nháp") -> Delivery:
        return self._tell(
            "submission.withdrawn",
            status=SubmissionStatus.WITHDRAWN,
            withdrawn_at=self._later(),
            withdrawn_reason=reason,
            recipients=(self._entry(status=RecipientStatus.WITHDRAWN),),
        )

    @property
    def open(self) -> bool:
        """Whether the recipient still has to decide."""
        entry = self.submission.recipient(self.recipient)
        return entry is not None and entry.status not in {*DECIDED, RecipientStatus.WITHDRAWN}

    def event(self, delivery: Delivery, kind: str | None = None) -> Event:
        """A delivery as it goes over the wire."""
        return Event(
            id=f"{delivery.submission.id}-{delivery.sequence}",
            source="registration",
            type=kind or self.kinds[delivery.sequence - 1],
            subject=f"submission/{delivery.submission.id}",
            time=self.now,
            sequence=delivery.sequence,
            correlationid="test",
            recipient=self.recipient,
            headhash=delivery.head,
            data=delivery.submission.model_dump(mode="json"),
        )

    def _entry(self, **changes: Any) -> Recipient:
        entry = self.submission.recipient(self.recipient)
        entry = entry or Recipient(organisation=self.recipient, status=RecipientStatus.SENT, version=1)
        return entry.model_copy(update=changes)

    def _later(self) -> datetime:
        self.now += timedelta(minutes=10)
        return self.now

    def _tell(self, kind: str, **changes: Any) -> Delivery:
        self.submission = self.submission.model_copy(update=changes)
        sequence = len(self.deliveries) + 1
        head = digest([sequence, self.submission.model_dump(mode="json")])
        self.kinds.append(kind)
        self.deliveries.append(Delivery(self.submission, sequence, head))
        return self.deliveries[-1]


def written(record: CaseRecord | None, change: CaseChange, *, version_above: int = 0) -> CaseRecord:
    """What the store makes of a change, without a database."""
    assert change.entry is not None
    version = max(record.version if record else 0, version_above) + 1
    history: Sequence[dict[str, Any]] = record.history if record else ()
    entry = link(
        f"case/{change.public.id}",
        history[-1]["hash"] if history else GENESIS,
        change.entry,
        version=version,
        at=START,
        public=change.public.model_dump(mode="json"),
        cause=f"test {version}",
        correlation="test",
    )
    return Record(change.public.id, version, change.public, change.private, (*history, entry))
