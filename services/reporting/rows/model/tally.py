"""What the rows of a scope add up to: of those who must send the form, and of those who sent it all the same."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pydantic import Field

from services.reporting.rows.model.row import Scope
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.contracts.types import Contract
from shared.forms.registry import kinds


class Part(Contract):
    """Answers that stand: of how many organisations, and what their numbers add up to."""

    organisations: int = 0
    numbers: dict[str, Decimal] = Field(default_factory=dict)


class Tally(Contract):
    """The rows of a scope added up. `expected`: how many organisations must send the form."""

    expected: int = 0
    obliged: Part = Part()
    voluntary: Part = Part()

    def counted(self, form: Form) -> Part:
        """The part that counts: of an optional form all that was sent, else what the obliged ones sent."""
        return self.voluntary if form.optional else self.obliged


class Adding:
    """Adds up rows one after the other."""

    def __init__(self) -> None:
        self._expected = 0
        self._organisations = {True: 0, False: 0}
        self._sums = {True: defaultdict[str, Decimal](Decimal), False: defaultdict[str, Decimal](Decimal)}

    def add(self, numbers: Mapping[str, str], *, obliged: bool, counts: bool) -> None:
        """A row; its numbers as they are stored."""
        self._expected += obliged
        if counts:
            self._organisations[obliged] += 1
            sums = self._sums[obliged]
            for name, number in numbers.items():
                sums[name] += Decimal(number)

    @property
    def tally(self) -> Tally:
        return Tally(expected=self._expected, obliged=self._part(obliged=True), voluntary=self._part(obliged=False))

    def _part(self, *, obliged: bool) -> Part:
        return Part(organisations=self._organisations[obliged], numbers=dict(self._sums[obliged]))


def adds_up(form: Form, campaign: Campaign) -> bool:
    """Whether a form has numbers that add up; none has of which this process does not know the kind."""
    kind = kinds().get(form.kind)
    return kind is not None and kind.added_up(form, campaign, {}, None) is not None


def scopes_of(campaign: Campaign) -> Iterator[Scope]:
    """The scopes of a campaign that add up."""
    for form in campaign.forms:
        if adds_up(form, campaign):
            for period in form.periods:
                for recipient in dict.fromkeys(campaign.recipients):
                    yield Scope(campaign.id, form.code, period.code, recipient)
