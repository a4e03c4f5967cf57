"""The figures of one campaign, form, period and recipient, and the list behind each of them."""

import datetime as dt
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from services.reporting.figures.model.addresses import Question, ReportList
from services.reporting.figures.model.buckets import Bucket, Reply, is_in
from services.reporting.figures.model.by_field import REGISTERED, STATES, FieldFigures, FieldTally, total
from services.reporting.rows.model.figures import Standing, UpwardFigure
from services.reporting.rows.model.row import RowGroup, Waiting
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, FormPeriod, Period
from shared.errors import DomainError
from shared.forms.kind import Kind
from shared.forms.registry import kind_of
from shared.sheets.fields import FieldHeading, field_headings


class Stuck(NamedTuple):
    """How many submissions wait in one way, and since when the longest waiting."""

    number: int = 0
    oldest: datetime | None = None


class Summary:
    """All figures of a form in a period with a recipient, from groups of equal rows; each is the length of a list."""

    def __init__(self, campaign: Campaign, asked: FormPeriod, recipient: str, groups: Iterable[RowGroup]) -> None:
        self.campaign = campaign
        self.asked = asked
        self.recipient = recipient
        self.question = Question(campaign.id, *asked, recipient)
        self._groups = tuple(groups)
        self._received = FieldTally.of(self._within(Bucket.RECEIVED))
        self._voluntary = FieldTally.of(self._within(Bucket.VOLUNTARY))
        self.headings = tuple(field_headings(campaign, sorted(self._received.answered)))
        """The campaign's fields, then those that were answered before an amendment took them out."""

    @property
    def day(self) -> dt.date:
        """The day whose names the campaign shows; the last of all days while it goes on."""
        return self.campaign.day(dt.date.max)

    @property
    def all_headings(self) -> list[FieldHeading]:
        """Also the fields that none but voluntary answers hold."""
        return field_headings(self.campaign, [*sorted(self._received.answered), *sorted(self._voluntary.answered)])

    @property
    def form(self) -> Form:
        """The form as the campaign asks for it; figures are of no other."""
        form = self.campaign.form(self.asked.form)
        assert form is not None
        return form

    @property
    def period(self) -> Period:
        """When it is sent; figures are of no other period."""
        period = self.campaign.period(self.asked)
        assert period is not None
        return period

    @cached_property
    def kind(self) -> Kind:
        return kind_of(self.form)

    @property
    def listing(self) -> ReportList:
        """The list behind the form's figures."""
        return ReportList[self.kind.listing.upper()]

    def size(self, bucket: Bucket) -> int:
        """How many organisations are in a bucket."""
        return sum(group.number for group in self._within(bucket))

    def stuck(self, waiting: Waiting) -> Stuck:
        """How many submissions wait in this way, voluntary ones too: a desk's pile is all that lies on it."""
        found = [group for group in self._groups if group.counts and group.waiting is waiting]
        oldest = min((group.oldest for group in found if group.oldest), default=None)
        return Stuck(sum(group.number for group in found), oldest)

    def items(self, field: str | None = None, figure: str | None = None, *, voluntary: bool = False) -> int:
        """How many items obliged organisations registered, or voluntary ones, that are counted in a figure.

        `figure` is one of the rows', see `figures_of`.
        """
        tally = self._voluntary if voluntary else self._received
        wanted = {figure} if figure else {status.value for status in REGISTERED}
        return sum(n for (code, name), n in tally.figures.items() if name in wanted and field in {None, code})

    @cached_property
    def upward(self) -> dict[tuple[str, str], dict[Standing, int]]:
        """What became of items further up, by campaign and recipient, as far as any was carried or left out there."""
        found: dict[tuple[str, str], dict[Standing, int]] = {}
        for (_, name), number in self._received.figures.items():
            if figure := UpwardFigure.read(name):
                here = found.setdefault(figure[:2], dict.fromkeys(Standing, 0))
                here[figure.standing] += number
        return dict(sorted(found.items()))

    def replies(self, reply: Reply, field: str | None = None) -> int:
        """How many answers without an item there are."""
        return sum(row[reply.value] for code, row in self.figures.items() if field in {None, code})

    @cached_property
    def figures(self) -> dict[str, FieldFigures]:
        """Figures by field code, in the campaign's order. A field that was taken out asks nobody any more."""
        received, tally = self.size(Bucket.RECEIVED), self._received
        rows = {}
        for heading in self.headings:
            code = heading.code
            counted = {name: tally.figures[code, name] for name in (*STATES, Reply.NIL.value)}
            asked = self.kind.asks_fields and code in self.campaign.field_codes
            rows[code] = FieldFigures(
                counted
                | {name: tally.figures[code, own] for name, own in self.kind.figures.items()}
                | {"registered": sum(counted[status.value] for status in REGISTERED)}
                | {Reply.UNANSWERED.value: received - tally.answered[code] if asked else 0}
            )
        return rows

    @property
    def total(self) -> FieldFigures:
        return total(self.figures.values())

    def heading(self, field: str) -> FieldHeading:
        """A field's heading. Raises DomainError ``field_not_in_campaign``."""
        for heading in self.headings:
            if heading.code == field:
                return heading
        raise DomainError("field_not_in_campaign", field="field", name=field, number=self.campaign.number)

    def _within(self, bucket: Bucket) -> list[RowGroup]:
        return [group for group in self._groups if is_in(group, bucket)]
