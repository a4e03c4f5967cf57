"""Which event goes where."""

from functools import partial

from services.review.cases.commands.receiving import hear_campaign, hear_submission
from services.review.desk.context import Desk
from shared.contracts.campaigns import Campaign
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.runtime.member import keeping


def attach(desk: Desk) -> None:
    """Gives a desk its queue: what is addressed to it, every organisation's name, and the plans of every level.

    Its own clock goes by the deadlines of the superior bodies' plans, which are not addressed to it. A case is shown
    with what its submission's copy says, so nobody may see the case before the copy.
    """
    stores = desk.stores
    stores.consume(
        {
            Organisation: keeping(stores.organisations),
            Campaign: keeping(stores.campaigns, partial(hear_campaign, desk), copy_first=True),
            Submission: keeping(stores.submissions, partial(hear_submission, desk), copy_first=True),
        },
        addressed=(Submission,),
    )
