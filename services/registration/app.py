"""The one place where registration is wired."""

from functools import partial
from pathlib import Path

from fastapi import FastAPI

from services.registration import consumers
from services.registration.api import accounts as accounts_api
from services.registration.api import campaigns as campaigns_api
from services.registration.api import organisations as organisations_api
from services.registration.api import session as session_api
from services.registration.api import submissions as submissions_api
from services.registration.handlers.sessions import Sessions
from services.registration.pages import accounts as accounts_pages
from services.registration.pages import administration as administration_pages
from services.registration.pages import campaign_editor as campaign_editor_pages
from services.registration.pages import campaigns as campaigns_pages
from services.registration.pages import extensions as extensions_pages
from services.registration.pages import home as home_pages
from services.registration.pages import organisations as organisations_pages
from services.registration.pages import session as session_pages
from services.registration.pages import submissions as submissions_pages
from services.registration.seed import Seed, SeededRuntime
from services.registration.settings import RegistrationSettings
from services.registration.store import Stores
from shared.identity import Signer
from shared.observability import Metrics
from shared.web import create_app

ROUTERS = (
    session_api.router,
    organisations_api.router,
    accounts_api.router,
    campaigns_api.router,
    submissions_api.router,
    session_pages.router,
    home_pages.router,
    campaign_editor_pages.router,  # its /moi must be found before /{ident}
    campaigns_pages.router,
    extensions_pages.router,
    organisations_pages.router,
    accounts_pages.router,
    administration_pages.router,
    submissions_pages.router,
)


def create(settings: RegistrationSettings, metrics: Metrics) -> FastAPI:
    """The service as an ASGI application; nothing runs before its lifespan.

    Ends the process with a sentence when the seed that the settings name cannot be used.
    """
    seed = Seed.of(settings)
    runtime = SeededRuntime(settings, metrics, seed)
    stores = Stores(runtime)
    sessions = Sessions(stores, Signer(settings.token_private_key.get_secret_value()))
    consumers.attach(runtime, stores)
    runtime.job("forget sessions", sessions.forget_expired)
    if seed is not None:
        runtime.job("seed", partial(seed.run, stores, sessions.passwords))
    app = create_app(
        runtime,
        title="Sáng Kiến: đăng ký",
        api_prefix="/api/registration",
        routers=ROUTERS,
        folder=Path(__file__).parent,
    )
    app.state.stores = stores
    app.state.sessions = sessions
    return app
