"""The browser's two cookies: the token goes everywhere and lives 30 minutes, the session goes to ``/phien`` only."""

from typing import Any

from fastapi import Request, Response

from services.registration.people.accounts.model.credentials import SESSION_LIFE
from services.registration.settings import RegistrationSettings
from shared.identity import TOKEN_LIFE
from shared.web.parameters import TOKEN_COOKIE

SESSION_COOKIE = "sangkien_session"
SESSION_PATH = "/phien"
COOKIES = {TOKEN_COOKIE: ("/", TOKEN_LIFE), SESSION_COOKIE: (SESSION_PATH, SESSION_LIFE)}
"""Where each of them goes, and how long it lives."""


def keep(request: Request, answer: Response, token: str, session: str = "") -> None:
    """Hands the browser a token, and the secret of its session where that is a new one."""
    for name, value in ((SESSION_COOKIE, session), (TOKEN_COOKIE, token)):
        path, life = COOKIES[name]
        if value:
            answer.set_cookie(name, value, max_age=int(life.total_seconds()), path=path, **_rules(request))


def forget(request: Request, answer: Response) -> None:
    """Takes both cookies back."""
    for name, (path, _) in COOKIES.items():
        answer.delete_cookie(name, path, **_rules(request))


def _rules(request: Request) -> dict[str, Any]:
    """Browsers send the cookies over https only where the suite has an https address."""
    settings: RegistrationSettings = request.app.state.runtime.settings
    return {"httponly": True, "samesite": "lax", "secure": settings.secure_cookies}
