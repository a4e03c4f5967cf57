"""Commands and questions about submissions: load, decide, save. Who may not read one is told that there is none."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.registration.organisations.records.predecessors import inherited
from services.registration.reports.model.report import REPORTS
from services.registration.reports.records import basis_for
from services.registration.restructuring.commands.job import pass_on_later
from services.registration.stores import Stores
from services.registration.submissions.delivery.model import life as domain
from services.registration.submissions.delivery.model.contents import check_draft
from services.registration.submissions.drafts.model import access
from services.registration.submissions.drafts.model import draft as drafts
from services.registration.submissions.drafts.model.draft import SubmissionRecord, TypedDraft
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.submissions import SubmissionStatus, submission_id
from shared.contracts.types import Contract, Paragraph, Slug
from shared.errors import DomainError, not_found
from shared.identity import EVERYWHERE, Actor, homes

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
    if not access.may_read(actor, record.public) and not access.may_read(
        actor, record.public, await inherited(stores, actor)
    ):
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
    query = {"$and": [_readable(actor, await inherited(stores, actor)), _matching(wanted)]}
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
        basis = await basis_for(stores, record.public, campaign)
        if record.public.form not in REPORTS:  # a report's rows are those of its basis
            await require_own_ids(stores, record, places)
        fresh = [uuid.uuid4().hex for _ in typed.items]
        person, now = actor.acting_for(record.public.organisation), stores.clock()

        def decide(current: SubmissionRecord) -> drafts.SubmissionChange | None:
            drafts.require_typed(current.private.draft)
            draft = drafts.compose(typed, current.private.draft, fresh)
            check_draft(record.public.form, draft, current.private.draft, campaign, basis)
            return drafts.save(current, draft, expected, person, now)

        return await stores.submissions.update(ident, decide, cause=f"draft:{uuid.uuid4()}")


async def submit(
    stores: Stores, actor: Actor, ident: str, *, cause: str, checked: int | None = None
) -> SubmissionRecord:
    """Delivers the draft as the next version; `checked` is the draft's version that the person read over."""
    with stores.counting("submit"):
        found, campaign = await own(stores, actor, ident)
        drafts.require_typed(found.private.draft)
        basis = await basis_for(stores, found.public, campaign)
        return await stores.submissions.update(
            ident,
            lambda record: domain.submit(record, campaign, actor, stores.clock(), checked=checked, basis=basis),
            cause=f"{cause}/submit",
        )


async def withdraw(stores: Stores, actor: Actor, ident: str, wanted: Withdrawal, *, cause: str) -> SubmissionRecord:
    """Takes it back from every recipient."""
    with stores.counting("withdraw"):
        _, campaign = await own(stores, actor, ident)
        record = await stores.submissions.update(
            ident,
            lambda record: domain.withdraw(record, campaign, wanted.reason, actor, stores.clock()),
            cause=f"{cause}/withdraw",
        )
        await pass_on_later(stores, record.public)
        return record


async def require_own_ids(stores: Stores, record: SubmissionRecord, places: Mapping[str, str]) -> None:
    """An initiative's id is its identity for good. `places` tells of each new id which input gave it.

    What the organisation itself once delivered is its own, also when it was consolidated upward under the same id.
    Raises DomainError ``item_id_taken`` for one of somebody else's.
    """
    if not places:
        return
    own_id = record.public.organisation
    taken = await _delivered(stores, set(places), {"$ne": own_id})
    if taken:
        taken -= await _delivered(stores, taken, own_id)
    for ident in (ident for ident in places if ident in taken):
        raise DomainError("item_id_taken", field=places[ident], value=ident)


async def _delivered(stores: Stores, idents: set[str], organisation: Any) -> set[str]:
    """Those of the ids that were delivered by such an organisation."""
    path = "public.versions.content.items.id"
    found = await stores.submissions.find({path: {"$in": sorted(idents)}, "public.organisation": organisation})
    versions = (version for record in found for version in record.public.versions)
    return idents & {item.id for version in versions for item in version.content.items}


def _readable(actor: Actor, predecessors: frozenset[str]) -> dict[str, Any]:
    """The same right as `access.may_read`, as a query."""
    reads = access.recipients_read(actor)
    if EVERYWHERE in reads:
        return {}
    return {
        "$or": [
            {"public.organisation": {"$in": sorted(homes(actor) | predecessors)}},
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
