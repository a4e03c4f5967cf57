"""Commands on the files of a report's draft, and the reading of any: kept first, then named by the record.

A process that is killed in between leaves a file that nobody names; `forget_unnamed` finds it later.
"""

import asyncio
import hashlib
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from services.registration.context import Context
from services.registration.organisations.records.predecessors import inherited
from services.registration.reports import commands as reports
from services.registration.reports.evidence.model import attachments as domain
from services.registration.reports.evidence.model.file_types import media_type_of
from services.registration.stores import Stores
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import SubmissionRecord, require_typed
from services.registration.submissions.records.opening import own
from shared.contracts.items import Attachment
from shared.errors import DomainError, Kind, not_found
from shared.language.filenames import shown_name
from shared.observability import logger
from shared.runtime.commands import command
from shared.web.uploads import Upload

SPARED = timedelta(hours=6)
"""How long a file that nobody names is left alone: its upload may still be under way."""
SWEEP_SECONDS = 3_600.0
PIECE = 65_536

log = logger("attachments")


@dataclass(frozen=True)
class Attached:
    record: SubmissionRecord
    attachment: Attachment


@dataclass(frozen=True)
class Download:
    """A file that the person may read, and its content piece by piece."""

    attachment: Attachment
    content: AsyncIterator[bytes]


@command("attach")
async def attach(context: Context, ident: str, item: str, upload: Upload) -> Attached:
    """Keeps a file at a result of the draft; the same content twice is one file.

    Raises ``report_item_not_found``, ``attachments_too_many`` and the codes of `media_type_of`, naming the file.
    """
    report = await reports.opened(context, ident)
    report.item(item)
    require_typed(report.record.private.draft)
    file = await asyncio.to_thread(_inspected, upload)
    person = context.actor.acting_for(report.record.public.organisation)
    if known := domain.same_content(report.record.private.draft, item, file.sha256):
        return Attached(report.record, known)
    domain.attach(report.record, item, file, person, context.stores.clock())  # refused before anything is kept
    upload.file.seek(0)
    about = {
        "submission": ident,
        "organisation": report.record.public.organisation,
        "uploaded_by": context.actor.account,
        "sha256": file.sha256,
        "media_type": file.media_type,
    }
    await context.stores.attachments.put(file.id, file.name, upload.file, about)
    try:
        record = await context.stores.submissions.update(
            ident,
            lambda current: domain.attach(current, item, file, person, context.stores.clock()),
            cause=f"draft:{uuid.uuid4()}",
        )
    except DomainError as error:
        if error.kind is not Kind.UNAVAILABLE:  # then nobody knows whether the draft names it by now
            await _forget(context.stores, file.id)
        raise
    kept = domain.same_content(record.private.draft, item, file.sha256) or file
    if kept.id != file.id:
        await _forget(context.stores, file.id)
    return Attached(record, kept)


@command("detach")
async def detach(context: Context, ident: str, attachment: str) -> SubmissionRecord:
    """Takes a file out of the draft; it is forgotten unless a delivered version names it.

    Raises DomainError ``attachment_not_found``.
    """
    found, _ = await own(context, ident)
    require_typed(found.private.draft)
    person = context.actor.acting_for(found.public.organisation)
    record = await context.stores.submissions.update(
        ident,
        lambda current: domain.detach(current, attachment, person, context.stores.clock()),
        cause=f"draft:{uuid.uuid4()}",
    )
    if not await context.stores.naming([attachment]):
        await _forget(context.stores, attachment)
    return record


async def download(context: Context, ident: str) -> Download:
    """A file for everybody who may read the submission; of a draft, for its own organisation.

    Raises DomainError ``attachment_not_found``, also for a person who may not know of it.
    """
    predecessors = await inherited(context)
    substituted = await context.stores.desks_substituted(context.actor.account, context.stores.today)
    for record in await context.stores.naming([ident]):
        if not access.may_read(context.actor, record.public, predecessors, substituted):
            continue
        private = record.private if access.may_read_draft(context.actor, record.public, predecessors) else None
        found = domain.file_in(record.public, private, ident)
        if found is not None:
            return Download(found, context.stores.attachments.read(ident))
    raise not_found("attachment", ident)


async def sweep(stores: Stores) -> None:
    """Forgets again and again what nobody names any more."""
    while True:
        try:
            await forget_unnamed(stores, SPARED)
        except DomainError as error:
            log.warning("unnamed files are kept for now", error=str(error))
        await asyncio.sleep(SWEEP_SECONDS)


async def forget_unnamed(stores: Stores, age: timedelta) -> int:
    """Deletes files that no draft and no delivered version has named for so long; returns how many."""
    count = await stores.attachments.forget_unfinished(age)
    async for group in stores.attachments.older_than(age):
        unnamed = await _unnamed(stores, [file.id for file in group])
        await stores.attachments.delete(unnamed)
        count += len(unnamed)
    if count:
        log.info("files forgotten", files=count)
    return count


async def _unnamed(stores: Stores, files: list[str]) -> list[str]:
    names = {name for r in await stores.naming(files) for name in domain.named(r.public, r.private.draft)}
    return [ident for ident in files if ident not in names]


async def _forget(stores: Stores, ident: str) -> None:
    with suppress(DomainError):  # the sweep comes by again
        await stores.attachments.delete([ident])


def _inspected(upload: Upload) -> Attachment:
    """What the file is, in words that the record keeps. Runs in a thread: ten megabytes take their time."""
    shown = shown_name(upload.name) or "tep"
    try:
        media_type = media_type_of(upload.file, upload.size)
    except DomainError as error:
        raise DomainError(error.code, error.kind, field="file", name=shown) from error
    upload.file.seek(0)
    digest = hashlib.sha256()
    while piece := upload.file.read(PIECE):
        digest.update(piece)
    return Attachment(
        id=uuid.uuid4().hex,
        name=domain.clean_name(upload.name, media_type),
        media_type=media_type.value,
        size=upload.size,
        sha256=digest.hexdigest(),
    )
