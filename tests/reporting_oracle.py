"""The figures counted the plain way, over whole submissions in memory: what the service's rows must add up to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

from services.reporting.figures.model.buckets import Bucket, Reply
from services.reporting.figures.model.by_field import FieldFigures, total
from services.reporting.rows.model.answers import row_of
from services.reporting.rows.model.figures import BARE
from services.reporting.rows.model.row import ItemStatus, ObligationRow, RowItem
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormKind
from shared.contracts.submissions import Submission, Upward, UpwardStatus
from shared.errors import DomainError
from shared.forms.results.model import ResultOutcome
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
        return cls(submission, recipient, row, counting.content.nil_fields if counting else ())

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

    def __init__(self, campaign: Campaign, form: FormKind, recipient: str, submissions: Iterable[Submission]) -> None:
        self.campaign = campaign
        self.form = form
        self.recipient = recipient
        found = {one.organisation: Answer.of(one, recipient) for one in submissions}
        self._obliged = tuple(
            _obliged(organisation, found.pop(organisation, None)) for organisation in obliged_for(campaign, form)
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
        counted = {heading.code: dict.fromkeys(FieldFigures._fields, 0) for heading in self.headings}
        codes = self.asked
        for answer in self._received:
            items, nil = _answered(answer)
            for item in answer.row.items:
                for name in FieldFigures._fields:
                    if _is_counted_in(answer, item, None if name == "registered" else name):
                        counted[item.field][name] += 1
            for code in nil:
                counted[code]["nil"] += 1
            for code in codes - items - nil:
                counted[code]["unanswered"] += 1
        return {code: FieldFigures(**figures) for code, figures in counted.items()}

    @property
    def asked(self) -> frozenset[str]:
        """The fields that an answer is asked for; a report speaks of what was registered and of nothing else."""
        return self.campaign.field_codes if self.form is FormKind.REGISTRATION else frozenset()

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
    if item.outcome and (figure == item.outcome or (figure == BARE and item.bare)):
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
        assert row.registered == row.approved + row.returned + row.rejected + row.awaiting, (field, row)
        if report.form is not FormKind.REGISTRATION:
            assert row.registered == row.done + row.not_done + row.given_up, (field, row)
            assert row.bare <= row.done, (field, row)
        assert row.registered == len(report.items(field)), (field, row)
        for figure in (*ItemStatus, *ResultOutcome, BARE):
            assert getattr(row, figure) == len(report.items(field, figure)), (field, figure)
        for reply in Reply:
            assert getattr(row, reply.value) == len(report.replies(reply, field)), (field, reply)
