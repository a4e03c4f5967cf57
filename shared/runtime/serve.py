"""A service in a process of its own."""

import asyncio
import gc
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from shared.observability import Metrics, configure_logging
from shared.settings import Chosen, load

GRACE_SECONDS = 10


class Server(uvicorn.Server):
    """uvicorn that ends like any other coroutine: a signal asks it to finish, and is not raised a second time."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


def server(app: ASGIApp, host: str, port: int, *, lifespan: Literal["on", "off"] = "on") -> Server:
    """A server of one application; with the lifespan off, whoever starts it starts the application, too."""
    return Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            lifespan=lifespan,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )


def serve(create: Callable[[Chosen, Metrics], FastAPI], settings: type[Chosen]) -> None:
    """Serves until SIGTERM, then finishes what is in flight. Bad settings end the process with one line each."""
    chosen = load(settings)
    configure_logging(chosen.log_level)
    app = create(chosen, Metrics())
    settle_memory()
    server(app, chosen.host, chosen.port).run()


def settle_memory() -> None:
    """Tells the garbage collector that what was built at start stays: otherwise it takes half the time of a report."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
