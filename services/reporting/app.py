"""The one place where reporting is wired."""

from pathlib import Path

from fastapi import FastAPI

from services.reporting.consumers import hears
from services.reporting.figures import api as figures
from services.reporting.lists import api as lists
from services.reporting.lists import pages as list_pages
from services.reporting.overview import pages as overview
from services.reporting.rows.commands import Keeper
from services.reporting.settings import ReportingSettings
from services.reporting.stores import Library
from shared.observability import Metrics
from shared.runtime.runtime import Runtime
from shared.web.app import create_app


def create(settings: ReportingSettings, metrics: Metrics) -> FastAPI:
    """The service as an ASGI application; nothing runs before its lifespan."""
    runtime = Runtime("reporting", settings, metrics)
    library = Library(runtime)
    keeper = Keeper(library)
    library.consume(hears(library, keeper))
    runtime.job("rows", keeper.tend)
    app = create_app(
        runtime,
        title="Sáng Kiến: số liệu",
        api_prefix="/api/reporting",
        routers=(figures.router, lists.router, list_pages.router, overview.router),
        folder=Path(__file__).parent,
    )
    app.state.keeper = keeper
    app.state.library = library
    return app
