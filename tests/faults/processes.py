"""The suite as separate processes, as it runs for real, with a client that finds each service by its path."""

import asyncio
import os
import signal
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from deploy.machine import free_port
from deploy.routes import service_of
from tests.harness import PRIVATE_KEY, PUBLIC_KEY, SEED

REVIEWERS = {
    "review-centre": "ttyt-tan-binh",
    "review-district": "ubnd-tan-binh",
    "review-department": "so-y-te",
}
SERVICES = ("registration", *REVIEWERS, "notify", "reporting")
START_SECONDS = 60.0


@dataclass
class Processes:
    """Six service processes on one broker and one database."""

    amqp_url: str
    mongo_url: str
    folder: Path
    smtp_port: int
    offset: float = 0.0
    clock: Path | None = None
    name: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in SERVICES})
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def environment(self, service: str) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("SANGKIEN_")},
            "SANGKIEN_MODE": "local",
            "SANGKIEN_AMQP_URL": self.amqp_url,
            "SANGKIEN_MONGO_URL": self.mongo_url,
            "SANGKIEN_EXCHANGE": f"test-{self.name}",
            "SANGKIEN_QUEUE_PREFIX": f"{self.name}.",
            "SANGKIEN_DATABASE_PREFIX": f"test{self.name}",
            "SANGKIEN_RETRY_SECONDS": "[1, 1, 2, 5, 5, 5]",
            "SANGKIEN_TOKEN_PRIVATE_KEY": PRIVATE_KEY,
            "SANGKIEN_TOKEN_PUBLIC_KEY": PUBLIC_KEY,
            "SANGKIEN_SEED_FOLDER": str(SEED),
            **({"SANGKIEN_CLOCK_FILE": str(self.clock)} if self.clock else {"SANGKIEN_CLOCK_OFFSET": str(self.offset)}),
            "SANGKIEN_SMTP_HOST": "127.0.0.1",
            "SANGKIEN_SMTP_PORT": str(self.smtp_port),
            "SANGKIEN_PORT": str(self.ports[service]),
            "REVIEW_ORGANISATIONS": REVIEWERS.get(service, ""),
        }

    def start(self, service: str) -> None:
        package = "review" if service in REVIEWERS else service
        with (self.folder / f"{service}.log").open("ab") as log:
            self.running[service] = subprocess.Popen(
                [sys.executable, "-m", f"services.{package}"],
                env=self.environment(service),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, service: str) -> None:
        """kill -9, and the corpse is taken away."""
        process = self.running.pop(service)
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    def terminate(self, service: str, seconds: float) -> int:
        """SIGTERM; the exit code. Raises subprocess.TimeoutExpired when it takes longer."""
        process = self.running.pop(service)
        process.send_signal(signal.SIGTERM)
        return process.wait(seconds)

    def stop(self) -> None:
        for service in list(self.running):
            self.kill(service)

    async def ready(self, *services: str) -> None:
        """Waits until each named service (all by default) says it is ready."""
        async with asyncio.timeout(START_SECONDS), httpx2.AsyncClient(timeout=5) as client:
            for service in services or SERVICES:
                while not await self._is_ready(client, service):
                    await asyncio.sleep(0.1)

    async def _is_ready(self, client: httpx2.AsyncClient, service: str) -> bool:
        process = self.running[service]
        if process.poll() is not None:
            raise AssertionError(f"{service} ended: {(self.folder / f'{service}.log').read_text()[-2000:]}")
        try:
            return (await client.get(f"http://127.0.0.1:{self.ports[service]}/readyz")).status_code == 200
        except httpx2.TransportError:
            return False

    def client(self) -> httpx2.AsyncClient:
        """One origin, as the gateway gives it."""
        return httpx2.AsyncClient(transport=_ByPath(self.ports), base_url="http://suite", timeout=20)


class _ByPath(httpx2.AsyncHTTPTransport):
    def __init__(self, ports: dict[str, int]) -> None:
        super().__init__()
        self._ports = ports

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        service = service_of(request.url.path)
        if service == "review":
            parts = request.url.path.split("/")
            service = next(name for name, reviewer in REVIEWERS.items() if reviewer in parts)
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._ports[service])
        return await super().handle_async_request(request)
