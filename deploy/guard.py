"""Runs one program that must never outlive whoever started it: ``guard.py <lock descriptor> <program> ...``.

Whoever starts the guard keeps the other end of its standard input open. When that end closes, on purpose or because
the starter was killed, the guard kills the program, collects it and ends with its exit code. If the guard itself is
killed the kernel kills the program. A stand-alone script of the standard library: it has to start quickly.

Why not let the program ask the kernel for a signal on its parent's death: the kernel means the thread that started
it, and nodes are started from worker threads that end long before the process does.
"""

import ctypes
import os
import signal
import subprocess
import sys
from threading import Thread

PR_SET_PDEATHSIG = 1


def main(lock: int, command: list[str]) -> int:
    """Runs the command; its process id goes into the locked file, which it holds as long as it lives."""
    libc = ctypes.CDLL(None)
    guard = os.getpid()

    def die_with_the_guard() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != guard:
            os._exit(1)

    # SIGTERM comes to the whole group and is meant for the program, whose graceful end is the guard's end too.
    signal.signal(signal.SIGTERM, lambda *_: None)
    program = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        pass_fds=(lock,),
        preexec_fn=die_with_the_guard,  # noqa: PLW1509 - this process has one thread
    )
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{program.pid}\n".encode(), 0)
    Thread(target=_kill_at_end_of_input, args=(program,), daemon=True).start()
    code = program.wait()
    return code if code >= 0 else 128 - code


def _kill_at_end_of_input(program: subprocess.Popen[bytes]) -> None:
    while os.read(0, 1):
        pass
    program.kill()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
