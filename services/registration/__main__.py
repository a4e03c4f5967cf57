"""Runs registration alone: ``python -m services.registration``."""

import uvicorn

from services.registration.app import create
from services.registration.settings import RegistrationSettings
from shared.observability import Metrics, configure_logging
from shared.settings import load


def main() -> None:
    settings = load(RegistrationSettings)
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
