"""What a summary shows beside its own figures: the campaign's year, and what became of items further up."""

from dataclasses import dataclass
from typing import NamedTuple

from pydantic import BaseModel

from services.reporting.figures.model.addresses import Address, Links, items_of
from services.reporting.figures.model.summary import Summary
from services.reporting.rows.model.answers import ItemStatus
from services.reporting.rows.model.figures import Standing, UpwardFigure
from shared.contracts.campaigns import FormKind
from shared.contracts.items import ResultOutcome


class RecipientView(BaseModel):
    """An organisation that a campaign's forms are sent to."""

    id: str
    name: str


@dataclass(frozen=True)
class Year:
    """What was registered in a campaign and what of it was completed, as its two forms say."""

    registration: Summary
    completion: Summary


class HigherFigures(NamedTuple):
    """How many items were carried to a higher recipient of a campaign, and what became of them there."""

    campaign: str
    number: str
    recipient: str
    name: str
    counts: dict[Standing, int]


@dataclass(frozen=True)
class Around:
    """What a summary shows beside its own figures: the recipient's name, the year, the higher recipients."""

    recipient: str
    year: Year | None
    higher: list[HigherFigures]


class YearView(BaseModel):
    """What was registered in the campaign, and what the completion reports say became of it."""

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


BEFORE, AFTER = FormKind.REGISTRATION, FormKind.COMPLETION
IN_YEAR: dict[str, tuple[FormKind, str, dict[str, str]]] = {
    "registered": (BEFORE, "registered", {}),
    "approved": (BEFORE, "approved", {"status": ItemStatus.APPROVED.value}),
    "reported": (AFTER, "registered", {}),
    "completed": (AFTER, "done", {"outcome": ResultOutcome.DONE.value}),
    "uncompleted": (AFTER, "not_done", {"outcome": ResultOutcome.NOT_DONE.value}),
    "given_up": (AFTER, "given_up", {"outcome": ResultOutcome.GIVEN_UP.value}),
}
"""The form that a number of the year is of, the figure there, and the filters of its list."""


def year_view(year: Year, address: Address) -> YearView:
    reports = {BEFORE: year.registration, AFTER: year.completion}
    counts = {name: getattr(reports[form].total, figure) for name, (form, figure, _) in IN_YEAR.items()}
    links = {
        name: address(items_of(reports[form]), form=form.value, **filters)
        for name, (form, _, filters) in IN_YEAR.items()
    }
    return YearView(**counts, links=links)


def higher_view(report: Summary, figures: HigherFigures, address: Address) -> HigherFiguresView:
    names = {one: UpwardFigure(figures.campaign, figures.recipient, one).name for one in Standing}
    counts = {one.value: figures.counts[one] for one in Standing}
    return HigherFiguresView(
        campaign=figures.campaign,
        number=figures.number,
        recipient=RecipientView(id=figures.recipient, name=figures.name),
        **counts,
        links={one.value: address(items_of(report), upward=name) for one, name in names.items()},
    )
