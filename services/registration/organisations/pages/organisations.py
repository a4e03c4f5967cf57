"""Organisations: the tree of a day, one organisation with those above and below it, and its definition."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import ValidationError

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.organisations import commands as handlers
from services.registration.organisations.model.organisation import OrganisationDefinition
from services.registration.organisations.pages.form import definition_of, proposed_id, shown
from services.registration.organisations.records.tree import LONG, called, existing, exists_on, tree, within
from shared.contracts.types import Slug
from shared.errors import DomainError, conflict
from shared.identity import Role
from shared.language.vietnamese import collation_key
from shared.web.app import Pages
from shared.web.form_input import Anchor, FormInput, read_form
from shared.web.page import Page
from shared.web.readings import day, version_of
from shared.web.refusals import FormError, Refusal
from shared.web.refusals import errors_of as faults_of

router = APIRouter(prefix="/don-vi", include_in_schema=False)

Ident = Annotated[Slug, Path()]
Day = Annotated[str, Query(alias="ngay", max_length=10)]
Done = Annotated[str, Query(alias="xong", max_length=20)]
Words = Annotated[str, Query(max_length=200)]
EMPTY_PARENT = {"organisation": "", "since": "", "until": ""}


@router.get("")
async def listed(*, page: CurrentPage, pages: Pages, on: Day = "", q: Words = "") -> Response:
    """The tree of a day, by default of the suite's today, or those who are called so. A large tree shows its top."""
    chosen, errors = _day(page, on)
    found = await existing(page.context.stores, chosen)
    matching = called(found, q, chosen) if q.strip() else []
    return page.render(
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
        today=page.context.stores.today,
        errors=errors,
        administers=bool(page.context.actor.organisations(Role.ADMINISTRATOR)),
    )


@router.get("/moi")
async def new(page: CurrentPage, parent: Annotated[str, Query(alias="cap-tren")] = "") -> Response:
    """The form for a new organisation."""
    since = page.context.stores.today.isoformat()
    inputs = FormInput(rows={"parents": [{**EMPTY_PARENT, "organisation": parent, "since": since}]})
    return await _form(page, None, inputs)


@router.post("/moi")
async def create(page: CurrentPage) -> Response:
    """Creates it under the id that was typed, or one made of its name."""
    inputs = FormInput.of(await read_form(page.request))
    return await _save(page, None, inputs)


@router.get("/{ident}")
async def one(*, page: CurrentPage, ident: Ident, pages: Pages, on: Day = "", done: Done = "") -> Response:
    """Those above it on a day, itself, and those below it; and all links that it ever had."""
    chosen, errors = _day(page, on)
    organisation = (await page.context.stores.organisations.load(ident)).public
    children = await page.context.stores.organisations.find({"public.parents.organisation": ident})
    below = [r.public for r in children if ident in r.public.parents_on(chosen) and exists_on(r.public, chosen)]
    below.sort(key=lambda o: (collation_key(o.name_on(chosen)), o.id))
    linked = {link.organisation for link in organisation.parents}
    linked |= {succession.organisation for succession in organisation.successors}
    above = await page.context.stores.organisations.find({"_id": {"$in": sorted(linked)}})
    return page.render(
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
        administers=await handlers.administers(page.context, ident),
        done=done if done in {"created", "changed"} else "",
    )


@router.get("/{ident}/sua")
async def edit(page: CurrentPage, ident: Ident) -> Response:
    """The form with the organisation as it is."""
    record = await page.context.stores.organisations.load(ident)
    return await _form(page, ident, shown(record.public, record.version))


@router.post("/{ident}/sua")
async def change(page: CurrentPage, ident: Ident) -> Response:
    """Changes it, unless somebody else did meanwhile."""
    return await _save(page, ident, FormInput.of(await read_form(page.request)))


async def _save(page: Page[Context], ident: str | None, inputs: FormInput) -> Response:
    verb, _, argument = inputs.value("action").partition(":")
    if verb in {"add", "remove"}:
        return await _form(page, ident, inputs.acted("parents", verb, argument, EMPTY_PARENT))
    target = ident or inputs.value("id").strip() or proposed_id(inputs.value("name"))
    anchor: Anchor = str
    try:
        written = definition_of(inputs)
        anchor = written.anchor
        definition = OrganisationDefinition.model_validate({**written.values, "id": target})
        if ident is None and await page.context.stores.organisations.get(target) is not None:
            raise conflict("organisation_exists", field="id", id=target)
        await handlers.put(
            page.context.keyed(inputs.key), target, definition, expected=version_of(inputs.value("version"))
        )
    except (DomainError, ValidationError) as error:
        await page.show(error)
        return await _form(page, ident, inputs, refusal=error, anchor=anchor)
    return page.to(f"/don-vi/{target}?xong={'changed' if ident else 'created'}")


async def _form(
    page: Page[Context], ident: str | None, inputs: FormInput, *, refusal: Refusal | None = None, anchor: Anchor = str
) -> Response:
    """The form. After somebody else's change it says so, and saving once more writes over theirs."""
    if ident is not None:
        await handlers.require_administrator(page.context, ident)
    elif not page.context.actor.organisations(Role.ADMINISTRATOR):
        page.context.actor.require(Role.ADMINISTRATOR, page.context.actor.organisation)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "record_changed"
    record = await page.context.stores.organisations.load(ident) if ident else None
    chosen = await existing(
        page.context.stores,
        page.context.stores.today,
        [row.get("organisation", "") for row in inputs.rows_of("parents")],
    )
    version = record.version if record and (overtaken or not inputs.value("version")) else inputs.value("version")
    return page.render(
        "organisation_form.html",
        refusal=refusal,
        organisation=record.public if record else None,
        inputs=FormInput({**inputs.values, "version": str(version), "key": uuid.uuid4().hex}, inputs.rows),
        organisations=[organisation for organisation in chosen.values() if organisation.id != ident],
        kinds=sorted({organisation.kind for organisation in chosen.values()}),
        overtaken=record.public if record and overtaken else None,
        names=await page.context.stores.names_of({link.organisation for link in record.public.parents})
        if record
        else {},
        errors=page.errors(refusal, anchor),
    )


def _day(page: Page[Context], text: str) -> tuple[date, list[FormError]]:
    """The day asked for; an unreadable one is told, and today taken."""
    today = page.context.stores.today
    try:
        return day(text, "ngay") or today, []
    except DomainError as error:
        return today, faults_of(error, page.catalogue)
