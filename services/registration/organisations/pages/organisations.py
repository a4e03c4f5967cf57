"""Organisations: the tree of a day, one organisation with those above and below it, and its definition."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.organisations import commands as handlers
from services.registration.organisations.model.organisation import OrganisationDefinition
from services.registration.organisations.pages.form import definition_of, proposed_id, shown
from services.registration.organisations.records.tree import LONG, called, existing, exists_on, tree, within
from services.registration.stores import Stores
from shared.contracts.types import Slug
from shared.errors import DomainError, conflict
from shared.identity import Actor, Role
from shared.language.vietnamese import collation_key
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor, Pages
from shared.web.inputs import day, version_of
from shared.web.refusals import FormError, Refusal
from shared.web.refusals import errors_of as faults_of
from shared.web.refusals import status_for as status
from shared.web.typed import Anchor, Typed, read_form

router = APIRouter(prefix="/don-vi", include_in_schema=False)

Ident = Annotated[Slug, Path()]
Day = Annotated[str, Query(alias="ngay", max_length=10)]
Done = Annotated[str, Query(alias="xong", max_length=20)]
Words = Annotated[str, Query(max_length=200)]
EMPTY_PARENT = {"organisation": "", "since": "", "until": ""}


@router.get("")
async def listed(
    *, request: Request, actor: CurrentActor, stores: CurrentStores, pages: Pages, on: Day = "", q: Words = ""
) -> Response:
    """The tree of a day, by default of the suite's today, or those who are called so. A large tree shows its top."""
    chosen, errors = _day(request, stores, on)
    found = await existing(stores, chosen)
    matching = called(found, q, chosen) if q.strip() else []
    page: Response = request.app.state.frame.render(
        request,
        "organisations.html",
        status=422 if errors else 200,
        branches=() if q.strip() else within(tree(found, chosen), LONG),
        matching=matching[pages.skip : pages.skip + pages.size],
        matches=len(matching),
        q=q.strip(),
        page=pages.page,
        size=pages.size,
        names={ident: organisation.short_name_on(chosen) for ident, organisation in found.items()},
        total=len(found),
        day=chosen,
        typed=on or chosen.isoformat(),
        today=stores.today,
        errors=errors,
        administers=bool(actor.organisations(Role.ADMINISTRATOR)),
    )
    return page


@router.get("/moi")
async def new(
    request: Request, actor: CurrentActor, stores: CurrentStores, parent: Annotated[str, Query(alias="cap-tren")] = ""
) -> Response:
    """The form for a new organisation."""
    since = stores.today.isoformat()
    held = Typed(rows={"parents": [{**EMPTY_PARENT, "organisation": parent, "since": since}]})
    return await _form(request, actor, stores, None, held)


@router.post("/moi")
async def create(request: Request, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Creates it under the id that was typed, or one made of its name."""
    held = Typed.of(await read_form(request))
    return await _save(request, actor, stores, None, held)


@router.get("/{ident}")
async def one(
    *,
    request: Request,
    ident: Ident,
    actor: CurrentActor,
    stores: CurrentStores,
    pages: Pages,
    on: Day = "",
    done: Done = "",
) -> Response:
    """Those above it on a day, itself, and those below it; and all links that it ever had."""
    chosen, errors = _day(request, stores, on)
    organisation = (await stores.organisations.load(ident)).public
    children = await stores.organisations.find({"public.parents.organisation": ident})
    below = [r.public for r in children if ident in r.public.parents_on(chosen) and exists_on(r.public, chosen)]
    below.sort(key=lambda o: (collation_key(o.name_on(chosen)), o.id))
    linked = {link.organisation for link in organisation.parents}
    linked |= {succession.organisation for succession in organisation.successors}
    above = await stores.organisations.find({"_id": {"$in": sorted(linked)}})
    page: Response = request.app.state.frame.render(
        request,
        "organisation.html",
        status=422 if errors else 200,
        organisation=organisation,
        above=[r.public for r in above if r.id in organisation.parents_on(chosen)],
        below=below[pages.skip : pages.skip + pages.size],
        size_below=len(below),
        page=pages.page,
        size=pages.size,
        names={record.id: record.public.name for record in above},
        day=chosen,
        typed=on or chosen.isoformat(),
        exists=exists_on(organisation, chosen),
        errors=errors,
        administers=await handlers.administers(stores, actor, ident),
        done=done if done in {"created", "changed"} else "",
    )
    return page


@router.get("/{ident}/sua")
async def edit(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """The form with the organisation as it is."""
    record = await stores.organisations.load(ident)
    return await _form(request, actor, stores, ident, shown(record.public, record.version))


@router.post("/{ident}/sua")
async def change(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Changes it, unless somebody else did meanwhile."""
    return await _save(request, actor, stores, ident, Typed.of(await read_form(request)))


async def _save(request: Request, actor: Actor, stores: Stores, ident: str | None, held: Typed) -> Response:
    verb, _, argument = held.value("action").partition(":")
    if verb in {"add", "remove"}:
        return await _form(request, actor, stores, ident, held.acted("parents", verb, argument, EMPTY_PARENT))
    target = ident or held.value("id").strip() or proposed_id(held.value("name"))
    anchor: Anchor = str
    try:
        written = definition_of(held)
        anchor = written.anchor
        definition = OrganisationDefinition.model_validate({**written.values, "id": target})
        if ident is None and await stores.organisations.get(target) is not None:
            raise conflict("organisation_exists", field="id", id=target)
        await handlers.put(
            stores,
            actor,
            target,
            definition,
            cause=idempotency_cause(actor.account, held.key),
            expected=version_of(held.value("version")),
        )
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        return await _form(request, actor, stores, ident, held, refusal=error, anchor=anchor)
    return RedirectResponse(f"/don-vi/{target}?xong={'changed' if ident else 'created'}", 303)


async def _form(
    request: Request,
    actor: Actor,
    stores: Stores,
    ident: str | None,
    held: Typed,
    *,
    refusal: Refusal | None = None,
    anchor: Anchor = str,
) -> Response:
    """The form. After somebody else's change it says so, and saving once more writes over theirs."""
    if ident is not None:
        await handlers.require_administrator(stores, actor, ident)
    elif not actor.organisations(Role.ADMINISTRATOR):
        actor.require(Role.ADMINISTRATOR, actor.organisation)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "record_changed"
    record = await stores.organisations.load(ident) if ident else None
    chosen = await existing(stores, stores.today, [row.get("organisation", "") for row in held.rows_of("parents")])
    version = record.version if record and (overtaken or not held.value("version")) else held.value("version")
    page: Response = request.app.state.frame.render(
        request,
        "organisation_form.html",
        status=status(refusal) if refusal else 200,
        organisation=record.public if record else None,
        held=Typed({**held.values, "version": str(version), "key": uuid.uuid4().hex}, held.rows),
        organisations=[organisation for organisation in chosen.values() if organisation.id != ident],
        kinds=sorted({organisation.kind for organisation in chosen.values()}),
        overtaken=record.public if record and overtaken else None,
        names=await stores.names_of({link.organisation for link in record.public.parents}) if record else {},
        errors=faults_of(refusal, request.app.state.catalogue, anchor) if refusal else [],
    )
    return page


def _day(request: Request, stores: Stores, text: str) -> tuple[date, list[FormError]]:
    """The day asked for; an unreadable one is told, and today taken."""
    today = stores.today
    try:
        return day(text, "ngay") or today, []
    except DomainError as error:
        return today, faults_of(error, request.app.state.catalogue)
