"""What a summary shows beside its own figures: the campaign's year, and what became of items further up."""

from collections.abc import Mapping

from pydantic import BaseModel

from services.reporting.figures.model.addresses import Address, Links
from services.reporting.figures.model.summary import Summary
from services.reporting.rows.model.figures import Standing, UpwardFigure
from services.reporting.rows.model.row import ItemStatus
from shared.contracts.campaigns import FormKind
from shared.contracts.items import ResultOutcome


class RecipientView(BaseModel):
    """An organisation that a campaign's forms are sent to."""

    id: str
    name: str


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


def year_view(reports: Mapping[FormKind, Summary], address: Address) -> YearView:
    """The year of a campaign that asks for both forms."""
    counts = {name: getattr(reports[form].total, figure) for name, (form, figure, _) in IN_YEAR.items()}
    links = {
        name: address(reports[form].question.items, form=form.value, **filters)
        for name, (form, _, filters) in IN_YEAR.items()
    }
    return YearView(**counts, links=links)


def higher_view(
    report: Summary, number: str, campaign: str, recipient: RecipientView, address: Address
) -> HigherFiguresView:
    """What became of the report's items with a recipient of the campaign of that number."""
    links = {
        one.value: address(report.question.items, upward=UpwardFigure(campaign, recipient.id, one).name)
        for one in Standing
    }
    counts = {one.value: items for one, items in report.upward[campaign, recipient.id].items()}
    return HigherFiguresView(campaign=campaign, number=number, recipient=recipient, **counts, links=links)
