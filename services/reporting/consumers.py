"""What reporting hears: everything, kept as copies, and as rows for the figures."""

from services.reporting.rows.commands import Keeper
from services.reporting.stores import Library
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.runtime.member import Hears, keeping


def hears(library: Library, keeper: Keeper) -> Hears:
    return {
        Organisation: keeper.organisation,
        Campaign: keeper.campaign,
        Submission: keeping(library.submissions, keeper.submission),
        Case: keeping(library.cases),
        Notification: keeping(library.notifications),
    }
