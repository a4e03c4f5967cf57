"""The one place where review is wired."""

from pathlib import Path

from fastapi import FastAPI

from services.review import consumers, pages
from services.review.cases import api
from services.review.desk.context import Desk
from services.review.settings import ReviewSettings
from services.review.stores import Stores
from shared.observability import Metrics
from shared.runtime.runtime import Runtime
from shared.web.app import create_app


def create(settings: ReviewSettings, metrics: Metrics) -> FastAPI:
    """The service as an ASGI application, with a desk for each of its organisations."""
    runtime = Runtime("review", settings, metrics)
    desks = {name: Desk(name, Stores(runtime, name), settings.review_days) for name in settings.organisations}
    for desk in desks.values():
        consumers.attach(desk)
    app = create_app(
        runtime,
        title="Sáng Kiến: thẩm định",
        api_prefix="/api/review",
        routers=(api.router, pages.router),
        folder=Path(__file__).parent,
    )
    app.state.desks = desks
    app.state.elsewhere = settings.elsewhere
    return app
