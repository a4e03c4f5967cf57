"""What a report says of one item: typed, saved, and led on to the next item that still lacks something."""

import uuid
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.reports.commands import SaveEntry
from services.registration.reports.evidence.model.attachments import shown_name
from services.registration.reports.model.outline import composed, item_sections
from services.registration.reports.model.report import ItemAnswer
from services.registration.reports.pages.form import EntryForm, anchor, figures_read
from services.registration.reports.records.opening import OpenedReport, report
from services.registration.submissions.model.edits import stamp_of
from services.registration.submissions.pages.frame import overtaken, render
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, RefusalsError
from shared.language.differences import text_changes
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Page, Refusal, refused_as

router = APIRouter(include_in_schema=False)

FileDone = Annotated[Literal["", "file_added", "file_removed"], Query(alias="xong")]

WORDS = {f"words-{place}": place for place in range(20)}
"""The buttons that fill in a section's words, to start from."""


@router.get("/{ident}/soan/ket-qua/{item}")
async def item_form(*, page: CurrentPage, ident: Key, item: Slug, done: FileDone = "") -> Response:
    """What the report says of an item so far, with what it still lacks."""
    opened = await report(page.context, ident)
    entry = opened.entry(item)
    faults = _faults(page.context, opened, item) if entry.result.outcome else ()
    lacking = RefusalsError("report_item_incomplete", faults) if faults else None
    form = EntryForm.of(item, entry, page=uuid.uuid4().hex)
    return await item_page(page, opened, form, lacking=lacking, done=done)


@router.post("/{ident}/soan/ket-qua/{item}")
async def save_item(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Saves what was typed, also when it still lacks something: then the page says what, and nothing is lost."""
    inputs, opened = await page.inputs(), await report(page.context, ident)
    form, action = entry_form(opened, item, inputs), inputs.value("action")
    try:
        opened = await SaveEntry(ident, item, form.entry(), form.baseline).run(page.context)
        form = EntryForm.of(item, opened.entry(item), page=form.page)
        if action == "figures" or action in WORDS:
            return await item_page(page, opened, _worded(opened, form, WORDS.get(action)))
        if inputs.value("file"):  # chosen, and saved by a button that sends no files
            raise DomainError("file_not_uploaded", field="file", name=shown_name(inputs.value("file")))
        faults = _faults(page.context, opened, item)
        if faults:
            raise RefusalsError("report_item_incomplete", faults)
    except REFUSED as error:
        return await item_page(page, await report(page.context, ident), form, refusal=error)
    following = _following(opened.answers(page.context.now), item) if action == "next" else None
    onward = f"/ket-qua/{following}" if following else f"?xong=report_item#noi-dung-{item}"
    return page.to(f"/dang-ky/{ident}/soan{onward}")


def entry_form(opened: OpenedReport, item: str, inputs: FormInput) -> EntryForm:
    """What was typed of an item. Raises DomainError ``report_item_not_found``."""
    opened.item(item)
    return EntryForm.from_inputs(item, inputs, len(item_sections(opened.form)))


async def item_page(
    page: Page[Context],
    opened: OpenedReport,
    form: EntryForm,
    *,
    refusal: Refusal | None = None,
    lacking: Refusal | None = None,
    done: str = "",
) -> Response:
    """The form of an item; after somebody else's change both texts stand side by side."""
    current, late = opened.entry(form.item), overtaken(refusal)
    mine, theirs = form.as_texts(), EntryForm.of(form.item, current, page="").as_texts()
    found = opened.answers(page.context.now)
    place = _place(found, form.item)
    answer = found[place]
    return await render(
        page,
        opened,
        "report_item.html",
        refusal=refusal,
        anchor=anchor,
        inputs=form.against(current) if late else form,
        answer=answer,
        registered=answer.registered,
        sections=[(s, composed(opened.form, s, answer.item, answer.typed)) for s in item_sections(opened.form)],
        figures_read=figures_read(current),
        place=place + 1,
        total=len(found),
        following=_following(found, form.item),
        overtaken=late,
        mine=mine,
        theirs=theirs,
        stamp=stamp_of(opened.record, form.item),
        compared=text_changes(theirs, mine) if late else {},
        incomplete=refused_as(refusal, "report_item_incomplete"),
        done=done,
        lacking=lacking,
    )


def _worded(opened: OpenedReport, form: EntryForm, place: int | None) -> EntryForm:
    sections, saved = item_sections(opened.form), opened.entry(form.item)
    if place is None or place >= len(sections):
        return form
    renamed = opened.item(form.item).model_copy(update={"content": saved.name, "note": saved.note})
    return form.worded(place, composed(opened.form, sections[place], renamed, saved.result))


def _faults(context: Context, opened: OpenedReport, item: str) -> tuple[DomainError, ...]:
    answers = opened.answers(context.now)
    return answers[_place(answers, item)].faults


def _place(answers: Sequence[ItemAnswer], item: str) -> int:
    return next(n for n, answer in enumerate(answers) if answer.item.id == item)


def _following(answers: Sequence[ItemAnswer], item: str) -> str | None:
    """The next item that still lacks something, from this one on round."""
    place = _place(answers, item)
    return next((a.item.id for a in [*answers[place + 1 :], *answers[:place]] if a.faults), None)
