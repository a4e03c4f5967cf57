"""A notification as an e-mail."""

import hashlib
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from services.notify.channels.model.records import Known
from services.notify.channels.wording import Wording
from shared.contracts.notifications import Notification
from shared.language.vietnamese import VIETNAM


class Subject(str):
    """A subject that is encoded word by word (RFC 2047) by the older half of the email package.

    The newer half loses the spaces at which it folds a long Vietnamese line (seen with Python 3.11).
    """

    __slots__ = ()
    name = "Subject"

    def fold(self, *, policy: EmailPolicy) -> str:
        encoded = Header(str(self), "utf-8", header_name=self.name, maxlinelen=75).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


class Letters:
    """Writes mails. The email package encodes and checks the headers: none can hold a line break."""

    def __init__(self, wording: Wording, sender: Address) -> None:
        self._wording = wording
        self._sender = sender

    def write(self, notification: Notification, known: Known, mailbox: str, now: datetime) -> EmailMessage:
        """The mail to an office's mailbox. Raises ValueError or MessageError for an address that mail cannot carry."""
        letter = EmailMessage(policy=SMTP)
        # The same for the same notification: a mail that had to be sent again is recognisable.
        digest = hashlib.sha256(notification.id.encode()).hexdigest()
        letter["Message-ID"] = f"<{digest[:40]}@{self._sender.domain}>"
        letter["Date"] = format_datetime(now.astimezone(VIETNAM))
        letter["From"] = self._sender
        letter["To"] = Address(addr_spec=mailbox)
        letter["Subject"] = Subject(self._wording.subject(notification, known))
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        letter["Content-Language"] = "vi"
        text, html = self._wording.letter(notification, known)
        letter.set_content(text)
        letter.add_alternative(html, subtype="html")
        return letter
