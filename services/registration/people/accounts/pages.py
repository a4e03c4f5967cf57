"""Accounts: found, created, given roles, reset, switched off and on. Only a one-time password is shown, and once."""

import uuid
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Response
from pydantic import ValidationError

from services.registration.context import Context
from services.registration.dependencies import CurrentPage, CurrentSessions
from services.registration.naming import name_organisations, raise_unless_shown
from services.registration.organisations.commands import administered
from services.registration.organisations.records.tree import existing
from services.registration.people.accounts import commands as handlers
from services.registration.people.accounts.model.account import AccountDefinition, AccountRecord
from services.registration.stores import Stores
from shared.contracts.organisations import Organisation
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.identity import EVERYWHERE, Role
from shared.language.codes import proposed_code
from shared.record.history import lines
from shared.refusals import refuse
from shared.web.app import Pages
from shared.web.form_input import Anchor, FormInput, Values, Written, at_rows, read_form
from shared.web.page import Page
from shared.web.readings import day, version_of
from shared.web.refusals import Refusal

router = APIRouter(prefix="/tai-khoan", include_in_schema=False)

Ident = Annotated[Slug, Path()]
Words = Annotated[str, Query(max_length=200)]
Place = Annotated[str, Query(alias="don-vi", max_length=64)]
Done = Annotated[str, Query(alias="xong", max_length=40)]
DONE = frozenset({"account_changed", "account_deactivated_now", "account_reactivated"})
EMPTY_GRANT = {"role": "", "organisation": "", "since": "", "until": ""}


@router.get("")
async def listed(*, page: CurrentPage, pages: Pages, q: Words = "", place: Place = "") -> Response:
    """The accounts of the organisations that the person administers."""
    found = await handlers.search(page.context, organisation=place or None, text=q)
    shown = found[pages.skip : pages.skip + pages.size]
    named = {record.public.organisation for record in shown} | _granted(shown)
    asked = {name: text for name, text in (("q", q), ("don-vi", place)) if text}
    return page.render(
        "accounts.html",
        accounts=shown,
        names=await page.context.stores.names_of(named),
        organisations=await _places(page.context),
        q=q,
        place=place,
        page=pages.page,
        size=pages.size,
        total=len(found),
        address_of_list=f"/tai-khoan?{urlencode(asked)}" if asked else "/tai-khoan",
    )


@router.get("/moi")
async def new(page: CurrentPage, place: Place = "") -> Response:
    """The form for a new account."""
    inputs = FormInput(
        {"organisation": place}, {"grants": [{**EMPTY_GRANT, "role": Role.CLERK.value, "organisation": place}]}
    )
    return await _form(page, None, inputs)


@router.post("/moi")
async def create(page: CurrentPage, sessions: CurrentSessions) -> Response:
    """Creates it and shows its one-time password, in this answer only."""
    inputs = FormInput.of(await read_form(page.request))
    verb, _, argument = inputs.value("action").partition(":")
    if verb in {"add", "remove"}:
        return await _form(page, None, inputs.acted("grants", verb, argument, EMPTY_GRANT))
    anchor: Anchor = str
    try:
        written = _written(inputs, inputs.value("id").strip().lower() or proposed_code(inputs.value("name")))
        anchor = written.anchor
        definition = AccountDefinition.model_validate(written.values)
        context = page.context.keyed(inputs.key)
        issued = await handlers.create(context, sessions.passwords, definition)
    except (DomainError, ValidationError) as error:
        await _raise_unless_mended(page.context.stores, error)
        return await _form(page, None, inputs, refusal=error, anchor=anchor)
    return await _issued(page, issued, created=True)


@router.get("/{ident}")
async def one(page: CurrentPage, ident: Ident, done: Done = "") -> Response:
    """An account: what it holds, what was done with it, what can be done."""
    record = await handlers.read(page.context, ident)
    return page.render(
        "account.html",
        account=record.public,
        must_change=record.private.must_change,
        names=await page.context.stores.names_of({record.public.organisation} | _granted([record])),
        history=list(reversed(lines(record.history))),
        today=page.context.stores.today,
        own=ident == page.context.actor.account,
        done=done if done in DONE else "",
    )


@router.get("/{ident}/sua")
async def edit(page: CurrentPage, ident: Ident) -> Response:
    """The form with the account as it is."""
    record = await handlers.read(page.context, ident)
    return await _form(page, record, _shown(record))


@router.post("/{ident}/sua")
async def change(page: CurrentPage, ident: Ident) -> Response:
    """Changes it, unless somebody else did meanwhile."""
    inputs = FormInput.of(await read_form(page.request))
    record = await handlers.read(page.context, ident)
    verb, _, argument = inputs.value("action").partition(":")
    if verb in {"add", "remove"}:
        return await _form(page, record, inputs.acted("grants", verb, argument, EMPTY_GRANT))
    anchor: Anchor = str
    try:
        written = _written(inputs, ident)
        anchor = written.anchor
        definition = AccountDefinition.model_validate(written.values)
        context = page.context.keyed(inputs.key)
        seen = version_of(inputs.value("version"))
        await handlers.change(context, definition, expected=seen)
    except (DomainError, ValidationError) as error:
        await _raise_unless_mended(page.context.stores, error)
        record = await handlers.read(page.context, ident)
        return await _form(page, record, inputs, refusal=error, anchor=anchor)
    return page.to(f"/tai-khoan/{ident}?xong=account_changed")


@router.get("/{ident}/cap-lai")
async def reset_question(page: CurrentPage, ident: Ident) -> Response:
    """What a reset does, before it is done."""
    return await _question(page, ident, "reset")


