"""A real SMTP server in the test's own machine that keeps what it is sent, can be away, and can refuse."""

import asyncio
import email
import threading
from email import policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

from deploy.machine import free_port

HOST = "127.0.0.1"
WAIT_SECONDS = 60.0


class Mailbox:
    """Listens on 127.0.0.1 at `port` between `start` and `stop`; usable as a context manager.

    `messages` are the mails accepted so far, in order. `refusals` answers a recipient's address with a line such as
    ``550 no such mailbox``; `connections` counts the clients that greeted. While `gate` is clear a mail that was
    handed over is kept waiting for its answer (`waiting` says how many are).
    """

    def __init__(self, port: int | None = None) -> None:
        self.port = port or free_port()
        self.messages: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}
        self.refused: list[str] = []
        self.connections = 0
        self.waiting = 0
        self.gate = threading.Event()
        self.gate.set()
        self._controller: Any = None

    def start(self) -> Self:
        """Listens; the same port again after a stop."""
        self._controller = Controller(_Handler(self), hostname=HOST, port=self.port)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stops listening; what was accepted stays."""
        controller, self._controller = self._controller, None
        if controller is not None:
            controller.stop()

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address."""
        return [message for message in self.messages if message["To"] == address]

    async def wait_for(self, count: int, *, to: str | None = None) -> list[EmailMessage]:
        """Waits until at least so many mails are here (for one address). Raises TimeoutError naming what is here."""
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while len(self.to(to) if to else self.messages) < count:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            here = [f"{message['To']}: {message['Subject']}" for message in self.messages]
            raise TimeoutError(f"waited for {count} mails, here are {len(here)}: {here}") from None
        return self.to(to) if to else list(self.messages)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Handler:
    """What aiosmtpd calls, in its own thread: appending to a list is all that happens there."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_EHLO(  # noqa: N802 - the names are aiosmtpd's
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._mailbox.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        refusal = self._mailbox.refusals.get(address)
        if refusal is not None:
            self._mailbox.refused.append(address)
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self._mailbox.waiting += 1
        await asyncio.to_thread(self._mailbox.gate.wait, WAIT_SECONDS)
        self._mailbox.waiting -= 1
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self._mailbox.messages.append(message)
        return "250 OK"
