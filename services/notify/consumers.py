"""What notify hears, and what it does about it."""

from services.notify.causes.commands import Notifier
from services.notify.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.runtime.member import Hears, keeping


def hears(stores: Stores, notifier: Notifier) -> Hears:
    """It acts on overtaken events, too.

    The mail of such an event is asked for by it alone, and an organisation that a later amendment released was told all
    the same: so what people are told does not depend on the order of the events.
    """
    return {
        Organisation: keeping(stores.organisations),
        Campaign: keeping(stores.campaigns, notifier.campaign, overtaken=True),
        Submission: keeping(stores.submissions, notifier.submission, overtaken=True),
        Case: keeping(stores.cases, notifier.case, overtaken=True),
    }
