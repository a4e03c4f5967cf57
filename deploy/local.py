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
from threading import Event, Thread
from typing import Any

from deploy.infrastructure import MongodNode, RabbitNode, StartupProblem, check_port_free, free_port
from deploy.mailbox import local_mailbox
from deploy.suite import LocalSuite
from shared.clock import move_clock
from shared.identity import make_keys
from shared.observability import configure_logging
from shared.runtime.serve import server, settle_memory
from shared.settings import Mode

HOST = "127.0.0.1"
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
    """Settings of a suite that keeps its keys and its practice clock in `folder`."""
    private, public = _keys(folder / "keys")
    return {
        "mode": Mode.LOCAL,
        "amqp_url": amqp_url,
        "mongo_url": mongo_url,
        "token_private_key": private,
        "token_public_key": public,
        "clock_file": _clock_file(folder / "clock"),
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


def _clock_file(file: Path) -> Path:
    """The practice clock, set on the first start; then time runs on, until somebody moves it."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        move_clock(file, PRACTICE_START)
    return file


@contextlib.contextmanager
def infrastructure(folder: Path, ports: tuple[int, int]) -> Iterator[tuple[str, str]]:
    """RabbitMQ and MongoDB: own nodes, or those that SANGKIEN_AMQP_URL and SANGKIEN_MONGO_URL name."""
    amqp_url, mongo_url = os.environ.get("SANGKIEN_AMQP_URL"), os.environ.get("SANGKIEN_MONGO_URL")
    rabbit = None if amqp_url else RabbitNode(folder / "rabbitmq", ports[0])
    mongod = None if mongo_url else MongodNode(folder / "mongodb", ports[1])
    try:
        with step("RabbitMQ và MongoDB"), ThreadPoolExecutor(2) as pool:
            for started in [pool.submit(node.start) for node in (rabbit, mongod) if node]:
                started.result()
        yield (rabbit.url if rabbit else amqp_url) or "", (mongod.url if mongod else mongo_url) or ""
    finally:
        with ThreadPoolExecutor(2) as pool:
            for stopped in [pool.submit(node.stop) for node in (mongod, rabbit) if node]:
                stopped.result()


@contextlib.asynccontextmanager
async def serving(values: dict[str, Any], port: int) -> AsyncIterator[asyncio.Task[None]]:
    """A ready suite on its port; yields the server's task, which ends at Ctrl-C."""
    suite = LocalSuite(values)
    settle_memory()
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
    with local_mailbox(folder / "mail", HOST, SMTP_PORT):
        values = environment(folder, *urls, port=PORT, smtp_port=SMTP_PORT)
        _tell_the_command_line(folder / "environment", urls)
        async with serving(values, PORT) as stopped:
            welcome = WELCOME.read_text(encoding="utf-8")
            print(welcome.format(host=HOST, port=PORT, mail=folder / "mail", log=folder / "suite.log"), flush=True)
            await stopped
            print("  Đang dừng, giữ nguyên dữ liệu ...", flush=True)


def _tell_the_command_line(file: Path, urls: tuple[str, str]) -> None:
    """What ``sangkien dead``, ``audit`` and ``replay`` need to find this suite."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    lines = [
        f"SANGKIEN_AMQP_URL={urls[0]}",
        f"SANGKIEN_MONGO_URL={urls[1]}",
        f"REVIEW_ORGANISATIONS={','.join(ORGANISATIONS)}",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Runs until Ctrl-C; data stays in ``.local``."""
    folder = Path.cwd() / ".local"
    folder.mkdir(exist_ok=True)
    configure_logging(os.environ.get("SANGKIEN_LOG_LEVEL", "INFO"), file=folder / "suite.log")
    print("Sáng Kiến khởi động ...", flush=True)
    try:
        check_port_free(HOST, PORT)
        check_port_free(HOST, SMTP_PORT)
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
    with tempfile.TemporaryDirectory(prefix="sangkien-") as name:
        folder = Path(name)
        clock = folder / "clock"
        move_clock(clock, start)
        with suite_in(folder) as address:
            yield address, clock


@contextlib.contextmanager
def suite_in(folder: Path) -> Iterator[str]:
    """A suite on free ports that keeps everything in a folder; yields its address."""
    port, smtp_port = free_port(), free_port()
    configure_logging("WARNING", file=folder / "suite.log")
    with infrastructure(folder, (free_port(), free_port())) as urls, local_mailbox(folder / "mail", HOST, smtp_port):
        values = environment(folder, *urls, port=port, smtp_port=smtp_port)
        started, done = Event(), Event()

        async def serve() -> None:
            async with serving(values, port):
                started.set()
                await asyncio.to_thread(done.wait)

        thread = Thread(target=lambda: asyncio.run(serve()), daemon=True)
        thread.start()
        try:
            while not started.wait(0.2):
                if not thread.is_alive():
                    raise StartupProblem("the suite did not start; its log was in " + str(folder / "suite.log"))
            yield f"http://{HOST}:{port}"
        finally:
            done.set()
            thread.join(30)


if __name__ == "__main__":
    sys.exit(main())
