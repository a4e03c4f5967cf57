"""Organisations: the tree of a day, one organisation with those above and below it, and its definition."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.organisations import commands
from services.registration.organisations.commands import DefineOrganisation
from services.registration.organisations.model.tree import called, exists_on, tree, within
from services.registration.organisations.records import LONG, existing
from shared.contracts.organisations import OrganisationDefinition
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.identity import Role
from shared.language.vietnamese import collation_key, proposed_code
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal, is_overtaken, once_more
from shared.web.parameters import Done, Pages, Words
from shared.web.readings import day, days, version_of

router = APIRouter(prefix="/don-vi", include_in_schema=False)

Day = Annotated[str, Query(alias="ngay", max_length=10)]

EMPTY_ROWS = {"parents": {"organisation": "", "since": "", "until": ""}}
PARENTS = ("parents", "organisation")
"""The rows that count: those with an organisation."""


@router.get("")
async def listed(*, page: CurrentPage, pages: Pages, on: Day = "", q: Words = "") -> Response:
    """The tree of a day, by default of the suite's today, or those who are called so. A large tree shows its top."""
    chosen, refusal = _day(page.context, on)
    found = await existing(page.context.stores, chosen)
    matching = called(found, q, chosen) if q.strip() else []
    return await page.render(
        "organisations.html",
        refusal=refusal,
        branches=() if q.strip() else within(tree(found, chosen), LONG),
        matching=matching[pages.window],
        matches=len(matching),
        q=q.strip(),
        pages=pages,
        names={ident: organisation.short_name_on(chosen) for ident, organisation in found.items()},
        total=len(found),
        day=chosen,
        typed=on or chosen.isoformat(),
        today=page.context.today,
        administers=bool(page.context.actor.organisations(Role.ADMINISTRATOR)),
    )


@router.get("/moi")
async def new(page: CurrentPage, parent: Annotated[str, Query(alias="cap-tren")] = "") -> Response:
    """The form for a new organisation."""
    row = EMPTY_ROWS["parents"] | {"organisation": parent, "since": page.context.today.isoformat()}
    return await _form(page, None, FormInput(rows={"parents": [row]}))


@router.get("/{ident}")
async def one(*, page: CurrentPage, ident: Slug, pages: Pages, on: Day = "", done: Done = "") -> Response:
    """Those above it on a day, itself, and those below it; and all links that it ever had."""
    chosen, refusal = _day(page.context, on)
    store = page.context.stores.organisations
    organisation = (await store.load(ident)).public
    children = [record.public for record in await store.find({"public.parents.organisation": ident})]
    below = sorted(
        (child for child in children if ident in child.parents_on(chosen) and exists_on(child, chosen)),
        key=lambda child: (collation_key(child.name_on(chosen)), child.id),
    )
    heirs = {succession.organisation for succession in organisation.successors}
    linked = await store.several(heirs | {link.organisation for link in organisation.parents})
    return await page.render(
        "organisation.html",
        refusal=refusal,
        organisation=organisation,
        above=[record.public for other, record in linked.items() if other in organisation.parents_on(chosen)],
        below=below[pages.window],
        size_below=len(below),
        pages=pages,
        names={other: record.public.name for other, record in linked.items()},
        day=chosen,
        typed=on or chosen.isoformat(),
        exists=exists_on(organisation, chosen),
        administers=await commands.administers(page.context, ident),
        done=done if done in {"created", "changed"} else "",
    )


@router.get("/{ident}/sua")
async def edit(page: CurrentPage, ident: Slug) -> Response:
    """The form with the organisation as it is."""
    record = await page.context.stores.organisations.load(ident)
    return await _form(page, ident, FormInput.showing(record.public, version=record.version))


@router.post("/moi")
async def create(page: CurrentPage) -> Response:
    """Creates it under the id that was typed, or one made of its name."""
    return await _save(page, None)


@router.post("/{ident}/sua")
async def change(page: CurrentPage, ident: Slug) -> Response:
    """Changes it, unless somebody else did meanwhile."""
    return await _save(page, ident)


async def _save(page: CurrentPage, ident: str | None) -> Response:
    inputs = await page.inputs()
    if arranged := inputs.arranged(EMPTY_ROWS):
        return await _form(page, ident, arranged)
    target = ident or inputs.value("id").strip() or proposed_code(inputs.value("name"))
    try:
        definition = _definition_of(inputs, target)
        wanted = DefineOrganisation(target, definition, ident is None, version_of(inputs.value("version")))
        await wanted.run(page.context.keyed(inputs.key))
    except REFUSED as error:
        return await _form(page, ident, inputs, error)
    return page.to(f"/don-vi/{target}?xong={'changed' if ident else 'created'}")


def _definition_of(inputs: FormInput, ident: str) -> OrganisationDefinition:
    """What was typed; parents count without the empty rows. Raises DomainError with the faults of all dates."""
    rows = inputs.kept(*PARENTS)
    bounds = {f"parents.{n}.{name}": row.get(name, "") for n, row in enumerate(rows) for name in ("since", "until")}
    found = days(
        bounds | {name: inputs.value(name) for name in ("established", "dissolved")},
        needed=[f"parents.{n}.since" for n in range(len(rows))],
    )
    return OrganisationDefinition.model_validate(
        {
            "id": ident,
            "name": inputs.value("name"),
            "short_name": inputs.value("short_name") or inputs.value("name"),
            "kind": proposed_code(inputs.value("kind")),
            "reviewing_office": inputs.value("reviewing_office").strip() or None,
            "established": found["established"],
            "dissolved": found["dissolved"],
            "mailboxes": {name: inputs.value(f"mailboxes.{name}").strip() or None for name in ("submission", "review")},
            "parents": [
                {"organisation": row["organisation"]}
                | {name: found[f"parents.{n}.{name}"] for name in ("since", "until")}
                for n, row in enumerate(rows)
            ],
        }
    )


async def _form(page: CurrentPage, ident: str | None, inputs: FormInput, refusal: Refusal | None = None) -> Response:
    """The form. After somebody else's change it says so, and saving once more writes over theirs."""
    commands.require_administering(page.context)
    if ident is not None:
        await commands.require_administrator(page.context, ident)
    stores = page.context.stores
    record = await stores.organisations.load(ident) if ident else None
    named = [row.get("organisation", "") for row in inputs.rows_of("parents")]
    chosen = await existing(stores, page.context.today, named)
    return await page.render(
        "organisation_form.html",
        refusal=refusal,
        anchor=inputs.anchor(*PARENTS),
        organisation=record.public if record else None,
        inputs=once_more(inputs, refusal, record.version if record else None),
        organisations=[organisation for organisation in chosen.values() if organisation.id != ident],
        kinds=sorted({organisation.kind for organisation in chosen.values()}),
        overtaken=is_overtaken(refusal),
    )


def _day(context: Context, text: str) -> tuple[date, DomainError | None]:
    """The day asked for; an unreadable one is told, and today taken."""
    try:
        return day(text, "ngay") or context.today, None
    except DomainError as error:
        return context.today, error
