"""A service in a process of its own."""

import gc
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from shared.observability import Metrics, configure_logging
from shared.settings import Chosen, load

GRACE_SECONDS = 10


def serve(create: Callable[[Chosen, Metrics], FastAPI], settings: type[Chosen]) -> None:
    """Serves until SIGTERM, then finishes what is in flight. Bad settings end the process with one line each."""
    chosen = load(settings)
    configure_logging(chosen.log_level)
    app = create(chosen, Metrics())
    settle_memory()
    uvicorn.run(
        app,
        host=chosen.host,
        port=chosen.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def settle_memory() -> None:
    """Tells the garbage collector that what was built at start stays: otherwise it takes half the time of a report."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
