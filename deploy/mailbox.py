"""The practice mailbox: an SMTP server that keeps every mail as a file, so that nothing leaves the machine."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message as Mail
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message


class _Folder(Message):
    """Writes each mail to ``<number>-<recipient>.eml``."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._numbers = itertools.count(len(list(folder.iterdir())) + 1)

    def handle_message(self, message: Mail) -> None:
        recipient = "".join(c if c.isalnum() or c in "-.@" else "_" for c in str(message["X-RcptTo"]))[:80]
        (self._folder / f"{next(self._numbers):05}-{recipient}.eml").write_bytes(message.as_bytes())


@contextmanager
def local_mailbox(folder: Path, host: str, port: int) -> Iterator[None]:
    """Listens while the block runs."""
    controller = Controller(_Folder(folder), hostname=host, port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
