"""Logs and metrics: one JSON line a log entry, with the ids that follow a request through HTTP and AMQP."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from shared.errors import DomainError

_correlation: ContextVar[str] = ContextVar("correlation", default="")


def correlation_id() -> str:
    """The id that follows one person's action through every service; made when there is none yet."""
    current = _correlation.get()
    if not current:
        current = uuid.uuid4().hex
        _correlation.set(current)
    return current


@contextmanager
def correlated(correlation: str, **names: str) -> Iterator[None]:
    """Binds the ids to everything logged and emitted inside the block."""
    token = _correlation.set(correlation)
    try:
        with structlog.contextvars.bound_contextvars(correlation=correlation, **names):
            yield
    finally:
        _correlation.reset(token)


def configure_logging(level: str = "INFO", *, file: Path | None = None) -> None:
    """JSON lines for our own loggers and the libraries', to stderr or a file. Called once by the process's main."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.dict_tracebacks,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("aio_pika", "aiormq", "pymongo", "uvicorn.access", "faststream"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


class Metrics:
    """Every metric of the suite, labelled by service; one object a process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        counter = partial(Counter, registry=self.registry)
        gauge = partial(Gauge, registry=self.registry)
        histogram = partial(Histogram, registry=self.registry)
        # The names are kept whole here so that a dashboard's author finds them with one search.
        self.commands = counter("sangkien_commands", "Commands by outcome.", ["service", "command", "outcome"])
        self.published = counter("sangkien_events_published", "Events confirmed by the broker.", ["service", "type"])
        self.publish_failures = counter(
            "sangkien_publish_failures",
            "Attempts to publish that the broker did not confirm or could not route.",
            ["service", "reason"],
        )
        self.consumed = counter(
            "sangkien_events_consumed",
            "Events by what became of them: handled, stale, skipped (unknown type), retried, parked.",
            ["queue", "type", "outcome"],
        )
        self.handler_seconds = histogram(
            "sangkien_handler_seconds", "Seconds in an event's handler.", ["queue", "type"]
        )
        self.outbox_depth = gauge("sangkien_outbox_depth", "Records with unpublished events.", ["service"])
        self.outbox_age = gauge("sangkien_outbox_age_seconds", "Age of the oldest unpublished event.", ["service"])
        self.http_seconds = histogram(
            "sangkien_http_seconds", "Seconds of a request, by route.", ["service", "method", "route", "status"]
        )
        self.mails = counter("sangkien_mails", "Mails by outcome.", ["outcome"])

    @contextmanager
    def counting(self, service: str, command: str) -> Iterator[None]:
        """Counts a command by what became of it: ``done``, or the code of its refusal."""
        outcome = "done"
        try:
            yield
        except DomainError as error:
            outcome = error.code
            raise
        finally:
            self.commands.labels(service, command, outcome).inc()
