"""The form of an account: a new one, another name, home or other roles."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.registration.dependencies import CurrentPage
from services.registration.people.accounts import commands
from services.registration.people.accounts.model.account import AccountDefinition, AccountRecord
from services.registration.people.accounts.pages.accounts import offered, password_page
from services.registration.people.accounts.records import read
from shared.contracts.types import Slug
from shared.identity import Role
from shared.language.vietnamese import proposed_code
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal, is_overtaken, once_more
from shared.web.readings import days, version_of

router = APIRouter(prefix="/tai-khoan", include_in_schema=False)

EMPTY_ROWS = {"grants": {"role": "", "organisation": "", "since": "", "until": ""}}
GRANTS = ("grants", "role", "organisation")
"""The rows that count: those with a role or an organisation."""


@router.get("/moi")
async def new(page: CurrentPage, place: Annotated[str, Query(alias="don-vi", max_length=64)] = "") -> Response:
    """The form for a new account."""
    row = EMPTY_ROWS["grants"] | {"role": Role.CLERK.value, "organisation": place}
    return await _form(page, None, FormInput({"organisation": place}, {"grants": [row]}))


@router.post("/moi")
async def create(page: CurrentPage) -> Response:
    """Creates it and shows its one-time password, in this answer only."""
    inputs = await page.inputs()
    if arranged := inputs.arranged(EMPTY_ROWS):
        return await _form(page, None, arranged)
    ident = inputs.value("id").strip().lower() or proposed_code(inputs.value("name"))
    try:
        wanted = commands.CreateAccount(_definition(inputs, ident))
        once = await wanted.run(page.context.keyed(inputs.key))
    except REFUSED as error:
        return await _form(page, None, inputs, error)
    return await password_page(page, once, created=True)


@router.get("/{ident}/sua")
async def edit(page: CurrentPage, ident: Slug) -> Response:
    """The form with the account as it is."""
    record = await read(page.context, ident)
    return await _form(page, record, FormInput.showing(record.public, version=record.version))


@router.post("/{ident}/sua")
async def change(page: CurrentPage, ident: Slug) -> Response:
    """Changes it, unless somebody else did meanwhile."""
    inputs = await page.inputs()
    record = await read(page.context, ident)
    if arranged := inputs.arranged(EMPTY_ROWS):
        return await _form(page, record, arranged)
    try:
        wanted = commands.ChangeAccount(_definition(inputs, ident), version_of(inputs.value("version")))
        await wanted.run(page.context.keyed(inputs.key))
    except REFUSED as error:
        return await _form(page, await read(page.context, ident), inputs, error)
    return page.to(f"/tai-khoan/{ident}?xong=account_changed")


async def _form(
    page: CurrentPage, record: AccountRecord | None, inputs: FormInput, refusal: Refusal | None = None
) -> Response:
    organisations, everywhere = await offered(page.context)
    return await page.render(
        "account_form.html",
        refusal=refusal,
        anchor=inputs.anchor(*GRANTS),
        account=record.public if record else None,
        inputs=once_more(inputs, refusal, record.version if record else None),
        organisations=organisations,
        everywhere=everywhere,
        roles=list(Role),
        overtaken=is_overtaken(refusal),
    )


def _definition(inputs: FormInput, ident: str) -> AccountDefinition:
    """What was typed; grants count without the empty rows. Raises DomainError with the faults of all dates."""
    rows = inputs.kept(*GRANTS)
    bounds = {f"grants.{n}.{name}": row.get(name, "") for n, row in enumerate(rows) for name in ("since", "until")}
    found = days(bounds)
    grants = [
        {name: row.get(name, "") for name in ("role", "organisation")}
        | {name: found[f"grants.{n}.{name}"] for name in ("since", "until")}
        for n, row in enumerate(rows)
    ]
    return AccountDefinition.model_validate(
        {"id": ident, "name": inputs.value("name"), "organisation": inputs.value("organisation"), "grants": grants}
    )
