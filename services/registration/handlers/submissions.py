"""Commands and questions about submissions: load, decide, save. Who may not read one is told that there is none."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.registration.domain import access, drafts
from services.registration.domain import submissions as domain
from services.registration.domain.drafts import SubmissionRecord, TypedDraft
from services.registration.store import Stores
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.submissions import SubmissionStatus, submission_id
from shared.contracts.types import Contract, Paragraph, Slug
from shared.errors import DomainError, not_found
from shared.identity import EVERYWHERE, Actor

NEWEST_FIRST = (("public.versions.delivered_at", -1), ("_id", 1))


class Start(Contract):
    """What a submission answers, and for whom."""

    campaign: Slug
    form: FormKind
    organisation: Slug


class Withdrawal(Contract):
    """Why a submission is taken back."""

    reason: Paragraph


@dataclass(frozen=True)
class Filter:
    """Which submissions are wanted: of an organisation, for a campaign, in a state."""

    organisation: str | None = None
    campaign: str | None = None
    status: SubmissionStatus | None = None


async def start(stores: Stores, actor: Actor, wanted: Start, *, cause: str) -> SubmissionRecord:
    """An empty submission. Raises DomainError ``submission_exists`` naming the one that is there."""
    with stores.counting("start-submission"):
        campaign = (await stores.campaigns.load(wanted.campaign)).public
        change = domain.start(campaign, wanted.form, wanted.organisation, actor)
        ident = submission_id(wanted.campaign, wanted.form, wanted.organisation)
        return await stores.submissions.create(ident, change, cause=f"{cause}/start")


async def read(stores: Stores, actor: Actor, ident: str) -> SubmissionRecord:
    """The record. Raises DomainError ``submission_not_found``, also for a person who may not know of it."""
    record = await stores.submissions.load(ident)
    if not access.may_read(actor, record.public):
        raise not_found("submission", ident)
    return record


async def own(stores: Stores, actor: Actor, ident: str) -> tuple[SubmissionRecord, Campaign]:
    """A submission that the person may write, with its campaign.

    Raises DomainError ``submission_not_found`` or ``organisation_foreign``.
    """
    record = await read(stores, actor, ident)
    domain.require_submitter(actor, record.public.organisation)
    return record, (await stores.campaigns.load(record.public.campaign)).public


async def search(
    stores: Stores, actor: Actor, wanted: Filter, *, skip: int, limit: int
) -> tuple[list[SubmissionRecord], int]:
    """A page of the matching submissions that the person may read, and how many there are."""
    query = {"$and": [_readable(actor), _matching(wanted)]}
    found = await stores.submissions.find(query, sort=NEWEST_FIRST, skip=skip, limit=limit)
    return found, await stores.submissions.count(query)


async def save_draft(
    stores: Stores, actor: Actor, ident: str, typed: TypedDraft, *, expected: int | None
) -> SubmissionRecord:
    """Keeps what was typed; no event. Raises DomainError ``record_changed`` and what the domain refuses."""
    with stores.counting("save-draft"):
        record, campaign = await own(stores, actor, ident)
        new = drafts.new_ids(typed, record)
        places = {item.id: f"items.{n}.id" for n, item in enumerate(typed.items) if item.id in new}
        await require_own_ids(stores, record, places)
        fresh = [uuid.uuid4().hex for _ in typed.items]
        person, now = actor.acting_for(record.public.organisation), stores.clock()

        def decide(current: SubmissionRecord) -> drafts.SubmissionChange | None:
            draft = drafts.compose(typed, current.private.draft, fresh)
            drafts.check(draft, campaign)
            return drafts.save(current, draft, expected, person, now)

        return await stores.submissions.update(ident, decide, cause=f"draft:{uuid.uuid4()}")


async def submit(
    stores: Stores, actor: Actor, ident: str, *, cause: str, checked: int | None = None
) -> SubmissionRecord:
    """Delivers the draft as the next version; `checked` is the draft's version that the person read over."""
    with stores.counting("submit"):
        _, campaign = await own(stores, actor, ident)
        return await stores.submissions.update(
            ident,
            lambda record: domain.submit(record, campaign, actor, stores.clock(), checked),
            cause=f"{cause}/submit",
        )


async def withdraw(stores: Stores, actor: Actor, ident: str, wanted: Withdrawal, *, cause: str) -> SubmissionRecord:
    """Takes it back from every recipient."""
    with stores.counting("withdraw"):
        _, campaign = await own(stores, actor, ident)
        return await stores.submissions.update(
            ident,
            lambda record: domain.withdraw(record, campaign, wanted.reason, actor, stores.clock()),
            cause=f"{cause}/withdraw",
        )


async def require_own_ids(stores: Stores, record: SubmissionRecord, places: Mapping[str, str]) -> None:
    """An initiative's id is its identity for good. `places` tells of each new id which input gave it.

    Raises DomainError ``item_id_taken`` for one of somebody else's.
    """
    if not places:
        return
    path = "public.versions.content.items.id"
    foreign = {"$ne": record.public.organisation}
    for other in await stores.submissions.find(
        {path: {"$in": sorted(places)}, "public.organisation": foreign}, limit=1
    ):
        taken = {item.id for version in other.public.versions for item in version.content.items}
        ident = next(ident for ident in places if ident in taken)
        raise DomainError("item_id_taken", field=places[ident], value=ident)


def _readable(actor: Actor) -> dict[str, Any]:
    """The same right as `access.may_read`, as a query."""
    reads = access.recipients_read(actor)
    if EVERYWHERE in reads:
        return {}
    return {
        "$or": [
            {"public.organisation": {"$in": sorted(access.homes(actor))}},
            {"public.recipients.organisation": {"$in": sorted(reads)}},
        ]
    }


def _matching(wanted: Filter) -> dict[str, Any]:
    query: dict[str, Any] = {}
    if wanted.organisation:
        query["public.organisation"] = wanted.organisation
    if wanted.campaign:
        query["public.campaign"] = wanted.campaign
    if wanted.status:
        query["public.status"] = wanted.status.value
    return query
