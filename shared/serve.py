"""A service in a process of its own."""

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
    uvicorn.run(
        create(chosen, Metrics()),
        host=chosen.host,
        port=chosen.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
