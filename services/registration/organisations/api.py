"""Organisations: every signed-in person reads them, administrators define them."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.registration.dependencies import CommandContext, CurrentContext
from services.registration.organisations import commands
from services.registration.organisations.commands import DefineOrganisation
from shared.contracts.organisations import Organisation, OrganisationDefinition
from shared.contracts.types import Slug
from shared.web.app import tagged_state
from shared.web.parameters import ExpectedVersion, Pages, Words

router = APIRouter(prefix="/api/registration/organisations", tags=["organisations"])


@router.get("")
async def listed(
    context: CurrentContext, pages: Pages, kind: Slug | None = None, parent: Slug | None = None, q: Words = ""
) -> dict[str, Any]:
    """Organisations in alphabetical order; `parent`: those that are under it today."""
    found = await commands.search(context.stores, kind=kind, parent=parent, text=q)
    return pages.answer([organisation.model_dump(mode="json") for organisation in found[pages.window]], len(found))


@router.get("/{ident}", response_model=Organisation)
async def one(context: CurrentContext, ident: Slug) -> JSONResponse:
    """An organisation, with its version as ETag."""
    return tagged_state(await context.stores.organisations.load(ident))


@router.put("/{ident}", response_model=Organisation)
async def put(
    *, context: CommandContext, ident: Slug, definition: OrganisationDefinition, expected: ExpectedVersion
) -> JSONResponse:
    """Creates or changes it, for an administrator of it or of a body above it."""
    record = await DefineOrganisation(ident, definition, expected=expected).run(context)
    return tagged_state(record, 201 if record.version == 1 else 200)
