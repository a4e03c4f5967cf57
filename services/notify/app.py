"""The one place where notify is wired."""

from functools import partial
from pathlib import Path

from fastapi import FastAPI

from services.notify import api, consumers, pages
from services.notify.handlers import Hearing, Inbox
from services.notify.letters import Letters
from services.notify.postman import Persistence, Postman
from services.notify.settings import NotifySettings
from services.notify.smtp import Line
from services.notify.store import Stores
from services.notify.wording import Wording
from shared.observability import Metrics
from shared.runtime import Runtime
from shared.web import create_app


def create(settings: NotifySettings, metrics: Metrics) -> FastAPI:
    """The service as an ASGI application; nothing runs before its lifespan."""
    runtime = Runtime("notify", settings, metrics)
    stores = Stores(runtime)
    wording = Wording(settings.public_url)
    postman = Postman(
        stores,
        Letters(wording, settings.sender),
        dial=partial(Line, settings),
        persistence=Persistence(settings.mail_retry_seconds, settings.mail_max_attempts),
        clock=runtime.clock,
        metrics=metrics,
    )
    mailing = settings.smtp_host is not None
    consumers.attach(runtime, stores, Hearing(stores, runtime.clock, mailing=mailing, wake=postman.wake))
    if mailing:
        runtime.job("postman", postman.run)
    app = create_app(
        runtime,
        title="Sáng Kiến: nhắc việc",
        api_prefix="/api/notify",
        routers=(api.router, pages.router),
        folder=Path(__file__).parent,
    )
    app.state.stores = stores
    app.state.inbox = Inbox(stores, runtime.clock)
    app.state.wording = wording
    return app
