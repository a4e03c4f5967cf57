"""A server program of this machine with its own folder and port, in which data outlives every stop and kill."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from deploy import guard
from deploy.machine import StartupProblem, check_platform, check_port_free

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
        self.kill()  # takes away what is left of a program that ended by itself
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._locked() as lock:
                check_port_free(self.port)
                self._guard = self._spawn(lock, self._command())
        except OSError as error:
            raise StartupProblem(
                f"{self.name} cannot use {error.filename or self.folder} ({error.strerror}): "
                "give this user the right to write there, or make room."
            ) from error
        self._wait_until_ready(self._guard)

    def stop(self) -> None:
        """Ends the program gracefully, within `stop_seconds` at most; then it is killed."""
        if self._guard is not None and self.running:
            os.killpg(self._guard.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._guard.wait(self.stop_seconds)
        self.kill()

    def kill(self) -> None:
        """SIGKILL; returns when the program and all it started are gone."""
        if self._guard is None:
            return
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        try:
            self._guard.wait(RELEASE_SECONDS)
        except subprocess.TimeoutExpired:
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

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        """The descriptor of the pid file; its lock lives as long as the program that inherits it."""
        pid = self.folder / "pid"
        pid.touch(mode=0o600)
        deadline = time.monotonic() + RELEASE_SECONDS
        with pid.open("r+") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise StartupProblem(
                            f"{self.folder} is in use by the {self.name} of another run "
                            f"(process {file.read().strip() or 'unknown'}): stop that run or choose another folder."
                        ) from None
                    time.sleep(0.02)
            yield file.fileno()

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

    def _wait_until_ready(self, program: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + self.start_seconds
        while not self._ready():
            code = program.poll()
            if code is None and time.monotonic() < deadline:
                time.sleep(0.02)
                continue
            self.kill()
            log = self.folder / "output.log"
            what, known = f"was not ready within {self.start_seconds:.0f} s", None
            if code is not None:
                what = f"ended with code {code}"
                known = self._explain(code, log.read_text(encoding="utf-8", errors="replace"))
            raise StartupProblem(known or f"{self.name} {what}: its last words are in {log}.")
