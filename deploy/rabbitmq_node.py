"""A RabbitMQ node of this machine: Debian's program, apart from any other node by folder, ports and cookie.

Measured on two cores with RabbitMQ 3.10.8 (start until AMQP is served): 6.2 s as Debian starts it, 2.2 s this way.
What it waits for is its own module loader: every module is looked for in some sixty folders, and each look hands over
to another thread and back. So the few folders that hold most modules come first, threads spin for a moment before
they sleep, plugins are not looked for, and neither is the port mapper daemon (epmd), which would also stay behind.
"""

import os
import secrets
import shutil
import socket
import subprocess
from pathlib import Path

from deploy.machine import HOST, StartupProblem, free_port
from deploy.node import Node

DEBIAN = "/usr/lib/rabbitmq/bin"
# Without the port mapper nobody else sees this name, so data can move to another port, folder or machine.
NODE_NAME = "sangkien@127.0.0.1"
# The node's folder as the node itself sees it. RabbitMQ 3.10's quorum queues crash when their path has a letter beyond
# Latin-1 ("Sáng kiến"), and nothing on disk may hold a path that ends when the checkout moves.
HERE = "/proc/self/cwd"
FIRST_MODULES = ("rabbit", "rabbit_common", "rabbitmq_prelaunch", "ra", "osiris")
DISK_FREE_LIMIT = 50_000_000  # bytes; below that publishers are blocked
AMQP_GREETING = b"AMQP\x00\x00\x09\x01"


class RabbitNode(Node):
    """RabbitMQ without plugins, with the user `guest` on the virtual host `/`."""

    name = "RabbitMQ"
    _distribution_port = 0

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@{HOST}:{self.port}/"

    def control(self, *arguments: str, seconds: float = 30.0) -> str:
        """What ``rabbitmqctl`` answers, for example to ``("list_queues", "name", "messages")``.

        Raises subprocess.CalledProcessError, or subprocess.TimeoutExpired after `seconds`.
        """
        distribution = f"-start_epmd false -erl_epmd_port {self._distribution_port} -dist_listen false"
        return subprocess.run(
            [_program("rabbitmqctl"), "--quiet", "--longnames", "--node", NODE_NAME, *arguments],
            env={**self._environment(), "RABBITMQ_CTL_ERL_ARGS": distribution},
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
            timeout=seconds,
        ).stdout

    def _command(self) -> list[str]:
        program = _program("rabbitmq-server")
        (self.folder / "no-plugins").mkdir(exist_ok=True)
        (self.folder / "enabled_plugins").write_text("[].\n", encoding="ascii")
        cookie = self.folder / ".erlang.cookie"
        if not cookie.exists():
            cookie.touch(mode=0o600)
            cookie.write_text(secrets.token_hex(20), encoding="ascii")
            cookie.chmod(0o400)
        self._distribution_port = free_port()
        return [
            str(program),
            # Node-to-node protocol, which ``rabbitmqctl`` uses: on the loopback, without the port mapper daemon.
            *("-name", NODE_NAME),
            *("-start_epmd", "false"),
            *("-erl_epmd_port", str(self._distribution_port)),
            *("-kernel", "inet_dist_use_interface", "{127,0,0,1}"),
            *("+S", "2:2"),
            # Spinning "very_short" starts as quickly as longer spins and costs an idle node no measurable time.
            *("+sbwt", "very_short", "+sbwtdcpu", "none", "+sbwtdio", "very_short"),
            *_module_folders(program),
            *("-rabbit", "disk_free_limit", str(DISK_FREE_LIMIT)),
        ]

    def _environment(self) -> dict[str, str]:
        return {
            **super()._environment(),
            "HOME": HERE,  # where the cookie is
            # Files of the machine's own RabbitMQ, which must not reach this node, are replaced by ones not there.
            "RABBITMQ_CONF_ENV_FILE": f"{HERE}/no-environment",
            "RABBITMQ_CONFIG_FILE": f"{HERE}/no-configuration",
            "RABBITMQ_CONFIG_FILES": f"{HERE}/no-configuration.d/*.conf",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{HERE}/no-advanced.config",
            "RABBITMQ_PLUGINS_DIR": f"{HERE}/no-plugins",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{HERE}/enabled_plugins",
            "RABBITMQ_MNESIA_BASE": f"{HERE}/data",
            "RABBITMQ_LOG_BASE": HERE,
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_LOG": "warning",
            "RABBITMQ_NODENAME": NODE_NAME,
            "RABBITMQ_USE_LONGNAME": "true",
            "RABBITMQ_NODE_IP_ADDRESS": HOST,
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            # Makes the start script become the server instead of waiting for it as its parent.
            "RUNNING_UNDER_SYSTEMD": "true",
            "ERL_CRASH_DUMP_SECONDS": "0",
        }

    def _ready(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=1) as connection:
                connection.sendall(AMQP_GREETING)
                return connection.recv(1) == b"\x01"  # a method frame: connection.start
        except OSError:
            return False

    def _explain(self, code: int, output: str) -> str | None:
        if "erl: not found" in output:
            return "RabbitMQ needs Erlang, which is not installed: run `sudo apt install erlang-base`."
        return None


def _program(name: str) -> Path:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"])
    # Debian's /usr/sbin/rabbitmq-server is a wrapper that insists on the system's user; the real one comes first.
    program = shutil.which(f"{DEBIAN}/{name}") or shutil.which(name, path=path)
    if program is None:
        raise StartupProblem(
            f"RabbitMQ's program {name} is not installed: run `sudo apt install rabbitmq-server`, "
            "set SANGKIEN_AMQP_URL to a broker that runs elsewhere, or use `docker compose up`."
        )
    return Path(program)


def _module_folders(program: Path) -> list[str]:
    libraries = program.resolve().parent.parent / "plugins"
    folders = [str(found) for name in FIRST_MODULES for found in libraries.glob(f"{name}-[0-9]*/ebin")]
    return ["-pa", *folders] if folders else []
