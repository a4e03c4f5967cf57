"""Rows written as records are heard of: each write carries the version of the record that it is taken from.

It never replaces what a newer one wrote.
"""

from collections.abc import Collection, Mapping, Sequence

from services.reporting.rows.model.answers import row_of
from services.reporting.rows.model.row import Scope
from services.reporting.rows.model.tally import adds_up
from services.reporting.rows.records.documents import (
    SHOW,
    OrganisationNames,
    RowKey,
    begun_row,
    day_of,
    newest,
    owed_rows,
)
from services.reporting.rows.records.tallies import mark
from services.reporting.stores import Library
from shared.contracts.campaigns import Campaign
from shared.contracts.submissions import Submission
from shared.record.database import Document, driver_errors, insert_missing

BATCH = 1_000
LONG_LISTS = {f"public.{name}": 0 for name in ("obliged", "extensions", "transfers")}
"""What grows with the organisations of a campaign is not read where only its day is wanted."""


async def keep_submission(library: Library, submission: Submission, version: int) -> None:
    """The submission's part of its rows; afterwards what was heard meanwhile of the name and the campaign.

    Where the campaign was not heard of, it is not known whether the form adds up: then the campaign's own event marks
    the tallies, which comes after these rows.
    """
    idents, scopes = [], []
    for recipient in submission.recipients:
        key = RowKey(submission.campaign, *submission.asked, submission.organisation, recipient.organisation)
        row = row_of(submission, recipient.organisation).model_dump(mode="json")
        idents.append(key.id)
        scopes.append(Scope(submission.campaign, *submission.asked, recipient.organisation))
        with driver_errors():
            await library.rows.update_one({"_id": idents[-1]}, newest(version, row, begun_row(key)), upsert=True)
    await _name(library, [submission.organisation], {})
    with driver_errors():
        found = await library.campaigns.collection.find_one({"_id": submission.campaign}, LONG_LISTS)
    if found is not None:  # the rows that it does not oblige: its copy is kept after the rows that it does
        campaign = Campaign.read({**found["public"], "obliged": []})
        await release(library, campaign.id, found["version"], day_of(campaign), idents)
        form = campaign.form(submission.form)
        if form is not None and adds_up(form, campaign):
            await mark(library, scopes)


async def keep_campaign(library: Library, campaign: Campaign, version: int) -> None:
    """The campaign's part: its day, and a row for each obligation; who is not obliged any more is released."""
    day, keys = day_of(campaign), owed_rows(campaign)
    for start in range(0, len(keys), BATCH):
        await _oblige(library, keys[start : start + BATCH], version, day)
    await release(library, campaign.id, version, day)


async def release(library: Library, campaign: str, version: int, day: str, among: Sequence[str] | None = None) -> None:
    """Whom this version of the campaign does not oblige, though an older one did; `among` these rows or all."""
    chosen = {} if among is None else {"_id": {"$in": list(among)}}
    await _date(library, {"public.campaign": campaign, **chosen}, version, day, obliged=False)


async def keep_name(library: Library, organisation: str, named: OrganisationNames) -> None:
    """The organisation's part of its rows."""
    older = {"public.organisation": organisation, "name_version": {"$lt": named.version}}
    fields = {"names": {"$literal": named.names}, "name_version": named.version}
    with driver_errors():
        await library.rows.update_many(older, [{"$set": fields}, *SHOW])


async def _oblige(library: Library, keys: Sequence[RowKey], version: int, day: str) -> None:
    wanted = {key.id: key for key in keys}
    names = await _names(library, {key.organisation for key in keys})
    with driver_errors():
        known = {row["_id"] async for row in library.rows.find({"_id": {"$in": list(wanted)}}, {"_id": 1})}
    new = []
    for ident in wanted.keys() - known:
        row = begun_row(wanted[ident], day, names.get(wanted[ident].organisation))
        row["public"]["obliged"] = True
        new.append(row | {"_id": ident, "campaign_version": version})
    if new:
        await insert_missing(library.rows, new)  # one that somebody else made meanwhile stays as it is
    await _date(library, {"_id": {"$in": list(wanted)}}, version, day, obliged=True)
    await _name(library, {row["public"]["organisation"] for row in new}, names)


async def _date(library: Library, rows: Document, version: int, day: str, *, obliged: bool) -> None:
    """The campaign's part of rows that have an older one: the names shown follow its day."""
    fields = {"public.obliged": obliged, "campaign_version": version, "day": day}
    with driver_errors():
        await library.rows.update_many({**rows, "campaign_version": {"$lt": version}}, [{"$set": fields}, *SHOW])


async def _names(library: Library, organisations: Collection[str]) -> dict[str, OrganisationNames]:
    """The names' part of rows, as far as the organisations were heard of."""
    found = await library.organisations.find({"_id": {"$in": sorted(organisations)}})
    return {copy.id: OrganisationNames.of(copy.content, copy.version) for copy in found}


async def _name(library: Library, organisations: Collection[str], written: Mapping[str, OrganisationNames]) -> None:
    """Names that are newer than those written, read after the rows: who hears of one later finds the rows."""
    for organisation, named in (await _names(library, organisations)).items():
        if organisation not in written or named.version != written[organisation].version:
            await keep_name(library, organisation, named)