@router.post("/{ident}/cap-lai")
async def reset(page: CurrentPage, ident: Ident, sessions: CurrentSessions) -> Response:
    """A one-time password in place of the old one, shown in this answer only."""
    sent = await read_form(page.request)
    context = page.context.keyed(sent.get("key"))
    try:
        issued = await handlers.reset(context, sessions.passwords, ident)
    except DomainError as error:
        await _raise_unless_mended(page.context.stores, error)
        return await _question(page, ident, "reset", refusal=error)
    return await _issued(page, issued, created=False)


@router.get("/{ident}/ngung")
async def deactivation(page: CurrentPage, ident: Ident) -> Response:
    """What switching it off or on does, before it is done."""
    return await _question(page, ident, "deactivate")


@router.post("/{ident}/ngung")
async def deactivate(page: CurrentPage, ident: Ident) -> Response:
    """Switches it off."""
    sent = await read_form(page.request)
    try:
        await handlers.deactivate(page.context.keyed(sent.get("key")), ident)
    except DomainError as error:
        await _raise_unless_mended(page.context.stores, error)
        return await _question(page, ident, "deactivate", refusal=error)
    return page.to(f"/tai-khoan/{ident}?xong=account_deactivated_now")


@router.get("/{ident}/dung-lai")
async def reactivation(page: CurrentPage, ident: Ident) -> Response:
    return await _question(page, ident, "reactivate")


@router.post("/{ident}/dung-lai")
async def reactivate(page: CurrentPage, ident: Ident) -> Response:
    """Switches it on again."""
    sent = await read_form(page.request)
    await handlers.reactivate(page.context.keyed(sent.get("key")), ident)
    return page.to(f"/tai-khoan/{ident}?xong=account_reactivated")


async def _question(page: Page[Context], ident: str, verb: str, *, refusal: DomainError | None = None) -> Response:
    record = await handlers.read(page.context, ident)
    return page.render(
        "account_question.html",
        refusal=refusal,
        account=record.public,
        verb=verb,
        key=uuid.uuid4().hex,
        names=await page.context.stores.names_of({record.public.organisation}),
        errors=page.errors(refusal),
    )


async def _issued(page: Page[Context], issued: handlers.Issued, *, created: bool) -> Response:
    """The page with the one-time password: never kept by a browser, and empty of it when sent a second time."""
    return page.render(
        "account_password.html",
        status=201 if created else 200,
        account=issued.account,
        password=issued.password,
        created=created,
        names=await page.context.stores.names_of({issued.account.organisation}),
    )


async def _form(
    page: Page[Context],
    record: AccountRecord | None,
    inputs: FormInput,
    *,
    refusal: Refusal | None = None,
    anchor: Anchor = str,
) -> Response:
    overtaken = isinstance(refusal, DomainError) and refusal.code == "record_changed"
    version = record.version if record and (overtaken or not inputs.value("version")) else inputs.value("version")
    return page.render(
        "account_form.html",
        refusal=refusal,
        account=record.public if record else None,
        inputs=FormInput(
            {**inputs.values, "version": str(version), "key": inputs.value("key") or uuid.uuid4().hex}, inputs.rows
        ),
        organisations=await _places(page.context),
        everywhere=await administered(page.context) is None,
        roles=list(Role),
        overtaken=record.public if record and overtaken else None,
        names=await page.context.stores.names_of({record.public.organisation} | _granted([record])) if record else {},
        errors=page.errors(refusal, anchor),
    )


async def _places(context: Context) -> list[Organisation]:
    """The organisations that the person administers. Raises DomainError ``role_missing`` when there are none."""
    scope = await administered(context)
    if scope is not None and not scope:
        context.actor.require(Role.ADMINISTRATOR, context.actor.organisation)
    found = await existing(context.stores, context.stores.today)
    return [organisation for organisation in found.values() if scope is None or organisation.id in scope]


def _shown(record: AccountRecord) -> FormInput:
    account = record.public
    rows = [
        {
            "role": grant.role.value,
            "organisation": grant.organisation,
            "since": grant.since.isoformat() if grant.since else "",
            "until": grant.until.isoformat() if grant.until else "",
        }
        for grant in account.grants
    ]
    values = {"name": account.name, "organisation": account.organisation, "version": str(record.version)}
    return FormInput(values, {"grants": rows})


def _written(inputs: FormInput, ident: str) -> Written:
    """What was typed, for `AccountDefinition`. Raises DomainError with the faults of all dates."""
    rows = inputs.rows_of("grants")
    places = [place for place, row in enumerate(rows) if row.get("role") or row.get("organisation")]
    grants: list[Values] = []
    faults: list[DomainError] = []
    for place in places:
        grant: Values = {"role": rows[place].get("role", ""), "organisation": rows[place].get("organisation", "")}
        for name in ("since", "until"):
            try:
                grant[name] = day(rows[place].get(name, ""), f"grants.{place}.{name}")
            except DomainError as error:
                faults.append(error)
        grants.append(grant)
    refuse("input_invalid", faults)
    values: Values = {
        "id": ident,
        "name": inputs.value("name"),
        "organisation": inputs.value("organisation"),
        "grants": grants,
    }
    return Written(values, lambda path: at_rows(path, {"grants": places}))


def _granted(records: list[AccountRecord]) -> set[str]:
    return {grant.organisation for record in records for grant in record.public.grants} - {EVERYWHERE}


async def _raise_unless_mended(stores: Stores, error: Refusal) -> None:
    """As `raise_unless_shown`; a right or a place that is missing, too, is mended beside its input."""
    if isinstance(error, DomainError) and error.field:
        await name_organisations(stores, error)
    else:
        await raise_unless_shown(stores, error)
