"""One connection to the mail server, and what its answers mean: away, try again, refused for good."""

import asyncio
import contextlib
from email.message import EmailMessage

import aiosmtplib
from aiosmtplib import SMTPDataError, SMTPException, SMTPNotSupported, SMTPRecipientsRefused

from services.notify.settings import NotifySettings

COMMAND_SECONDS = 20.0
SEND_SECONDS = 40.0
GOODBYE_SECONDS = 2.0


class MailServerAwayError(Exception):
    """The server cannot be reached or does not let us in: no mail's fault."""


class MailFailedError(Exception):
    """This mail did not get through; it may the next time."""


class MailRefusedError(Exception):
    """The server refuses this mail for good (a 5xx answer to its recipient or its content)."""


class Line:
    """A connection, opened when it is needed and again when it was lost."""

    def __init__(self, settings: NotifySettings) -> None:
        self._settings = settings
        self._client: aiosmtplib.SMTP | None = None

    async def open(self) -> None:
        """Raises MailServerAwayError."""
        if self._client is not None and self._client.is_connected:
            return
        settings = self._settings
        client = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            start_tls=settings.smtp_starttls,
            username=settings.smtp_username,
            password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
            local_hostname=settings.sender.domain,
            timeout=COMMAND_SECONDS,
        )
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await client.connect()
        except (SMTPException, OSError, TimeoutError) as error:
            client.close()
            raise MailServerAwayError(_answer(error)) from error
        self._client = client

    async def send(self, letter: EmailMessage, recipient: str) -> None:
        """Raises MailRefusedError or MailFailedError."""
        assert self._client is not None
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._client.send_message(letter, sender=self._settings.sender.addr_spec, recipients=[recipient])
        except SMTPRecipientsRefused as error:
            raise _by_code(error.recipients[0].code, error.recipients[0].message) from error
        except SMTPDataError as error:
            raise _by_code(error.code, error.message) from error
        except (SMTPNotSupported, ValueError) as error:
            raise MailRefusedError(_answer(error)) from error
        except (SMTPException, OSError, TimeoutError) as error:
            self._client.close()
            raise MailFailedError(_answer(error)) from error

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(SMTPException, OSError, TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await client.quit()
        client.close()


def _by_code(code: int, message: str) -> MailRefusedError | MailFailedError:
    text = " ".join(f"{code} {message}".split())
    return MailRefusedError(text) if 500 <= code < 600 else MailFailedError(text)


def _answer(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
