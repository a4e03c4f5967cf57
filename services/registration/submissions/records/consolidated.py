"""What a consolidation reads of many submissions at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.registration.stores import Stores
from shared.contracts.campaigns import FormKind
from shared.contracts.submissions import Submission
from shared.record.database import Document


@dataclass(frozen=True)
class Carrier:
    """A submission whose versions are shown without their contents; `latest` is the newest content as it is stored."""

    id: str
    public: Submission
    latest: Document | None
    causes: frozenset[str]


async def registrations(stores: Stores, campaign: str, recipient: str) -> list[Submission]:
    """The registrations of a campaign that were sent to a recipient, in the order of their ids.

    One query, and nothing but their public states: a consolidation may rest on hundreds.
    """
    query = {
        "public.campaign": campaign,
        "public.form": FormKind.REGISTRATION.value,
        "public.recipients.organisation": recipient,
    }
    found = await stores.submissions.parts(query, {"public": 1})
    return [Submission.read(one["public"]) for one in sorted(found, key=lambda one: str(one["_id"]))]


async def carriers(stores: Stores, idents: Sequence[str]) -> list[Carrier]:
    """Submissions without what they say, so that it costs little however much and however often they said it."""
    fields = {"history.cause": 1, "public": 1}
    return [_carrier(document) for document in await stores.submissions.parts({"_id": {"$in": list(idents)}}, fields)]


def _carrier(document: Document) -> Carrier:
    public = document["public"]
    contents = [version.get("content", {}) for version in public["versions"]]
    bare = {**public, "versions": [{**version, "content": {}} for version in public["versions"]]}
    return Carrier(
        document["_id"],
        Submission.read(bare),
        contents[-1] if contents else None,
        frozenset(entry["cause"] for entry in document["history"]),
    )
