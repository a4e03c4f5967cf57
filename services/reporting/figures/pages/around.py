"""What a summary shows beside its own figures: the campaign's year, and what became of items further up."""

from dataclasses import dataclass

from pydantic import BaseModel

from services.reporting.figures.model.addresses import Address, Links, Listing, items_of
from services.reporting.figures.model.summary import Summary
from services.reporting.figures.model.upward import Standing, UpwardFigure
from services.reporting.figures.records import Year
from services.reporting.lists.rows import HigherFigures, RecipientView
from services.reporting.rows.model.answers import ItemStatus
from shared.contracts.campaigns import FormKind
from shared.contracts.items import ResultOutcome


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


def year_view(year: Year, address: Address) -> YearView:
    registered, completed = year.registration.total, year.completion.total
    before, after = FormKind.REGISTRATION.value, FormKind.COMPLETION.value
    return YearView(
        registered=registered.registered,
        approved=registered.approved,
        reported=completed.registered,
        completed=completed.done,
        uncompleted=completed.not_done,
        given_up=completed.given_up,
        links={
            "registered": address(Listing.ITEMS, form=before),
            "approved": address(Listing.ITEMS, form=before, status=ItemStatus.APPROVED.value),
            "reported": address(Listing.RESULTS, form=after),
            "completed": address(Listing.RESULTS, form=after, outcome=ResultOutcome.DONE.value),
            "uncompleted": address(Listing.RESULTS, form=after, outcome=ResultOutcome.NOT_DONE.value),
            "given_up": address(Listing.RESULTS, form=after, outcome=ResultOutcome.GIVEN_UP.value),
        },
    )


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
