"""The machine that runs a suite without containers: whether it can, a free port of it, and who holds a taken one."""

import contextlib
import platform
import random
import socket
from glob import iglob
from pathlib import Path

HOST = "127.0.0.1"
LOWEST_FREE = 15000
EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
LISTENING = "0A"

_given: set[int] = set()


class StartupProblem(Exception):  # noqa: N818 - not a fault of the code
    """This machine cannot run what was asked; the message is one sentence with the remedy."""


def check_platform() -> None:
    """Raises StartupProblem where neither mongod's wheel nor the guard of the programs exists."""
    system, machine = platform.system(), platform.machine()
    if system != "Linux" or machine not in {"x86_64", "aarch64"}:
        raise StartupProblem(
            f"RabbitMQ and mongod run directly on Linux (x86-64, arm64) only, this is {system} on {machine}: "
            "use `docker compose up` instead."
        )


def free_port() -> int:
    """A port of `HOST` that nothing uses; never the same twice in one process.

    It lies below the range from which the kernel picks ports for outgoing connections: a server that restarts would
    otherwise find its port taken by a client, and a client that retries could connect to itself.
    """
    highest = int(EPHEMERAL.read_text().split()[0]) if EPHEMERAL.exists() else 32768
    if highest - LOWEST_FREE < 1000:
        highest = 65536
    while True:
        port = random.randrange(LOWEST_FREE, highest)  # noqa: S311 - not a secret
        if port not in _given and _bind_error(port) is None:
            _given.add(port)
            return port


def check_port_free(port: int) -> None:
    """Raises StartupProblem, naming the program that holds the port if /proc tells, when it cannot be listened on."""
    error = _bind_error(port)
    if isinstance(error, PermissionError):
        raise StartupProblem(f"Port {port} needs the rights of root: choose a port above 1023.") from error
    if error is not None:
        holder = _holder(port) or "another program"
        raise StartupProblem(f"Port {port} is taken by {holder}: stop that program or choose another port.") from error


def _bind_error(port: int) -> OSError | None:
    """Connections of a server that just ended may linger; they do not keep its port from being used again."""
    try:
        socket.create_server((HOST, port), backlog=1).close()
    except OSError as error:
        return error
    return None


def _holder(port: int) -> str | None:
    sockets = _listening_sockets(port)
    for descriptor in map(Path, iglob("/proc/[0-9]*/fd/*")):  # none of a process that belongs to someone else
        with contextlib.suppress(OSError):  # closed or ended meanwhile
            if str(descriptor.readlink()) in sockets:
                process = descriptor.parents[1]
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return None


def _listening_sockets(port: int) -> set[str]:
    """Those of the port, as the descriptors of their processes name them."""
    rows = [row.split() for table in Path("/proc/net").glob("tcp*") for row in table.read_text().splitlines()[1:]]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == LISTENING and row[1].endswith(f":{port:04X}")}
