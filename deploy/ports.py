"""TCP ports of this machine: a free one, and who holds a taken one."""

import contextlib
import random
import socket
from collections.abc import Iterator
from pathlib import Path

from deploy.startup import StartupProblem

LOWEST_FREE = 15000
EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
LISTENING = "0A"

_given: set[int] = set()


def free_port() -> int:
    """A port of 127.0.0.1 that nothing uses; never the same twice in one process.

    It lies below the range from which the kernel picks ports for outgoing connections: a server that restarts would
    otherwise find its port taken by a client, and a client that retries could connect to itself.
    """
    highest = int(EPHEMERAL.read_text().split()[0]) if EPHEMERAL.exists() else 32768
    if highest - LOWEST_FREE < 1000:
        highest = 65536
    while True:
        port = random.randrange(LOWEST_FREE, highest)  # noqa: S311 - not a secret
        if port not in _given and _bind_error("127.0.0.1", port) is None:
            _given.add(port)
            return port


def check_port_free(host: str, port: int) -> None:
    """Raises StartupProblem, naming the program that holds the port if /proc tells, when it cannot be listened on."""
    error = _bind_error(host, port)
    if isinstance(error, PermissionError):
        raise StartupProblem(f"Port {port} needs the rights of root: choose a port above 1023.") from error
    if error is not None:
        holder = _holder(port) or "another program"
        raise StartupProblem(f"Port {port} is taken by {holder}: stop that program or choose another port.") from error


def accepts_connections(port: int) -> bool:
    """Whether something listens on this port of 127.0.0.1."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _bind_error(host: str, port: int) -> OSError | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # Connections of a server that just ended may linger; they do not keep its port from being used again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            return error
    return None


def _holder(port: int) -> str | None:
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        if sockets & set(_descriptors(process)):
            with contextlib.suppress(OSError):  # ended meanwhile
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return None


def _descriptors(process: Path) -> Iterator[str]:
    """What the process has open; nothing when it belongs to someone else."""
    with contextlib.suppress(OSError):
        for descriptor in list((process / "fd").iterdir()):
            with contextlib.suppress(OSError):  # closed meanwhile
                yield str(descriptor.readlink())


def _listening_inodes(port: int) -> list[str]:
    inodes = []
    for table in ("tcp", "tcp6"):
        path = Path("/proc/net") / table
        for line in path.read_text().splitlines()[1:] if path.exists() else []:
            fields = line.split()
            if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.append(fields[9])
    return inodes
