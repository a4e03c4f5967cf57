"""A draft as a whole; of Mẫu 1 the plan's fields: each one answered by rows or by an explicit nil."""

import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.drafts.commands import EditItems, Gather, WriteDraft
from services.registration.submissions.drafts.model.items import AnswerRestNil
from services.registration.submissions.drafts.pages import files, items
from services.registration.submissions.evidence.model.attachments import require_uploaded
from services.registration.submissions.model.draft import mark
from services.registration.submissions.pages.frame import (
    asked_beside,
    baseline_in,
    file_anchor,
    file_inputs,
    render,
)
from services.registration.submissions.records.below import has_parts
from services.registration.submissions.records.opening import OpenedSubmission, answering, editable
from shared.contracts.submissions import Submission
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, not_found
from shared.forms.columns.cells import words
from shared.forms.initiatives.check import answers, unanswered, understood
from shared.forms.initiatives.layout import added_columns
from shared.forms.initiatives.model import drafted
from shared.rules.obligations import registrations_of
from shared.web.page import REFUSED, Refusal, refused_as

router = APIRouter(include_in_schema=False)
router.include_router(items.router)
router.include_router(files.router)

Done = Annotated[
    Literal[
        "",
        "nil",
        "saved",
        "gathered",
        "gone",
        "prefilled",
        "report_item",
        "report_section",
        "file_added",
        "file_removed",
    ],
    Query(alias="xong"),
]
RowDone = Annotated[Literal["", "item_saved", "item_removed", "item_gone"], Query(alias="xong")]


@router.get("/{ident}/soan")
async def fields(page: CurrentPage, ident: Key, done: Done = "") -> Response:
    """The draft as a whole, each part with its state."""
    return await whole_page(page, await editable(page.context, ident), done=done)


@router.post("/{ident}/soan")
async def write(page: CurrentPage, ident: Key) -> Response:
    """Saves what was typed on the editor's first page, also when it still lacks something."""
    inputs = await page.inputs()
    seen = baseline_in(inputs) if "seen" in inputs.values else None
    files: list[str] = []
    try:
        written = await WriteDraft(ident, inputs.values, seen).run(page.context)
        files = file_inputs(await editable(page.context, ident), inputs.values, page.context.now)
        require_uploaded(inputs.values, files)
    except REFUSED as error:
        opened = await editable(page.context, ident)
        return await whole_page(page, opened, refusal=error, typed=inputs.values, names=files)
    onward = "kiem-tra" if inputs.value("action") == "next" else f"soan?xong={written.done}#{written.anchor}"
    return page.to(f"/dang-ky/{ident}/{onward.rstrip('#')}")


@router.post("/{ident}/soan/cong")
async def gather(page: CurrentPage, ident: Key) -> Response:
    """Adds up what was sent below, in the place of the numbers that are there."""
    await Gather(ident).run(page.context)
    return page.to(f"/dang-ky/{ident}/soan?xong=gathered")


@router.get("/{ident}/soan/linh-vuc/{code}")
async def field_items(*, page: CurrentPage, ident: Key, code: Slug, done: RowDone = "") -> Response:
    """The rows of a field, each with its ways to change and to take it out."""
    opened = await editable(page.context, ident)
    columns = added_columns(opened.form.columns)
    answer = next((a for a in answers(drafted(opened.draft), opened.campaign, columns) if a.field.code == code), None)
    if answer is None:
        raise not_found("field", code)
    return await render(
        page,
        opened,
        "draft_field.html",
        answer=answer,
        understood={item.id: understood(item.expected) for item in answer.items},
        columns=columns,
        said={item.id: words(columns, item.answers) for item in answer.items},
        done=done,
    )


@router.get("/{ident}/soan/con-lai")
async def rest(page: CurrentPage, ident: Key) -> Response:
    """Asks whether all the fields that are still open have nothing to register, naming them."""
    return await _rest(page, ident)


@router.post("/{ident}/soan/con-lai")
async def rest_nil(page: CurrentPage, ident: Key) -> Response:
    """Answers the fields that were named with nil, for one reason where the plan wants one; on to the last look when
    nothing is open any more."""
    inputs = await page.inputs()
    named, reason = inputs.value("fields").split(" "), inputs.value("reason")
    try:
        await _require_reason(page.context, ident, reason)
        opened = await EditItems(ident, AnswerRestNil(named, reason)).run(page.context)
    except REFUSED as error:
        return await _rest(page, ident, refusal=error, reason=reason)
    onward = "soan?xong=nil" if unanswered(drafted(opened.draft), opened.campaign) else "kiem-tra"
    return page.to(f"/dang-ky/{ident}/{onward}")


async def _rest(page: CurrentPage, ident: str, *, refusal: Refusal | None = None, reason: str = "") -> Response:
    opened = await editable(page.context, ident)
    left = unanswered(drafted(opened.draft), opened.campaign)
    if not left:
        return page.to(f"/dang-ky/{ident}/soan")
    return await render(page, opened, "draft_rest.html", refusal=refusal, anchor=_reason, left=left, reason=reason)


async def _require_reason(context: Context, ident: str, reason: str) -> None:
    """Raises DomainError ``nil_reason_missing`` where the plan wants one."""
    opened = await editable(context, ident)
    if opened.form.explain_nil and not reason.strip():
        raise DomainError("nil_reason_missing", field="reason")


async def whole_page(
    page: CurrentPage,
    opened: OpenedSubmission,
    *,
    refusal: Refusal | None = None,
    done: str = "",
    typed: Mapping[str, str] | None = None,
    names: Collection[str] = (),
) -> Response:
    """`answered`: what the form answers was registered here, where nothing of it is in force. `typed`: what was
    refused, shown in the place of what is saved; `names`: inputs by which a refusal may go."""
    found = await answering(page.context, opened)
    kind, saved, filling = found.kind, found.draft, found.filling(page.context.now)
    shown = saved
    if typed is not None:
        with suppress(*REFUSED):
            shown = kind.written(typed, saved, filling).draft
    view = kind.editor(shown, filling)
    return await render(
        page,
        found,
        view.template,
        refusal=refusal,
        anchor=lambda path: path if path in names else _anchor(path),
        answered=None if found.basis else await _answered(page.context, found),
        overtaken=refused_as(refusal, "draft_overtaken"),
        gathers=kind.gathers and await has_parts(page.context, found),
        seen=mark(saved),
        typed=typed or {},
        opened_page=uuid.uuid4().hex,
        done=done,
        **asked_beside(found, filling),
        **view.values,
    )


async def _answered(context: Context, opened: OpenedSubmission) -> Submission | None:
    """The registration that left nothing to answer; None when it was never begun."""
    submission = opened.submission
    idents = registrations_of(opened.campaign, submission.asked, submission.organisation)
    found = await context.stores.submissions.get(idents[0]) if idents else None
    return found.public if found else None


def _anchor(path: str) -> str | None:
    part, _, code = path.partition(".")
    names = {"fields": f"field-{code}", "nil_reasons": f"reason.{code}"}
    return names.get(part) or file_anchor(path)


def _reason(path: str) -> str | None:
    """The input of the one reason for all."""
    return "reason" if path.partition(".")[0] in {"reason", "nil_reasons"} else None
