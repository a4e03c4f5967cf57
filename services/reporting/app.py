"""The one place where reporting is wired."""

from pathlib import Path

from fastapi import FastAPI

from services.reporting.figures import api as figures
from services.reporting.lists import faces as lists
from services.reporting.overview import pages as overview
from services.reporting.rows.commands import Keeper
from services.reporting.stores import Library
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.observability import Metrics
from shared.runtime.member import Hears, keeping
from shared.runtime.runtime import Runtime
from shared.settings import Settings
from shared.web.app import create_app


def create(settings: Settings, metrics: Metrics) -> FastAPI:
    """The service as an ASGI application; nothing runs before its lifespan."""
    runtime = Runtime("reporting", settings, metrics)
    library = Library(runtime)
    keeper = Keeper(library)
    hears: Hears = {
        Organisation: keeper.organisation,
        Campaign: keeper.campaign,
        Submission: keeping(library.submissions, keeper.submission),
        Case: keeping(library.cases),
        Notification: keeping(library.notifications),
    }
    library.consume(hears)
    runtime.job("rows", keeper.tend)
    app = create_app(
        runtime,
        title="Sáng Kiến: số liệu",
        api_prefix="/api/reporting",
        routers=(figures.router, lists.api, lists.pages, overview.router),
        folder=Path(__file__).parent,
    )
    app.state.keeper = keeper
    app.state.library = library
    return app
