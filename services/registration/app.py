"""The one place where registration is wired."""

import re
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from services.registration.campaigns import api as campaigns_api
from services.registration.campaigns.editor.pages import editor as campaign_editor_pages
from services.registration.campaigns.extensions import pages as extensions_pages
from services.registration.campaigns.model.official_plans import official_plans
from services.registration.campaigns.pages import campaigns as campaigns_pages
from services.registration.consolidation import api as consolidations_api
from services.registration.consolidation.pages import consolidations as consolidations_pages
from services.registration.consolidation.pages import frame as consolidation_frame
from services.registration.consumers import hears
from services.registration.organisations import api as organisations_api
from services.registration.organisations import pages as organisations_pages
from services.registration.people.accounts import api as accounts_api
from services.registration.people.accounts.pages import accounts as accounts_pages
from services.registration.people.accounts.pages import form as account_form_pages
from services.registration.people.sessions import api as session_api
from services.registration.people.sessions.commands import Sessions
from services.registration.people.sessions.pages import session as session_pages
from services.registration.reports import api as reports_api
from services.registration.reports.pages import overview as reports_pages
from services.registration.restructuring import api as restructurings_api
from services.registration.restructuring.commands.job import Restructurer, pass_on_later
from services.registration.restructuring.pages import restructurings as restructurings_pages
from services.registration.seed.seed import Seed, SeededRuntime
from services.registration.settings import RegistrationSettings
from services.registration.stores import Stores
from services.registration.submissions.corrections import api as after_delivery_api
from services.registration.submissions.corrections import pages as after_delivery_pages
from services.registration.submissions.evidence import api as attachments_api
from services.registration.submissions.evidence import commands as attachments
from services.registration.submissions.evidence import pages as attachments_pages
from services.registration.submissions.model.draft import DraftConsolidatedError
from services.registration.submissions.viewing import api as submissions_api
from services.registration.submissions.viewing.pages import submissions as submissions_pages
from services.registration.worklist import pages as worklist_pages
from shared.identity import Signer
from shared.observability import Metrics
from shared.web.app import create_app

ROUTERS = (
    session_api.router,
    organisations_api.router,
    accounts_api.router,
    campaigns_api.router,
    restructurings_api.router,
    submissions_api.router,
    consolidations_api.router,
    after_delivery_api.router,
    reports_api.router,
    attachments_api.router,
    session_pages.router,
    worklist_pages.router,
    campaign_editor_pages.router,  # its /moi must be found before /{ident}
    campaigns_pages.router,
    extensions_pages.router,
    organisations_pages.router,
    account_form_pages.router,  # its /moi must be found before /{ident}
    accounts_pages.router,
    restructurings_pages.router,
    attachments_pages.router,
    submissions_pages.router,
    reports_pages.router,
    consolidations_pages.router,
    after_delivery_pages.router,
)

UPLOADS = re.compile(
    r"/api/registration/submissions/[^/]+/attachments"
    r"|/dang-ky/[^/]+/soan/(ket-qua/[^/]+/tep|noi-dung/[^/]+/tep/[^/]+|tep/[^/]+)"
    r"|/tong-hop/[^/]+/tep/[^/]+/[^/]+"
    r"|/phien/gia-han"
)
"""What takes files, and the renewal of an expired token, through which a form is sent on with all that it carries."""
UPLOAD_BODY = 64 * 1_048_576
"""Bytes that are read of such a request; a file's own limit is far below, and the rest is thrown away."""


def create(settings: RegistrationSettings, metrics: Metrics) -> FastAPI:
    """The service as an ASGI application; nothing runs before its lifespan.

    Ends the process with a sentence when the seed that the settings name cannot be used.
    """
    seed = Seed.of(settings)
    runtime = SeededRuntime(settings, metrics, seed)
    stores = Stores(runtime)
    stores.open_again = partial(pass_on_later, stores)
    sessions = Sessions(stores, Signer(settings.token_private_key.get_secret_value()))
    restructurer = Restructurer(stores)
    stores.consume(hears(stores))
    runtime.job("restructure", restructurer.run)
    runtime.job("forget sessions", sessions.forget_expired)
    runtime.job("forget files", partial(attachments.sweep, stores))
    if seed is not None:
        runtime.job("seed", partial(seed.run, stores))
    app = create_app(
        runtime,
        title="Sáng Kiến: đăng ký",
        api_prefix="/api/registration",
        routers=ROUTERS,
        folder=Path(__file__).parent,
        limits={UPLOADS: UPLOAD_BODY},
        naming=stores.name,
    )
    app.add_exception_handler(DraftConsolidatedError, consolidation_frame.elsewhere)
    app.state.stores = stores
    app.state.plan_templates = official_plans()
    app.state.restructurer = restructurer
    app.state.sessions = sessions
    return app
