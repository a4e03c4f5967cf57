"""The figures as people and programs are shown them, the same for both but for the addresses of the lists."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from services.reporting.figures.model.addresses import Links
from services.reporting.figures.model.number_views import NumbersView
from services.reporting.rows.model.row import Waiting
from shared.contracts.campaigns import CampaignStatus
from shared.contracts.types import Instant
from shared.language.vietnamese import VIETNAM
from shared.language.worktime import working_days_between
from shared.sheets.fields import field_title


class CampaignView(BaseModel):
    """The campaign that is reported on."""

    id: str
    number: str
    title: str
    year: int
    status: CampaignStatus


class RecipientView(BaseModel):
    """An organisation that a campaign's forms are sent to."""

    id: str
    name: str


class DueView(BaseModel):
    """The form's deadline: the plan's wording, the moment it means, whether that has passed."""

    wording: str
    boundary: Instant
    passed: bool


class OrganisationFigures(BaseModel):
    """How many organisations are in each bucket; ``links`` has the address of the list behind each figure."""

    expected: int
    received: int
    on_time: int
    late: int
    missing: int
    links: Links


class Figures(BaseModel):
    """Figures by state; ``links`` has the address of the list behind each figure that the form has.

    Of a report, ``registered`` is the sum of ``completed``, ``uncompleted`` and ``given_up``; a forecast is never
    counted as completed. ``without_figures``: completed, and no figures show it. What was withdrawn counts as
    registered no longer. A kind of form that counts its items otherwise adds its own figures by their names.
    """

    model_config = ConfigDict(extra="allow")

    registered: int = 0
    completed: int = 0
    uncompleted: int = 0
    given_up: int = 0
    without_figures: int = 0
    approved: int = 0
    returned: int = 0
    rejected: int = 0
    awaiting: int = 0
    withdrawn: int = 0
    nil: int = 0
    unanswered: int = 0
    links: Links


class FieldRow(Figures):
    """A field's figures. ``number`` is the campaign's own; null when an amendment took the field out of the plan."""

    code: str
    number: int | None
    name: str

    @property
    def title(self) -> str:
        return field_title(self.number, self.name)


class VoluntaryView(BaseModel):
    """What organisations sent that were not obliged; never part of the other figures."""

    organisations: int
    items: int
    links: Links


class RatesView(BaseModel):
    """Shares of the expected organisations, 0 to 1; null when none is expected."""

    received: float | None
    on_time: float | None


def waited(since: datetime | None, now: datetime) -> int | None:
    """For how long something waits: working days from a moment's day to today, in Vietnam."""
    if since is None:
        return None
    return working_days_between(since.astimezone(VIETNAM).date(), now.astimezone(VIETNAM).date())


class StuckView(BaseModel):
    """Submissions that wait in one way: how many, the longest since when and for how many working days."""

    waiting: Waiting
    number: int
    oldest: Instant | None
    working_days: int | None
    link: str


class YearView(BaseModel):
    """What was registered in the campaign, and what the final reports say became of it."""

    registered: int
    approved: int
    reported: int
    completed: int
    uncompleted: int
    given_up: int
    links: Links


class HigherFiguresView(BaseModel):
    """Items that were consolidated for a higher recipient, by what became of them there.

    ``carried`` are all that stand there: sent, approved, returned or rejected.
    """

    campaign: str
    number: str
    recipient: RecipientView
    carried: int
    sent: int
    approved: int
    returned: int
    rejected: int
    withdrawn: int
    left_out: int
    links: Links


class SummaryView(BaseModel):
    """All figures of a campaign's form in a period as one recipient has it; ``period`` null: it is sent once.

    ``numbers``: what the form's numbers add up to, null where it has none.
    """

    campaign: CampaignView
    form: str
    form_title: str
    period: str | None
    due: DueView
    recipient: RecipientView
    organisations: OrganisationFigures
    rates: RatesView
    stuck: list[StuckView]
    fields: list[FieldRow]
    totals: Figures
    voluntary: VoluntaryView
    year: YearView | None
    higher: list[HigherFiguresView]
    numbers: NumbersView | None = None
    csv: str
