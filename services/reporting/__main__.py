"""Runs the reporting service: ``python -m services.reporting``."""

import uvicorn

from services.reporting.app import create
from services.reporting.settings import ReportingSettings
from shared.observability import Metrics, configure_logging
from shared.settings import load


def main() -> None:
    settings = load(ReportingSettings)
    configure_logging(settings.log_level)
    uvicorn.run(
        create(settings, Metrics()),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=10,
    )


if __name__ == "__main__":
    main()
