"""A server program of this machine with its own folder and port, in which data outlives every stop and kill."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from deploy import guard
from deploy.ports import check_port_free
from deploy.startup import StartupProblem, check_platform

HOST = "127.0.0.1"
# A program that was killed a moment ago may need this long until the kernel has taken it apart.
RELEASE_SECONDS = 3.0


class Node(ABC):
    """Starts, stops and kills one program; all calls block, none may run beside another of the same node.

    The program listens on 127.0.0.1 only, is killed when this process ends in whatever way, and writes to
    ``output.log`` in its folder (``output.previous.log``: the start before).
    """

    name: ClassVar[str]
    start_seconds: ClassVar[float] = 60.0
    stop_seconds: ClassVar[float] = 15.0

    def __init__(self, folder: Path, port: int) -> None:
        """`folder` is made when missing; `port` may be another one than at an earlier start."""
        self.folder = folder.absolute()
        self.port = port
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """What clients connect to."""

    @property
    def running(self) -> bool:
        """Whether the program lives; false too after somebody else ended it."""
        return self._guard is not None and self._guard.poll() is None

    @property
    def pid(self) -> int:
        """The program's process id, of the last start when it is not running. Raises OSError before the first one."""
        return int((self.folder / "pid").read_text())

    def start(self) -> None:
        """Returns when clients are served; nothing happens when the program runs already.

        Raises StartupProblem: unsupported platform, program missing or broken, port taken, folder in use or without
        the rights to write, not ready in `start_seconds`.
        """
        if self.running:
            return
        check_platform()
        try:
            self._start()
        except OSError as error:
            raise StartupProblem(
                f"{self.name} cannot use {error.filename or self.folder} ({error.strerror}): "
                "give this user the right to write there, or make room."
            ) from error

    def stop(self) -> None:
        """Ends the program gracefully, within `stop_seconds` at most; then it is killed."""
        if self._guard is not None and self.running:
            os.killpg(self._guard.pid, signal.SIGTERM)
            self._ended_within(self.stop_seconds)
        self.kill()

    def kill(self) -> None:
        """SIGKILL; returns when the program and all it started are gone."""
        if self._guard is None:
            return
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        if not self._ended_within(RELEASE_SECONDS):
            os.killpg(self._guard.pid, signal.SIGKILL)
            self._guard.wait()
        self._guard = None

    @abstractmethod
    def _command(self) -> list[str]:
        """The program and its arguments; prepares the folder. Raises StartupProblem when the program is missing."""

    def _environment(self) -> dict[str, str]:
        """The program's whole environment: nothing of the starter's leaks into it."""
        path = os.environ.get("PATH", "/usr/local/bin:/usr/bin:/bin")
        return {"PATH": path, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    @abstractmethod
    def _ready(self) -> bool:
        """Whether clients are served; asked again and again while the program starts."""

    def _explain(self, code: int, output: str) -> str | None:
        """A sentence for a known reason why the program ended while starting."""
        return None

    def _start(self) -> None:
        self.kill()  # takes away what is left of a program that ended by itself
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = self._lock()
        try:
            check_port_free(HOST, self.port)
            self._guard = self._spawn(lock, self._command())
        finally:
            os.close(lock)
        self._wait_until_ready()

    def _lock(self) -> int:
        """A descriptor of the pid file, locked; the lock lives as long as the program that inherits it."""
        lock = os.open(self.folder / "pid", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + RELEASE_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() < deadline:
                    time.sleep(0.02)
                    continue
                holder = os.pread(lock, 20, 0).decode().strip() or "unknown"
                os.close(lock)
                raise StartupProblem(
                    f"{self.folder} is in use by the {self.name} of another run (process {holder}): "
                    "stop that run or choose another folder."
                ) from None
            return lock

    def _spawn(self, lock: int, command: list[str]) -> subprocess.Popen[bytes]:
        output = self.folder / "output.log"
        if output.exists():
            output.replace(output.with_name("output.previous.log"))
        with output.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-I", "-S", guard.__file__, str(lock), *command],
                bufsize=0,
                cwd=self.folder,
                env=self._environment(),
                pass_fds=(lock,),
                start_new_session=True,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _wait_until_ready(self) -> None:
        assert self._guard is not None
        deadline = time.monotonic() + self.start_seconds
        while not self._ready():
            code = self._guard.poll()
            if code is not None:
                self.kill()
                raise StartupProblem(self._explain(code, self._output()) or self._unknown(f"ended with code {code}"))
            if time.monotonic() > deadline:
                self.kill()
                raise StartupProblem(self._unknown(f"was not ready within {self.start_seconds:.0f} s"))
            time.sleep(0.02)

    def _ended_within(self, seconds: float) -> bool:
        assert self._guard is not None
        try:
            self._guard.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _output(self) -> str:
        return (self.folder / "output.log").read_text(encoding="utf-8", errors="replace")

    def _unknown(self, what: str) -> str:
        return f"{self.name} {what}: its last words are in {self.folder / 'output.log'}."
