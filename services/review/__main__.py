"""``python -m services.review``: the service in a process of its own."""

import uvicorn

from services.review.app import create
from services.review.settings import ReviewSettings
from shared.observability import Metrics, configure_logging
from shared.settings import load


def main() -> None:
    settings = load(ReviewSettings)
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
