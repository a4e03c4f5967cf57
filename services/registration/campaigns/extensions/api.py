"""Extensions over HTTP."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.registration.campaigns.extensions.commands import Extend
from services.registration.campaigns.extensions.model import ExtensionRequest
from services.registration.dependencies import CommandContext
from shared.contracts.campaigns import Campaign
from shared.contracts.types import Slug
from shared.web.app import ExpectedVersion, tagged_state

router = APIRouter(prefix="/api/registration/campaigns", tags=["campaigns"])


@router.post("/{ident}/extensions", response_model=Campaign)
async def extend(
    *, context: CommandContext, ident: Slug, wanted: ExtensionRequest, expected: ExpectedVersion
) -> JSONResponse:
    """A later deadline for one organisation and form; its lateness stays measured against the form's own deadline."""
    return tagged_state(await Extend(ident, expected, wanted).run(context))
