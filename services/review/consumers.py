"""Which event goes where."""

from services.review.handlers import Desk
from shared.deliveries import typed
from shared.runtime import Runtime, keeping


def attach(runtime: Runtime, desk: Desk) -> None:
    """Gives a desk its queue: what is addressed to it, and every organisation's name."""
    stores = desk.stores
    runtime.consume(
        stores.database,
        organisation=desk.organisation,
        bindings=[f"submission.*.{desk.organisation}", f"campaign.*.{desk.organisation}", "organisation.changed.*"],
        consumers=typed(
            (
                ("submission.submitted", "submission.withdrawn", "submission.settled"),
                keeping(stores.submissions, desk.receive),
            ),
            (("campaign.announced", "campaign.amended", "campaign.closed"), keeping(stores.campaigns)),
            (("organisation.changed",), keeping(stores.organisations)),
        ),
        wants=("organisation", "campaign", "submission"),
        sources=stores.sources,
    )
