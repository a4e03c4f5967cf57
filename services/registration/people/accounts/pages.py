"""Accounts: found, created, given roles, reset, switched off and on. Only a one-time password is shown, and once."""

import uuid
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentSessions, CurrentStores
from services.registration.naming import name_organisations, raise_unless_shown
from services.registration.organisations.commands import administered
from services.registration.organisations.records.tree import existing
from services.registration.people.accounts import commands as handlers
from services.registration.people.accounts.model.account import AccountDefinition, AccountRecord
from services.registration.stores import Stores
from shared.contracts.organisations import Organisation
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.identity import EVERYWHERE, Actor, Role
from shared.language.codes import proposed_code
from shared.record.history import lines
from shared.refusals import refuse
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor, Pages
from shared.web.inputs import day, version_of
from shared.web.refusals import Refusal
from shared.web.refusals import errors_of as faults_of
from shared.web.refusals import status_for as status
from shared.web.typed import Anchor, Typed, Values, Written, at_rows, read_form

router = APIRouter(prefix="/tai-khoan", include_in_schema=False)

Ident = Annotated[Slug, Path()]
Words = Annotated[str, Query(max_length=200)]
Place = Annotated[str, Query(alias="don-vi", max_length=64)]
Done = Annotated[str, Query(alias="xong", max_length=40)]
DONE = frozenset({"account_changed", "account_deactivated_now", "account_reactivated"})
EMPTY_GRANT = {"role": "", "organisation": "", "since": "", "until": ""}


@router.get("")
async def listed(
    *, request: Request, actor: CurrentActor, stores: CurrentStores, pages: Pages, q: Words = "", place: Place = ""
) -> Response:
    """The accounts of the organisations that the person administers."""
    found = await handlers.search(stores, actor, organisation=place or None, text=q)
    shown = found[pages.skip : pages.skip + pages.size]
    named = {record.public.organisation for record in shown} | _granted(shown)
    asked = {name: text for name, text in (("q", q), ("don-vi", place)) if text}
    page: Response = request.app.state.frame.render(
        request,
        "accounts.html",
        accounts=shown,
        names=await stores.names_of(named),
        organisations=await _places(stores, actor),
        q=q,
        place=place,
        page=pages.page,
        size=pages.size,
        total=len(found),
        address_of_list=f"/tai-khoan?{urlencode(asked)}" if asked else "/tai-khoan",
    )
    return page


@router.get("/moi")
async def new(request: Request, actor: CurrentActor, stores: CurrentStores, place: Place = "") -> Response:
    """The form for a new account."""
    held = Typed(
        {"organisation": place}, {"grants": [{**EMPTY_GRANT, "role": Role.CLERK.value, "organisation": place}]}
    )
    return await _form(request, actor, stores, None, held)


@router.post("/moi")
async def create(request: Request, actor: CurrentActor, stores: CurrentStores, sessions: CurrentSessions) -> Response:
    """Creates it and shows its one-time password, in this answer only."""
    held = Typed.of(await read_form(request))
    verb, _, argument = held.value("action").partition(":")
    if verb in {"add", "remove"}:
        return await _form(request, actor, stores, None, held.acted("grants", verb, argument, EMPTY_GRANT))
    anchor: Anchor = str
    try:
        written = _written(held, held.value("id").strip().lower() or proposed_code(held.value("name")))
        anchor = written.anchor
        definition = AccountDefinition.model_validate(written.values)
        cause = idempotency_cause(actor.account, held.key)
        issued = await handlers.create(stores, sessions.passwords, actor, definition, cause=cause)
    except (DomainError, ValidationError) as error:
        await _raise_unless_mended(stores, error)
        return await _form(request, actor, stores, None, held, refusal=error, anchor=anchor)
    return await _issued(request, stores, issued, created=True)


@router.get("/{ident}")
async def one(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores, done: Done = "") -> Response:
    """An account: what it holds, what was done with it, what can be done."""
    record = await handlers.read(stores, actor, ident)
    page: Response = request.app.state.frame.render(
        request,
        "account.html",
        account=record.public,
        must_change=record.private.must_change,
        names=await stores.names_of({record.public.organisation} | _granted([record])),
        history=list(reversed(lines(record.history))),
        today=stores.today,
        own=ident == actor.account,
        done=done if done in DONE else "",
    )
    return page


