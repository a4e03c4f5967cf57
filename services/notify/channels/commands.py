"""The worker that sends what is due, a few mails at a time over a few connections."""

import asyncio
from collections import deque
from collections.abc import Callable
from email.message import EmailMessage

from services.notify.channels.letters import Letters
from services.notify.channels.model import mailing
from services.notify.channels.model.records import NotificationChange, NotificationRecord
from services.notify.channels.smtp import Line, MailFailedError, MailRefusedError, MailServerAwayError
from services.notify.settings import NotifySettings
from services.notify.stores import Stores
from shared.cancellation import rest
from shared.contracts.notifications import Audience, MailStatus
from shared.errors import DomainError, Kind
from shared.observability import Metrics, logger

log = logger("postman")

BATCH = 100
CONNECTIONS = 4
POLL_SECONDS = 5.0
BREATH_SECONDS = 0.05
OUTAGE_SECONDS = 60.0
MARK_SECONDS = 60.0
FINISH_SECONDS = 8.0


class Postman:
    """Several may work on one database: a mail is claimed before it is sent."""

    def __init__(self, stores: Stores, letters: Letters, settings: NotifySettings, metrics: Metrics) -> None:
        self._stores = stores
        self._clock = stores.clock
        self._letters = letters
        self._settings = settings
        self._mails = metrics.mails
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """There may be something new to send; without it the worker looks again by itself."""
        self._awake.set()

    async def run(self) -> None:
        """Until cancelled. While the mail server is away no mail's attempt is counted; the waits grow to a minute."""
        outages = 0
        while True:
            self._awake.clear()
            try:
                await self.deliver_due()
                outages = 0
                await self._rest()
            except MailServerAwayError as error:
                self._mails.labels("unreachable").inc()
                log.warning("mail server is away", error=str(error))
                await asyncio.sleep(min(2.0**outages, OUTAGE_SECONDS))
                outages += 1
            except (DomainError, TimeoutError) as error:
                log.warning("mails cannot be read or marked", error=str(error))
                await asyncio.sleep(1)

    async def deliver_due(self) -> None:
        """Sends what is due now, at most a batch. Cancelled, it finishes the mails that are on the wire."""
        now = self._clock()
        work = deque(record for record in await self._stores.waiting(BATCH) if mailing.is_due(record, now))
        if not work:
            return
        carriers = [asyncio.create_task(self._carry(work)) for _ in range(min(CONNECTIONS, len(work)))]
        try:
            await asyncio.wait(carriers)
        finally:
            work.clear()
            await asyncio.wait(carriers, timeout=FINISH_SECONDS)
            for carrier in carriers:
                carrier.cancel()
            outcomes = await asyncio.gather(*carriers, return_exceptions=True)
        for outcome in outcomes:
            if outcome is not None:
                raise outcome

    async def _rest(self) -> None:
        """Until woken, the next mail is due, or it is time to look."""
        waiting = await self._stores.waiting(1)
        due = waiting[0].private.next_attempt_at if waiting else None
        wait = (due - self._clock()).total_seconds() if due else POLL_SECONDS
        await rest(min(max(wait, BREATH_SECONDS), POLL_SECONDS), self._awake)

    async def _carry(self, work: deque[NotificationRecord]) -> None:
        line = Line(self._settings)
        try:
            while work:
                await self._deliver(work.popleft(), line)
        except MailServerAwayError:
            work.clear()
            raise
        finally:
            await line.close()

    async def _deliver(self, record: NotificationRecord, line: Line) -> None:
        written = await self._written(record)
        if written is None:
            return
        await line.open()
        if not await self._claim(record.id):
            return
        try:
            await line.send(*written)
        except MailRefusedError as error:
            await self._give_up(record, str(error))
        except MailFailedError as error:
            await self._try_later(record, str(error))
        else:
            await self._mark(record, lambda found: mailing.sent(found, self._clock()))

    async def _written(self, record: NotificationRecord) -> tuple[EmailMessage, str] | None:
        """The mail and its address; None when it cannot go out now, which is then kept in the record."""
        now = self._clock()
        if mailing.overdue(record, now):
            await self._give_up(record, f"not sent within {mailing.MEMORY.days} days; {record.public.mail_error}")
            return None
        known = await self._stores.known_to([record.public])
        if not known.covers(record.public):
            await self._mark(record, lambda found: mailing.postponed(found, now))
            return None
        boxes = known.organisations[record.public.organisation].mailboxes
        mailbox = boxes.review if record.public.audience is Audience.REVIEWERS else boxes.submission
        if mailbox is None:
            await self._mark(record, mailing.without_mailbox)
            return None
        try:
            return self._letters.write(record.public, known, mailbox, now), mailbox
        except Exception as error:  # logged and kept; a mail that cannot be written must not stop the others
            log.error("mail cannot be written", notification=record.id, exc_info=error)
            await self._give_up(record, f"{type(error).__name__}: {error}")
            return None

    async def _claim(self, ident: str) -> bool:
        """Whether this worker has the mail for itself."""
        try:
            await self._stores.notifications.update(
                ident, lambda record: mailing.claimed(record, self._clock()), cause="mail claimed"
            )
        except DomainError as error:
            if error.code == "mail_taken":
                return False
            raise
        return True

    async def _give_up(self, record: NotificationRecord, error: str) -> None:
        log.warning("mail given up", notification=record.id, error=error)
        await self._mark(record, lambda found: mailing.failed(found, error))

    async def _try_later(self, record: NotificationRecord, error: str) -> None:
        log.warning("mail not sent", notification=record.id, error=error)
        waits, most = self._settings.mail_retry_seconds, self._settings.mail_max_attempts
        await self._mark(
            record, lambda found: mailing.tried(found, error, self._clock(), retry_seconds=waits, max_attempts=most)
        )

    async def _mark(
        self, record: NotificationRecord, decide: Callable[[NotificationRecord], NotificationChange | None]
    ) -> None:
        """Keeps the outcome; patient with the database, for without the mark the mail would go out again."""
        async with asyncio.timeout(MARK_SECONDS):
            while True:
                try:
                    marked = await self._stores.notifications.update(
                        record.id, decide, cause=f"mail:{record.id}:{record.version}"
                    )
                except DomainError as error:
                    if error.kind is not Kind.UNAVAILABLE:
                        raise
                    await asyncio.sleep(1)
                else:
                    outcome = "retried" if marked.public.mail is MailStatus.PENDING else marked.public.mail.value
                    self._mails.labels(outcome).inc()
                    return
