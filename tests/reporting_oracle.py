"""The figures counted the plain way, over whole submissions in memory: what the service's rows must add up to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

from services.reporting.figures.model.buckets import Bucket, Reply
from services.reporting.figures.model.by_field import FieldFigures, total
from services.reporting.rows.model.answers import row_of
from services.reporting.rows.model.row import ItemStatus, ObligationRow, RowItem
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Submission, Upward, UpwardStatus
from shared.errors import DomainError
from shared.forms.initiatives.model import Registration
from shared.forms.registry import kind_of
from shared.forms.results.model import Report as ResultsOfItems
from shared.forms.results.model import Result, ResultOutcome
from shared.rules.ids import submitter_of
from shared.rules.obligations import obliged_for
from shared.sheets.fields import FieldHeading


class Answer(NamedTuple):
    """A submission, what it counts for with a recipient, and the fields that the version that counts answers by nil."""

    submission: Submission
    recipient: str
    row: ObligationRow
    nil_fields: tuple[str, ...] = ()

    @classmethod
    def of(cls, submission: Submission, recipient: str) -> Self:
        row = row_of(submission, recipient)
        counting = submission.version(row.version) if row.version else None
        said = counting.content if counting else None
        return cls(submission, recipient, row, said.nil_fields if isinstance(said, Registration) else ())

    def result(self, item: str) -> Result | None:
        """What a report says of one of the items; of what it says nothing, that it is not done."""
        counting = self.submission.version(self.row.version) if self.row.version else None
        if counting is None or not isinstance(counting.content, ResultsOfItems):
            return None
        return counting.content.result(item) or Result(item=item, outcome=ResultOutcome.NOT_DONE)

    def upward(self, item: str) -> list[Upward]:
        """Where one of its items stands with those whom this recipient carried it to."""
        return [u for u in self.submission.upward if u.item == item and submitter_of(u.via) == self.recipient]


class OrganisationStanding(NamedTuple):
    """An organisation and the answer that counts for it; None when it is missing.

    `withdrawn` is the id of a submission that it took back.
    """

    organisation: str
    bucket: Bucket
    answer: Answer | None = None
    withdrawn: str | None = None


class ItemStanding(NamedTuple):
    """A registered item with the answer it belongs to."""

    answer: Answer
    item: RowItem

    @property
    def field(self) -> str:
        return self.item.field


class FieldReply(NamedTuple):
    """An organisation's answer to a field without an item."""

    answer: Answer
    field: str
    reply: Reply


class Report:
    """Everything that is counted, loaded once: each figure is the length of the list that its method answers."""

    def __init__(
        self, campaign: Campaign, asked: FormPeriod, recipient: str, submissions: Iterable[Submission]
    ) -> None:
        self.campaign = campaign
        self.form = campaign.form(asked.form)
        assert self.form is not None
        self.kind = kind_of(self.form)
        self.recipient = recipient
        found = {one.organisation: Answer.of(one, recipient) for one in submissions if one.asked == asked}
        self._obliged = tuple(
            _obliged(organisation, found.pop(organisation, None)) for organisation in obliged_for(campaign, asked)
        )
        self._voluntary = tuple(
            OrganisationStanding(name, Bucket.VOLUNTARY, answer) for name, answer in found.items() if answer.row.counts
        )
        self._received = tuple(standing.answer for standing in self._obliged if standing.answer)
        self.headings = tuple(self._headings())

    def organisations(self, bucket: Bucket) -> Sequence[OrganisationStanding]:
        """The organisations of a bucket."""
        if bucket is Bucket.EXPECTED:
            return self._obliged
        if bucket is Bucket.VOLUNTARY:
            return self._voluntary
        if bucket is Bucket.RECEIVED:
            return [standing for standing in self._obliged if standing.bucket is not Bucket.MISSING]
        return [standing for standing in self._obliged if standing.bucket is bucket]

    def items(
        self, field: str | None = None, figure: str | None = None, *, voluntary: bool = False
    ) -> Sequence[ItemStanding]:
        """The items that are counted in a figure, of obliged organisations or of voluntary ones.

        Raises ``field_not_in_campaign``.
        """
        self._require(field)
        answers = [s.answer for s in self._voluntary if s.answer] if voluntary else self._received
        return [
            ItemStanding(answer, item)
            for answer in answers
            for item in answer.row.items
            if field in {None, item.field} and _is_counted_in(answer, item, figure)
        ]

    def replies(self, reply: Reply, field: str | None = None) -> Sequence[FieldReply]:
        """Who answered a field without an item, one row an organisation and field.

        A field that an amendment took out of the plan asks nobody for an answer any more. Raises
        ``field_not_in_campaign``.
        """
        self._require(field)
        asked = [heading.code for heading in self.headings if field in {None, heading.code}]
        codes = self.asked
        rows: list[FieldReply] = []
        for answer in self._received:
            items, nil = _answered(answer)
            given = nil if reply is Reply.NIL else codes - items - nil
            rows += [FieldReply(answer, code, reply) for code in asked if code in given]
        return rows

    def figures(self) -> dict[str, FieldFigures]:
        """Figures by field code, in the campaign's order; one pass over all answers."""
        counted = {heading.code: FieldFigures() for heading in self.headings}
        names = {"registered": None, **{one.value: one.value for one in ItemStatus}, **self.kind.figures}
        codes = self.asked
        for answer in self._received:
            items, nil = _answered(answer)
            for item in answer.row.items:
                for name, figure in names.items():
                    counted[item.field][name] += _is_counted_in(answer, item, figure)
            for code in nil:
                counted[code]["nil"] += 1
            for code in codes - items - nil:
                counted[code]["unanswered"] += 1
        return counted

    @property
    def asked(self) -> frozenset[str]:
        """The fields that an answer is asked for; a report speaks of what was registered and of nothing else."""
        return self.campaign.field_codes if self.kind.asks_fields else frozenset()

    def heading(self, field: str) -> FieldHeading:
        """A field's heading; a voluntary answer may hold one that the plan does not have any more."""
        return next((h for h in self.headings if h.code == field), FieldHeading(field, None, field))

    def _headings(self) -> Iterable[FieldHeading]:
        """The campaign's fields, then those that were answered before an amendment took them out."""
        yield from (FieldHeading(field.code, field.number, field.name) for field in self.campaign.fields)
        answered = {code for a in self._received for code in (*a.nil_fields, *(item.field for item in a.row.items))}
        yield from (FieldHeading(code, None, code) for code in sorted(answered - self.campaign.field_codes))

    def _require(self, field: str | None) -> None:
        if field is not None and all(heading.code != field for heading in self.headings):
            raise DomainError("field_not_in_campaign", field="field", name=field, number=self.campaign.number)