@router.get("/{ident}/sua")
async def edit(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """The form with the account as it is."""
    record = await handlers.read(stores, actor, ident)
    return await _form(request, actor, stores, record, _shown(record))


@router.post("/{ident}/sua")
async def change(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Changes it, unless somebody else did meanwhile."""
    held = Typed.of(await read_form(request))
    record = await handlers.read(stores, actor, ident)
    verb, _, argument = held.value("action").partition(":")
    if verb in {"add", "remove"}:
        return await _form(request, actor, stores, record, held.acted("grants", verb, argument, EMPTY_GRANT))
    anchor: Anchor = str
    try:
        written = _written(held, ident)
        anchor = written.anchor
        definition = AccountDefinition.model_validate(written.values)
        cause = idempotency_cause(actor.account, held.key)
        seen = version_of(held.value("version"))
        await handlers.change(stores, actor, definition, cause=cause, expected=seen)
    except (DomainError, ValidationError) as error:
        await _raise_unless_mended(stores, error)
        record = await handlers.read(stores, actor, ident)
        return await _form(request, actor, stores, record, held, refusal=error, anchor=anchor)
    return RedirectResponse(f"/tai-khoan/{ident}?xong=account_changed", 303)


@router.get("/{ident}/cap-lai")
async def reset_question(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """What a reset does, before it is done."""
    return await _question(request, actor, stores, ident, "reset")


@router.post("/{ident}/cap-lai")
async def reset(
    request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores, sessions: CurrentSessions
) -> Response:
    """A one-time password in place of the old one, shown in this answer only."""
    sent = await read_form(request)
    cause = idempotency_cause(actor.account, sent.get("key"))
    try:
        issued = await handlers.reset(stores, sessions.passwords, actor, ident, cause=cause)
    except DomainError as error:
        await _raise_unless_mended(stores, error)
        return await _question(request, actor, stores, ident, "reset", refusal=error)
    return await _issued(request, stores, issued, created=False)


@router.get("/{ident}/ngung")
async def deactivation(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """What switching it off or on does, before it is done."""
    return await _question(request, actor, stores, ident, "deactivate")


@router.post("/{ident}/ngung")
async def deactivate(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Switches it off."""
    sent = await read_form(request)
    try:
        await handlers.deactivate(stores, actor, ident, cause=idempotency_cause(actor.account, sent.get("key")))
    except DomainError as error:
        await _raise_unless_mended(stores, error)
        return await _question(request, actor, stores, ident, "deactivate", refusal=error)
    return RedirectResponse(f"/tai-khoan/{ident}?xong=account_deactivated_now", 303)


@router.get("/{ident}/dung-lai")
async def reactivation(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    return await _question(request, actor, stores, ident, "reactivate")


@router.post("/{ident}/dung-lai")
async def reactivate(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Switches it on again."""
    sent = await read_form(request)
    await handlers.reactivate(stores, actor, ident, cause=idempotency_cause(actor.account, sent.get("key")))
    return RedirectResponse(f"/tai-khoan/{ident}?xong=account_reactivated", 303)


async def _question(
    request: Request, actor: Actor, stores: Stores, ident: str, verb: str, *, refusal: DomainError | None = None
) -> Response:
    record = await handlers.read(stores, actor, ident)
    page: Response = request.app.state.frame.render(
        request,
        "account_question.html",
        status=status(refusal) if refusal else 200,
        account=record.public,
        verb=verb,
        key=uuid.uuid4().hex,
        names=await stores.names_of({record.public.organisation}),
        errors=faults_of(refusal, request.app.state.catalogue) if refusal else [],
    )
    return page


async def _issued(request: Request, stores: Stores, issued: handlers.Issued, *, created: bool) -> Response:
    """The page with the one-time password: never kept by a browser, and empty of it when sent a second time."""
    page: Response = request.app.state.frame.render(
        request,
        "account_password.html",
        status=201 if created else 200,
        account=issued.account,
        password=issued.password,
        created=created,
        names=await stores.names_of({issued.account.organisation}),
    )
    return page


async def _form(
    request: Request,
    actor: Actor,
    stores: Stores,
    record: AccountRecord | None,
    held: Typed,
    *,
    refusal: Refusal | None = None,
    anchor: Anchor = str,
) -> Response:
    overtaken = isinstance(refusal, DomainError) and refusal.code == "record_changed"
    version = record.version if record and (overtaken or not held.value("version")) else held.value("version")
    page: Response = request.app.state.frame.render(
        request,
        "account_form.html",
        status=status(refusal) if refusal else 200,
        account=record.public if record else None,
        held=Typed({**held.values, "version": str(version), "key": held.value("key") or uuid.uuid4().hex}, held.rows),
        organisations=await _places(stores, actor),
        everywhere=await administered(stores, actor) is None,
        roles=list(Role),
        overtaken=record.public if record and overtaken else None,
        names=await stores.names_of({record.public.organisation} | _granted([record])) if record else {},
        errors=faults_of(refusal, request.app.state.catalogue, anchor) if refusal else [],
    )
    return page


async def _places(stores: Stores, actor: Actor) -> list[Organisation]:
    """The organisations that the person administers. Raises DomainError ``role_missing`` when there are none."""
    scope = await administered(stores, actor)
    if scope is not None and not scope:
        actor.require(Role.ADMINISTRATOR, actor.organisation)
    found = await existing(stores, stores.today)
    return [organisation for organisation in found.values() if scope is None or organisation.id in scope]


def _shown(record: AccountRecord) -> Typed:
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
    return Typed(values, {"grants": rows})


def _written(held: Typed, ident: str) -> Written:
    """What was typed, for `AccountDefinition`. Raises DomainError with the faults of all dates."""
    rows = held.rows_of("grants")
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
        "name": held.value("name"),
        "organisation": held.value("organisation"),
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
