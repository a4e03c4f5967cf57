"""``make run``: the whole suite on one machine, with its own RabbitMQ node, its own mongod and practice data."""

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from anyio.from_thread import start_blocking_portal

from deploy.machine import HOST, StartupProblem, check_port_free, free_port
from deploy.mailbox import local_mailbox
from deploy.mongod_node import MongodNode
from deploy.node import Node
from deploy.rabbitmq_node import RabbitNode
from deploy.suite import LocalSuite
from shared.clock import move_clock
from shared.identity import make_keys
from shared.observability import configure_logging
from shared.runtime.serve import server, settle_memory
from shared.settings import Mode

PORT, AMQP_PORT, MONGO_PORT, SMTP_PORT = 8000, 5673, 27018, 2525
ORGANISATIONS = ("ttyt-tan-binh", "ubnd-tan-binh", "so-y-te")
SEED = Path(__file__).parent / "seed"
WELCOME = Path(__file__).with_name("welcome.txt")
# Between the centre's announcement (11 May) and its deadline (10:00 on 13 May 2022), Việt Nam's time.
PRACTICE_START = datetime.fromisoformat("2022-05-12T08:00:00+07:00")
READY_SECONDS = 90.0


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """One line for a slow step, with its time."""
    started = time.perf_counter()
    yield
    print(f"  {what} ({time.perf_counter() - started:.1f} s)", flush=True)


def environment(folder: Path, amqp_url: str, mongo_url: str, *, port: int, smtp_port: int) -> dict[str, Any]:
    """Settings of a suite that keeps its keys and its practice clock in `folder`.

    The clock is set on the first start; then time runs on, until somebody moves it.
    """
    private, public = _keys(folder / "keys")
    clock = folder / "clock"
    if not clock.exists():
        move_clock(clock, PRACTICE_START)
    return {
        "mode": Mode.LOCAL,
        "amqp_url": amqp_url,
        "mongo_url": mongo_url,
        "token_private_key": private,
        "token_public_key": public,
        "clock_file": clock,
        "public_url": f"http://{HOST}:{port}",
        "seed_folder": SEED,
        "organisations": ORGANISATIONS,
        "smtp_host": HOST,
        "smtp_port": smtp_port,
    }


def _keys(folder: Path) -> tuple[str, str]:
    """The signing pair, made on the first start."""
    files = folder / "token-private.pem", folder / "token-public.pem"
    if not all(file.exists() for file in files):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file, text in zip(files, make_keys(), strict=True):
            file.touch(mode=0o600)
            file.write_text(text, encoding="utf-8")
    private, public = (file.read_text(encoding="utf-8") for file in files)
    return private, public


@contextlib.contextmanager
def infrastructure(folder: Path, ports: tuple[int, int]) -> Iterator[tuple[str, str]]:
    """RabbitMQ and MongoDB: own nodes, or those that SANGKIEN_AMQP_URL and SANGKIEN_MONGO_URL name."""
    amqp_url, mongo_url = os.environ.get("SANGKIEN_AMQP_URL"), os.environ.get("SANGKIEN_MONGO_URL")
    rabbit, mongod = RabbitNode(folder / "rabbitmq", ports[0]), MongodNode(folder / "mongodb", ports[1])
    own = [node for node, url in ((rabbit, amqp_url), (mongod, mongo_url)) if not url]
    try:
        with step("RabbitMQ và MongoDB"), ThreadPoolExecutor(2) as pool:
            list(pool.map(Node.start, own))
        yield amqp_url or rabbit.url, mongo_url or mongod.url
    finally:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(Node.stop, own))


@contextlib.asynccontextmanager
async def serving(folder: Path, urls: tuple[str, str], port: int, smtp_port: int) -> AsyncIterator[asyncio.Task[None]]:
    """A ready suite on its port, with its mailbox; yields the server's task, which ends at Ctrl-C."""
    suite = LocalSuite(environment(folder, *urls, port=port, smtp_port=smtp_port))
    settle_memory()
    with local_mailbox(folder / "mail", HOST, smtp_port):
        async with suite.running():
            with step("Dịch vụ và dữ liệu mẫu 2022"):
                await suite.ready(READY_SECONDS)
            listening = server(suite.asgi, HOST, port, lifespan="off")
            task = asyncio.create_task(listening.serve())
            while not listening.started and not task.done():
                await asyncio.sleep(0.02)
            try:
                yield task
            finally:
                listening.should_exit = True
                await task


async def _run(folder: Path, urls: tuple[str, str]) -> None:
    _tell_the_command_line(folder / "environment", urls)
    async with serving(folder, urls, PORT, SMTP_PORT) as stopped:
        welcome = WELCOME.read_text(encoding="utf-8")
        print(welcome.format(host=HOST, port=PORT, mail=folder / "mail", log=folder / "suite.log"), flush=True)
        await stopped
        print("  Đang dừng, giữ nguyên dữ liệu ...", flush=True)


def _tell_the_command_line(file: Path, urls: tuple[str, str]) -> None:
    """What ``sangkien dead``, ``audit`` and ``replay`` need to find this suite."""
    amqp, mongo = urls
    told = {"SANGKIEN_AMQP_URL": amqp, "SANGKIEN_MONGO_URL": mongo, "REVIEW_ORGANISATIONS": ",".join(ORGANISATIONS)}
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={value}\n" for name, value in told.items()), encoding="utf-8")


def main() -> int:
    """Runs until Ctrl-C; data stays in ``.local``."""
    folder = Path.cwd() / ".local"
    folder.mkdir(exist_ok=True)
    configure_logging(os.environ.get("SANGKIEN_LOG_LEVEL", "INFO"), file=folder / "suite.log")
    print("Sáng Kiến khởi động ...", flush=True)
    try:
        check_port_free(PORT)
        check_port_free(SMTP_PORT)
        with infrastructure(folder, (AMQP_PORT, MONGO_PORT)) as urls:
            asyncio.run(_run(folder, urls))
    except KeyboardInterrupt:
        pass
    except (StartupProblem, TimeoutError) as problem:
        print(f"Không khởi động được: {problem}", file=sys.stderr)
        return 1
    print("  Đã dừng.", flush=True)
    return 0


@contextlib.contextmanager
def throw_away(start: datetime = PRACTICE_START) -> Iterator[tuple[str, Path]]:
    """A suite of its own on free ports; yields its address and the file of its practice clock, which begins at `start`.

    It keeps everything in a temporary folder, which goes afterwards.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sangkien-")))
        clock, port = folder / "clock", free_port()
        move_clock(clock, start)
        configure_logging("WARNING", file=folder / "suite.log")
        urls = stack.enter_context(infrastructure(folder, (free_port(), free_port())))
        portal = stack.enter_context(start_blocking_portal())
        stack.enter_context(portal.wrap_async_context_manager(serving(folder, urls, port, free_port())))
        yield f"http://{HOST}:{port}", clock


if __name__ == "__main__":
    sys.exit(main())
