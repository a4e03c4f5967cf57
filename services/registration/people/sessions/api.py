"""Signing in, and one's own account."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.registration.dependencies import CurrentSessions
from services.registration.people.accounts.model.credentials import PASSWORD_LIMIT
from shared.contracts.types import Contract, Slug
from shared.identity import TOKEN_LIFE, Actor
from shared.web.parameters import Cause, CurrentActor

router = APIRouter(prefix="/api/registration", tags=["session"])

PasswordText = Annotated[str, Field(max_length=4 * PASSWORD_LIMIT)]


class SignIn(Contract):
    """What a person types."""

    account: Annotated[str, Field(max_length=200)]
    password: PasswordText


class Session(Contract):
    """A bearer token and how many seconds it lives; `must_change`: the password was given by an administrator."""

    token: str
    expires_in: int
    actor: Actor
    must_change: bool


class NewPassword(Contract):
    current: PasswordText
    new: PasswordText


class PasswordChanged(Contract):
    account: Slug
    must_change: bool


@router.post("/session")
async def sign_in(wanted: SignIn, sessions: CurrentSessions) -> Session:
    """A token of 30 minutes."""
    record = await sessions.sign_in(wanted.account, wanted.password)
    return Session(
        token=await sessions.token(record),
        expires_in=int(TOKEN_LIFE.total_seconds()),
        actor=await sessions.actor(record),
        must_change=record.private.must_change,
    )


@router.get("/me")
async def me(actor: CurrentActor) -> Actor:
    """Whom the token names."""
    return actor


@router.post("/me/password")
async def change_password(
    wanted: NewPassword, actor: CurrentActor, sessions: CurrentSessions, cause: Cause
) -> PasswordChanged:
    """Another password; every session of the account in a browser is over."""
    record = await sessions.change_password(actor.account, wanted.current, wanted.new, cause=cause)
    return PasswordChanged(account=record.id, must_change=record.private.must_change)
