"""What notify needs beside the common settings."""

from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Annotated, Self

from pydantic import Field, PositiveFloat, SecretStr, model_validator

from shared.settings import PREFIX, Settings

RETRY_SECONDS = (30, 120, 600, 1_800, 7_200, 21_600, 43_200)


class NotifySettings(Settings):
    """`smtp_host` None: no mail at all, notifications are shown in the application only.

    `smtp_starttls` demands TLS after connecting. `mail_retry_seconds` are the waits after the first, second ... failed
    attempt (the last one repeats); after `mail_max_attempts` a mail is given up.
    """

    smtp_host: str | None = None
    smtp_port: int = 25
    smtp_starttls: bool = False
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str = "Sáng Kiến <sangkien@localhost>"
    mail_retry_seconds: Annotated[tuple[PositiveFloat, ...], Field(min_length=1)] = RETRY_SECONDS
    mail_max_attempts: Annotated[int, Field(ge=1)] = 8

    @model_validator(mode="after")
    def sender_is_an_address(self) -> Self:
        """Every mail carries it, so a slip must show at the start and not in the first mail."""
        try:
            complete = bool(self.sender.username and self.sender.domain)
        except (ValueError, IndexError, MessageError):  # the email package raises all three
            complete = False
        if not complete:
            raise ValueError(f"{PREFIX}MAIL_FROM must look like: Sáng Kiến <sangkien@example.org>")
        return self

    @property
    def sender(self) -> Address:
        name, address = parseaddr(self.mail_from)
        return Address(display_name=name, addr_spec=address)
