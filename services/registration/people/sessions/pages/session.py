"""Signing in and out, renewing the token without noticing, changing the password.

The session's cookie goes to ``/phien`` only, so what needs it (renewal, end, a new password) has its address there.
"""

import uuid
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.registration.dependencies import CurrentSessions
from services.registration.people.accounts.model.account import AccountRecord
from services.registration.people.sessions.commands import Sessions
from services.registration.people.sessions.pages.cookies import (
    SESSION_PATH,
    forget,
    keep_session,
    keep_token,
    session_secret,
)
from shared.errors import DomainError, Kind
from shared.web.app import CurrentActor, actor
from shared.web.failures import SIGN_IN
from shared.web.frame import safe_target
from shared.web.middleware import MAX_KEPT, same_origin
from shared.web.posted import Posted, parse, posted
from shared.web.problems import STATUS

RENEWAL = f"{SESSION_PATH}/gia-han"
ENDING = f"{SESSION_PATH}/ket-thuc"
PASSWORD = f"{SESSION_PATH}/mat-khau"
OWN_FORMS = frozenset({PASSWORD, ENDING})
"""Forms that are not worth carrying through a sign-in."""
NOTHING_SENT = Posted()
RENEWABLE = frozenset({"token_missing", "token_expired", "token_invalid"})
REASONS = frozenset(
    {"session_missing", "session_expired", "session_superseded", "account_deactivated", "signed_out"}
    | {"password_changed", "password_must_change"}
)
"""What an address may make a page say; anything else in it is ignored."""

router = APIRouter(include_in_schema=False)

Target = Annotated[str, Query(alias="tiep", max_length=2_000)]
Reason = Annotated[str, Query(alias="ly-do", max_length=100)]
Typed = Annotated[str, Form()]
FormTarget = Annotated[str, Form(alias="tiep", max_length=2_000)]
Held = Annotated[str, Form(alias="giu", max_length=MAX_KEPT)]
"""The body of the form that the end of the session interrupted, as the browser had sent it."""


def own_origin(request: Request) -> None:
    """Refuses a sign-in that another site's page sends, also while there is no cookie yet to be misused.

    Raises DomainError ``foreign_origin``.
    """
    if ("sec-fetch-site" in request.headers or "origin" in request.headers) and not same_origin(request.headers):
        raise DomainError("foreign_origin", Kind.FORBIDDEN)


@router.get(SIGN_IN)
async def sign_in_form(request: Request, target: Target = "/", reason: Reason = "") -> Response:
    """The form; first one attempt at renewal for a person whose token has run out."""
    if reason in RENEWABLE:
        return _onward(RENEWAL, target)
    if not reason and _signed_in(request):
        return RedirectResponse(safe_target(target), 303)
    return _form(request, "sign_in.html", target, reason=reason)


@router.post(SIGN_IN, dependencies=[Depends(own_origin)])
async def sign_in(
    *,
    request: Request,
    sessions: CurrentSessions,
    account: Typed = "",
    password: Typed = "",
    target: FormTarget = "/",
    held: Held = "",
) -> Response:
    """Signs in under a new session, or shows the form again with the reason; an interrupted form is still there."""
    try:
        record = await sessions.sign_in(account, password)
    except DomainError as error:
        return _form(request, "sign_in.html", target, error, account=account, sent=parse(held))
    onward: Response
    if held:
        onward = _form(request, "resume.html", target, sent=parse(held))
    elif record.private.must_change:
        onward = _onward(PASSWORD, target, "password_must_change")
    else:
        onward = _back(target)
    return await _open(request, onward, sessions, record)


@router.get(RENEWAL)
@router.post(RENEWAL, dependencies=[Depends(own_origin)])
async def renew(request: Request, sessions: CurrentSessions, target: Target = "/") -> Response:
    """A fresh token from the session, and back to where the person was.

    A form that met an expired token may be led here with status 307: it is then sent on with all that was typed.
    """
    try:
        token = await sessions.renew(session_secret(request))
    except DomainError as error:
        if error.kind is not Kind.UNAUTHENTICATED:
            raise
        if request.method == "POST":
            return await _interrupted(request, target, error.code)
        answer = _onward(SIGN_IN, target, error.code)
        forget(request, answer)
        return answer
    answer = RedirectResponse(safe_target(target), 303 if request.method == "GET" else 307)
    keep_token(request, answer, token)
    return answer


async def _interrupted(request: Request, target: str, reason: str) -> Response:
    """The sign-in for a person whose session ended under a form: it holds all that was typed."""
    sent = await posted(request) if safe_target(target) not in OWN_FORMS else Posted()
    onward = target if sent.fields else "/"  # a form's address cannot be opened without its fields
    answer = _form(request, "sign_in.html", onward, reason=reason, sent=sent)
    answer.status_code = STATUS[Kind.UNAUTHENTICATED]
    forget(request, answer)
    return answer


@router.post("/dang-xuat")
async def sign_out() -> Response:
    """On to where the session's cookie is sent, still as POST."""
    return RedirectResponse(ENDING, 307)


@router.post(ENDING)
async def end(request: Request, sessions: CurrentSessions) -> Response:
    """Ends the session here and in the browser."""
    await sessions.close(session_secret(request))
    answer = _onward(SIGN_IN, "/", "signed_out")
    forget(request, answer)
    return answer


@router.get(PASSWORD)
async def password_form(request: Request, _: CurrentActor, target: Target = "/", reason: Reason = "") -> Response:
    """The form for a new password."""
    return _form(request, "password.html", target, reason=reason)


@router.post(PASSWORD)
async def change_password(
    *,
    request: Request,
    who: CurrentActor,
    sessions: CurrentSessions,
    current: Typed = "",
    new: Typed = "",
    repeat: Typed = "",
    target: FormTarget = "/",
) -> Response:
    """Changes the password; this browser gets a new session, every other one is over."""
    try:
        if new != repeat:
            raise DomainError("password_repeat_differs", field="repeat")
        record = await sessions.change_password(who.account, current, new, cause=f"command:{uuid.uuid4()}")
    except DomainError as error:
        return _form(request, "password.html", target, error)
    return await _open(request, _onward(PASSWORD, target, "password_changed"), sessions, record)


async def _open(request: Request, answer: Response, sessions: Sessions, record: AccountRecord) -> Response:
    opened = await sessions.open(record)
    keep_session(request, answer, opened.secret)
    keep_token(request, answer, opened.token)
    return answer


def _signed_in(request: Request) -> bool:
    try:
        actor(request)
    except DomainError:
        return False
    return True


def _back(target: str) -> RedirectResponse:
    return RedirectResponse(safe_target(target), 303)


def _onward(page: str, target: str, reason: str = "") -> RedirectResponse:
    why = f"&ly-do={reason}" if reason else ""
    return RedirectResponse(f"{page}?tiep={quote(safe_target(target), safe='')}{why}", 303)


def _form(
    request: Request,
    template: str,
    target: str,
    error: DomainError | None = None,
    *,
    reason: str = "",
    account: str = "",
    sent: Posted = NOTHING_SENT,
) -> Response:
    """A form, on refusal with its sentence beside the field; a password is never sent back."""
    page: Response = request.app.state.frame.render(
        request,
        template,
        status=STATUS[error.kind] if error else 200,
        headers={"Retry-After": "5"} if error and error.kind is Kind.UNAVAILABLE else None,
        error=error,
        reason=reason if reason in REASONS else "",
        target=safe_target(target),
        account=account,
        sent=sent,
        held=urlencode(sent.fields),
    )
    return page
