"""The practice mailbox: an SMTP server that keeps every mail as a file, so that nothing leaves the machine."""

import itertools
from email.message import Message as Mail
from pathlib import Path
from types import TracebackType
from typing import Any, Self

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


class LocalMailbox:
    """Listens while the block runs."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self._controller: Any = Controller(_Folder(folder), hostname=host, port=port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()
