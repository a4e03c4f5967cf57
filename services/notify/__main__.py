"""Runs notify alone: ``python -m services.notify``."""

import uvicorn

from services.notify.app import create
from services.notify.settings import NotifySettings
from shared.observability import Metrics, configure_logging
from shared.settings import load


def main() -> None:
    settings = load(NotifySettings)
    configure_logging(settings.log_level)
    uvicorn.run(
        create(settings, Metrics()),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=10,
    )


if __name__ == "__main__":
    main()
