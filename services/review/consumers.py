"""Which event goes where."""

from services.review.desk.commands import Desk
from shared.bus.deliveries import typed
from shared.runtime.runtime import Runtime, keeping


def attach(runtime: Runtime, desk: Desk) -> None:
    """Gives a desk its queue: what is addressed to it, every organisation's name, and the plans of every level.

    Its own clock goes by the deadlines of the superior bodies' plans, which are not addressed to it.
    """
    stores = desk.stores
    runtime.consume(
        stores.database,
        organisation=desk.organisation,
        bindings=[
            f"submission.*.{desk.organisation}",
            "campaign.#",
            "extension.#",
            "organisation.changed.*",
        ],
        consumers=typed(
            (
                ("submission.submitted", "submission.withdrawn", "submission.settled"),
                keeping(stores.submissions, desk.receive),
            ),
            (
                ("campaign.announced", "campaign.amended", "campaign.closed", "extension.granted"),
                desk.hear_campaign,
            ),
            (("organisation.changed",), keeping(stores.organisations)),
        ),
        wants=("organisation", "campaign", "submission"),
        sources=stores.sources,
    )