def _obliged(organisation: str, answer: Answer | None) -> OrganisationStanding:
    if answer is None or not answer.row.counts:
        withdrawn = answer.row.submission if answer else None
        return OrganisationStanding(organisation, Bucket.MISSING, withdrawn=withdrawn)
    return OrganisationStanding(organisation, Bucket.LATE if answer.row.late else Bucket.ON_TIME, answer)


def _is_counted_in(answer: Answer, item: RowItem, figure: str | None) -> bool:
    """Whether an item is one of those behind a figure; without a figure: whether it is registered."""
    if item.status is ItemStatus.WITHDRAWN or figure == ItemStatus.WITHDRAWN:
        return item.status is ItemStatus.WITHDRAWN and figure == ItemStatus.WITHDRAWN
    if figure is None or figure == item.status:
        return True
    result = answer.result(item.item)
    if result and (figure == result.outcome or (figure == "bare" and result.without_figures)):
        return True
    return any(figure in _upward(entry) for entry in answer.upward(item.item))


def _upward(entry: Upward) -> set[str]:
    place = f"{entry.campaign}:{entry.organisation}"
    is_carried = entry.status not in {UpwardStatus.WITHDRAWN, UpwardStatus.LEFT_OUT}
    return {f"{place}:{entry.status.value}", *([f"{place}:carried"] if is_carried else [])}


def _answered(answer: Answer) -> tuple[set[str], set[str]]:
    """The fields that were answered with items, and those with an explicit nil and nothing else."""
    items = {item.field for item in answer.row.items}
    return items, set(answer.nil_fields) - items


def check(report: Report) -> None:
    """Asserts that the figures reconcile: buckets, fields, totals, and the length of the list behind each."""
    sizes = {bucket: len(report.organisations(bucket)) for bucket in Bucket}
    assert sizes[Bucket.RECEIVED] == sizes[Bucket.ON_TIME] + sizes[Bucket.LATE]
    assert sizes[Bucket.EXPECTED] == sizes[Bucket.RECEIVED] + sizes[Bucket.MISSING]
    assert sizes[Bucket.EXPECTED] == len({standing.organisation for standing in report.organisations(Bucket.EXPECTED)})
    figures = report.figures()
    assert list(figures) == [heading.code for heading in report.headings]
    rows: list[tuple[str | None, FieldFigures]] = [*figures.items(), (None, total(figures.values()))]
    for field, row in rows:
        decided = (row["approved"], row["returned"], row["rejected"], row["awaiting"])
        assert row["registered"] == sum(decided), (field, row)
        if report.kind.code == "results":
            assert row["registered"] == row["completed"] + row["uncompleted"] + row["given_up"], (field, row)
            assert row["without_figures"] <= row["completed"], (field, row)
        assert row["registered"] == len(report.items(field)), (field, row)
        for name, figure in {**{one.value: one.value for one in ItemStatus}, **report.kind.figures}.items():
            assert row[name] == len(report.items(field, figure)), (field, figure)
        for reply in Reply:
            assert row[reply.value] == len(report.replies(reply, field)), (field, reply)
