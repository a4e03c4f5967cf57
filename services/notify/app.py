"""The one place where notify is wired."""

from pathlib import Path

from fastapi import FastAPI

from services.notify.causes.commands import Notifier
from services.notify.channels.commands import Postman
from services.notify.channels.letters import Letters
from services.notify.channels.wording import Wording
from services.notify.consumers import hears
from services.notify.inbox import api, pages
from services.notify.settings import NotifySettings
from services.notify.stores import Stores
from shared.observability import Metrics
from shared.runtime.runtime import Runtime
from shared.web.app import create_app


def create(settings: NotifySettings, metrics: Metrics) -> FastAPI:
    """The service as an ASGI application; nothing runs before its lifespan."""
    runtime = Runtime("notify", settings, metrics)
    stores = Stores(runtime)
    wording = Wording(settings.public_url)
    postman = Postman(stores, Letters(wording, settings.sender), settings, metrics)
    mailing = settings.smtp_host is not None
    stores.consume(hears(stores, Notifier(stores, postman.wake if mailing else None)))
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
    app.state.wording = wording
    return app
