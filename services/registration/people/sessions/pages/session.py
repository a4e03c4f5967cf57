"""Signing in and out, renewing the token without noticing, changing the password.

The session's cookie goes to ``/phien`` only, so what needs it (renewal, end, a new password) has its address there.
"""

import uuid
from contextlib import suppress
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.registration.dependencies import CurrentSessions
from services.registration.people.accounts.model.account import AccountRecord
from services.registration.people.sessions.commands import Sessions
from services.registration.people.sessions.pages.cookies import SESSION_COOKIE, SESSION_PATH, forget, keep
from shared.errors import DomainError, Kind
from shared.web.failures import RENEWAL, SIGN_IN
from shared.web.form_body import FormBody, form_body, parse
from shared.web.frame import safe_target
from shared.web.middleware import same_origin
from shared.web.page import Page
from shared.web.parameters import CurrentActor, actor
from shared.web.problems import STATUS

ENDING = f"{SESSION_PATH}/ket-thuc"
PASSWORD = f"{SESSION_PATH}/mat-khau"
OWN_FORMS = frozenset({PASSWORD, ENDING})
"""Forms that are not worth carrying through a sign-in."""
NOTHING_SENT = FormBody()
RENEWABLE = frozenset({"token_missing", "token_expired", "token_invalid"})
REASONS = frozenset(
    {"session_missing", "session_expired", "session_superseded", "account_deactivated", "signed_out"}
    | {"password_changed", "password_must_change"}
)
"""What an address may make a page say; anything else in it is ignored."""

router = APIRouter(include_in_schema=False)

Target = Annotated[str, Query(alias="tiep", max_length=2_000)]
Reason = Annotated[str, Query(alias="ly-do", max_length=100)]


def session_page(request: Request, sessions: CurrentSessions) -> Page[Sessions]:
    return Page(request, sessions, mendable=frozenset(Kind))


SessionPage = Annotated[Page[Sessions], Depends(session_page)]
"""A page before somebody who may be signed in or not."""


def own_origin(request: Request) -> None:
    """Refuses a sign-in that another site's page sends, also while there is no cookie yet to be misused.

    Raises DomainError ``foreign_origin``.
    """
    if ("sec-fetch-site" in request.headers or "origin" in request.headers) and not same_origin(request.headers):
        raise DomainError("foreign_origin", Kind.FORBIDDEN)


@router.get(SIGN_IN)
async def sign_in_form(page: SessionPage, target: Target = "/", reason: Reason = "") -> Response:
    """The form; first one attempt at renewal for a person whose token has run out."""
    if reason in RENEWABLE:
        return _onward(RENEWAL, target)
    if not reason:
        with suppress(DomainError):  # nobody is signed in
            actor(page.request)
            return page.to(safe_target(target))
    return await _form(page, "sign_in.html", target, reason=reason)


@router.post(SIGN_IN, dependencies=[Depends(own_origin)])
async def sign_in(page: SessionPage) -> Response:
    """Signs in under a new session, or shows the form again with the reason; an interrupted form is still there."""
    inputs = await page.inputs()
    target, interrupted = inputs.value("tiep"), inputs.value("giu")
    try:
        record = await page.context.sign_in(inputs.value("account"), inputs.value("password"))
    except DomainError as error:
        account = inputs.value("account")
        return await _form(page, "sign_in.html", target, error, account=account, sent=parse(interrupted))
    onward: Response
    if interrupted:
        onward = await _form(page, "resume.html", target, sent=parse(interrupted))
    elif record.private.must_change:
        onward = _onward(PASSWORD, target, "password_must_change")
    else:
        onward = page.to(safe_target(target))
    return await _open(page, onward, record)


@router.get(RENEWAL)
@router.post(RENEWAL, dependencies=[Depends(own_origin)])
async def renew(page: SessionPage, target: Target = "/") -> Response:
    """A fresh token from the session, and back to where the person was.

    A form that met an expired token may be led here with status 307: it is then sent on with all that was typed.
    """
    try:
        token = await page.context.renew(page.request.cookies.get(SESSION_COOKIE, ""))
    except DomainError as error:
        if error.kind is not Kind.UNAUTHENTICATED:
            raise
        if page.request.method == "POST":
            return await _interrupted(page, target, error.code)
        answer = _onward(SIGN_IN, target, error.code)
        forget(page.request, answer)
        return answer
    answer = RedirectResponse(safe_target(target), 303 if page.request.method == "GET" else 307)
    keep(page.request, answer, token)
    return answer


async def _interrupted(page: Page[Sessions], target: str, reason: str) -> Response:
    """The sign-in for a person whose session ended under a form: it holds all that was typed."""
    sent = await form_body(page.request) if safe_target(target) not in OWN_FORMS else FormBody()
    onward = target if sent.fields else "/"  # a form's address cannot be opened without its fields
    answer = await _form(page, "sign_in.html", onward, reason=reason, sent=sent)
    answer.status_code = STATUS[Kind.UNAUTHENTICATED]
    forget(page.request, answer)
    return answer


@router.post("/dang-xuat")
async def sign_out() -> Response:
    """On to where the session's cookie is sent, still as POST."""
    return RedirectResponse(ENDING, 307)


@router.post(ENDING)
async def end(page: SessionPage) -> Response:
    """Ends the session here and in the browser."""
    await page.context.close(page.request.cookies.get(SESSION_COOKIE, ""))
    answer = _onward(SIGN_IN, "/", "signed_out")
    forget(page.request, answer)
    return answer


@router.get(PASSWORD)
async def password_form(page: SessionPage, _: CurrentActor, target: Target = "/", reason: Reason = "") -> Response:
    """The form for a new password."""
    return await _form(page, "password.html", target, reason=reason)


@router.post(PASSWORD)
async def change_password(page: SessionPage, who: CurrentActor) -> Response:
    """Changes the password; this browser gets a new session, every other one is over."""
    inputs = await page.inputs()
    current, new, target = (inputs.value(name) for name in ("current", "new", "tiep"))
    try:
        if new != inputs.value("repeat"):
            raise DomainError("password_repeat_differs", field="repeat")
        record = await page.context.change_password(who.account, current, new, cause=f"command:{uuid.uuid4()}")
    except DomainError as error:
        return await _form(page, "password.html", target, error)
    return await _open(page, _onward(PASSWORD, target, "password_changed"), record)


async def _open(page: Page[Sessions], answer: Response, record: AccountRecord) -> Response:
    secret = await page.context.open(record)
    keep(page.request, answer, await page.context.token(record), secret)
    return answer


def _onward(address: str, target: str, reason: str = "") -> RedirectResponse:
    why = f"&ly-do={reason}" if reason else ""
    return RedirectResponse(f"{address}?tiep={quote(safe_target(target), safe='')}{why}", 303)


async def _form(
    page: Page[Sessions],
    template: str,
    target: str,
    refusal: DomainError | None = None,
    *,
    reason: str = "",
    account: str = "",
    sent: FormBody = NOTHING_SENT,
) -> Response:
    """A form, on refusal with its sentence beside the field; a password is never sent back."""
    answer = await page.render(
        template,
        refusal=refusal,
        reason=reason if reason in REASONS else "",
        target=safe_target(target),
        account=account,
        sent=sent,
        interrupted=urlencode(sent.fields),
    )
    if refusal and refusal.kind is Kind.UNAVAILABLE:
        answer.headers["Retry-After"] = "5"
    return answer
