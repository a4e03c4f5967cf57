"""Accounts: found, reset, switched off and on. Only a one-time password is shown, and once."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.organisations.commands import administered
from services.registration.organisations.records import existing
from services.registration.people.accounts import commands
from services.registration.people.accounts.model.account import AccountRecord
from services.registration.people.accounts.records import read, search
from shared.contracts.organisations import Organisation
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.identity import EVERYWHERE
from shared.record.history import lines
from shared.web.parameters import Pages, Words

router = APIRouter(prefix="/tai-khoan", include_in_schema=False)

Place = Annotated[str, Query(alias="don-vi", max_length=64)]
Done = Annotated[str, Query(alias="xong", max_length=40)]
DONE = frozenset({"account_changed", "account_deactivated_now", "account_reactivated"})


@router.get("")
async def listed(*, page: CurrentPage, pages: Pages, q: Words = "", place: Place = "") -> Response:
    """The accounts of the organisations that the person administers."""
    found = await search(page.context, organisation=place or None, text=q)
    accounts = found[pages.window]
    organisations, _ = await offered(page.context)
    asked = {name: text for name, text in (("q", q), ("don-vi", place)) if text}
    return await page.render(
        "accounts.html",
        accounts=accounts,
        names=await page.context.stores.names_of(_places(accounts)),
        organisations=organisations,
        q=q,
        place=place,
        pages=pages,
        total=len(found),
        address_of_list=f"/tai-khoan?{urlencode(asked)}" if asked else "/tai-khoan",
    )


@router.get("/{ident}")
async def one(page: CurrentPage, ident: Slug, done: Done = "") -> Response:
    """An account: what it holds, what was done with it, what can be done."""
    record = await read(page.context, ident)
    return await page.render(
        "account.html",
        account=record.public,
        must_change=record.private.must_change,
        names=await page.context.stores.names_of(_places([record])),
        history=list(reversed(lines(record.history))),
        own=ident == page.context.actor.account,
        done=done if done in DONE else "",
    )


@router.get("/{ident}/cap-lai")
@router.get("/{ident}/ngung")
@router.get("/{ident}/dung-lai")
async def question(page: CurrentPage, ident: Slug) -> Response:
    """What a reset, or switching the account off or on, does before it is done."""
    return await _question(page, ident)


@router.post("/{ident}/cap-lai")
async def reset(page: CurrentPage, ident: Slug) -> Response:
    """A one-time password in place of the old one, shown in this answer only."""
    context = page.context.keyed((await page.inputs()).key)
    try:
        once = await commands.ResetPassword(ident).run(context)
    except DomainError as error:
        return await _question(page, ident, error)
    return await password_page(page, once, created=False)


@router.post("/{ident}/ngung")
async def deactivate(page: CurrentPage, ident: Slug) -> Response:
    """Switches it off."""
    context = page.context.keyed((await page.inputs()).key)
    try:
        await commands.DeactivateAccount(ident).run(context)
    except DomainError as error:
        return await _question(page, ident, error)
    return page.to(f"/tai-khoan/{ident}?xong=account_deactivated_now")


@router.post("/{ident}/dung-lai")
async def reactivate(page: CurrentPage, ident: Slug) -> Response:
    """Switches it on again."""
    await commands.ReactivateAccount(ident).run(page.context.keyed((await page.inputs()).key))
    return page.to(f"/tai-khoan/{ident}?xong=account_reactivated")


async def _question(page: CurrentPage, ident: str, refusal: DomainError | None = None) -> Response:
    record = await read(page.context, ident)
    return await page.render(
        "account_question.html",
        refusal=refusal,
        account=record.public,
        step=page.request.url.path.rpartition("/")[2],
        names=await page.context.stores.names_of([record.public.organisation]),
    )


async def password_page(page: CurrentPage, once: commands.OneTimePassword, *, created: bool) -> Response:
    """The page with the one-time password: never kept by a browser, and empty of it when sent a second time."""
    return await page.render(
        "account_password.html",
        status=201 if created else 200,
        account=once.account,
        password=once.password,
        created=created,
        names=await page.context.stores.names_of([once.account.organisation]),
    )


async def offered(context: Context) -> tuple[list[Organisation], bool]:
    """The organisations that the person administers, and whether he administers everything.

    Raises DomainError ``role_missing`` when there are none.
    """
    scope = await administered(context)
    found = await existing(context.stores, context.today)
    return [one for one in found.values() if scope is None or one.id in scope], scope is None


def _places(records: Iterable[AccountRecord]) -> set[str]:
    """The organisations that accounts belong to and hold roles at."""
    return {place for record in records for place in record.public.places.values()} - {EVERYWHERE}
