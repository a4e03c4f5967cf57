"""Files: put to a place of a draft, taken out, and read by those who may read the submission."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse

from services.registration.dependencies import CurrentContext
from services.registration.submissions.api import SubmissionView, answer
from services.registration.submissions.evidence import commands
from services.registration.submissions.evidence.commands import Attach, Detach
from services.registration.submissions.evidence.model.attachments import SIZE_LIMIT
from shared.contracts.files import Attachment
from shared.contracts.types import Key, Slug
from shared.web.app import tagged
from shared.web.uploads import file_response, multipart_form

router = APIRouter(prefix="/api/registration", tags=["attachments"])

FILE = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
BODY = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FILE}}}}


@router.post("/submissions/{ident}/attachments", status_code=201, response_model=Attachment, openapi_extra=BODY)
async def attach(
    *,
    context: CurrentContext,
    request: Request,
    ident: Key,
    place: Annotated[str, Query(max_length=200)] = "",
    item: Slug | None = None,
) -> JSONResponse:
    """Keeps a PDF, PNG, JPEG, DOCX or XLSX file of at most 10 MiB as `file`; the ETag is the record's new version.

    `place`: ``demanded.<code>`` for a file that the form demands, ``results.<item>`` for a report's result,
    ``items.<id>.answers.<column>`` for a column of files in a row; `item` alone stands for ``results.<item>``.
    """
    async with multipart_form(request, SIZE_LIMIT) as sent:
        record, file = await Attach(ident, place or f"results.{item}", sent.required()).run(context)
    return tagged(file, record.version, 201)


@router.delete("/submissions/{ident}/attachments/{attachment}", response_model=SubmissionView)
async def detach(context: CurrentContext, ident: Key, attachment: Slug) -> JSONResponse:
    """Takes a file out of the draft; versions that were delivered with it keep it."""
    return answer(context, await Detach(ident, attachment).run(context))


@router.get(
    "/attachments/{attachment}",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The file."}},
)
async def download(context: CurrentContext, attachment: Slug) -> StreamingResponse:
    """A file, to be saved and never shown by the browser itself."""
    file, content = await commands.download(context, attachment)
    return file_response(content, file.name, file.media_type, file.size)
