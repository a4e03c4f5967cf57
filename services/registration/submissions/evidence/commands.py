"""Commands on the files of a draft, and the reading of any: kept first, then named by the record.

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
from services.registration.organisations.records import inherited
from services.registration.stores import Stores
from services.registration.submissions.evidence.model import attachments as domain
from services.registration.submissions.evidence.model.file_types import media_type_of
from services.registration.submissions.evidence.records import desks_substituted, naming
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import SubmissionRecord, require_typed
from services.registration.submissions.records.opening import answering, edit, own
from shared.contracts.files import Attachment
from shared.contracts.submissions import Submission
from shared.errors import DomainError, Kind, not_found
from shared.forms.draft import DEMANDED
from shared.observability import logger
from shared.runtime.commands import command
from shared.web.uploads import Upload

SPARED = timedelta(hours=6)
"""How long a file that nobody names is left alone: its upload may still be under way."""
SWEEP_SECONDS = 3_600.0
PIECE = 65_536

log = logger("attachments")


@dataclass(frozen=True)
class Attach:
    """A file is put to a place of the draft, see `Draft.filed`; the same content twice is one file there.

    A file that the form demands beside what is said in it may come to a draft that is made by a consolidation.
    """

    submission: str
    place: str
    upload: Upload

    @command("attach")
    async def run(self, context: Context) -> tuple[SubmissionRecord, Attachment]:
        """The draft, and the file as it is kept.

        Raises ``file_place_not_found``, ``attachments_too_many`` and the codes of `media_type_of`, naming the file.
        """
        place, opened = self.place, await answering(context, await own(context, self.submission))
        if not opened.kind.is_file_place(place, opened.draft, opened.filling(context.now)):
            raise not_found("file_place", place)
        typed = not place.startswith(f"{DEMANDED}.")
        if typed:
            require_typed(opened.draft)
        file = await asyncio.to_thread(_inspected, self.upload)
        if known := domain.same_content(opened.draft, place, file.sha256):
            return opened.record, known
        domain.require_room(opened.draft, place, file)  # refused before anything is kept
        await _keep(context, opened.submission, file, self.upload)
        try:
            opened = await edit(context, opened, lambda record, by: domain.attach(record, place, file, by), typed=typed)
        except DomainError as error:
            if error.kind is not Kind.UNAVAILABLE:  # then nobody knows whether the draft names it by now
                await _forget(context.stores, file.id)
            raise
        kept = domain.same_content(opened.draft, place, file.sha256) or file
        if kept.id != file.id:
            await _forget(context.stores, file.id)
        return opened.record, kept


@dataclass(frozen=True)
class Detach:
    """A file is taken out of the draft."""

    submission: str
    attachment: str

    @command("detach")
    async def run(self, context: Context) -> SubmissionRecord:
        """It is forgotten unless a delivered version names it. Raises DomainError ``attachment_not_found``."""
        opened = await own(context, self.submission)
        typed = all(one.attachment.id != self.attachment for one in opened.draft.demanded)
        opened = await edit(context, opened, lambda record, by: domain.detach(record, self.attachment, by), typed=typed)
        if not await naming(context.stores, [self.attachment]):
            await _forget(context.stores, self.attachment)
        return opened.record


async def download(context: Context, ident: str) -> tuple[Attachment, AsyncIterator[bytes]]:
    """A file, and its content piece by piece, for everybody who may read the submission; of a draft, for its own
    organisation.

    Raises DomainError ``attachment_not_found``, also for a person who may not know of it.
    """
    predecessors = await inherited(context)
    substituted = await desks_substituted(context.stores, context.actor.account, context.today)
    for record in await naming(context.stores, [ident]):
        if not access.may_read(context.actor, record.public, predecessors, substituted):
            continue
        drafted = access.may_read_draft(context.actor, record.public, predecessors)
        if found := domain.named(record, drafted=drafted).get(ident):
            return found, context.stores.attachments.read(ident)
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
        names = {name for record in await naming(stores, group) for name in domain.named(record)}
        unnamed = [ident for ident in group if ident not in names]
        await stores.attachments.delete(unnamed)
        count += len(unnamed)
    if count:
        log.info("files forgotten", files=count)
    return count


async def _keep(context: Context, submission: Submission, file: Attachment, upload: Upload) -> None:
    upload.file.seek(0)
    about = {"submission": submission.id, "organisation": submission.organisation, "uploaded_by": context.actor.account}
    about |= {"sha256": file.sha256, "media_type": file.media_type}
    await context.stores.attachments.put(file.id, file.name, upload.file, about)


async def _forget(stores: Stores, ident: str) -> None:
    with suppress(DomainError):  # the sweep comes by again
        await stores.attachments.delete([ident])


def _inspected(upload: Upload) -> Attachment:
    """What the file is, in words that the record keeps. Runs in a thread: ten megabytes take their time."""
    shown = domain.shown_name(upload.name) or "tep"
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
