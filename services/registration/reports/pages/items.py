"""What a report says of one item: typed, saved, and led on to the next item that still lacks something."""

from fastapi import APIRouter, Response

from services.registration.dependencies import CurrentPage
from services.registration.reports.commands import SaveEntry
from services.registration.reports.pages.form import EntryForm
from services.registration.reports.records import OpenedReport, report
from services.registration.submissions.evidence.model.attachments import require_uploaded
from services.registration.submissions.model.edits import stamp_of
from services.registration.submissions.pages.frame import FileDone, overtaken, render
from shared.contracts.types import Key, Slug
from shared.errors import RefusalsError
from shared.forms.results.check import whole_figures
from shared.forms.results.outline import composed, item_sections
from shared.forms.results.places import anchor
from shared.forms.results.report import ItemAnswer
from shared.forms.results.wording import figure_text
from shared.language.differences import text_changes
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal, refused_as

router = APIRouter(include_in_schema=False)

WORDS = {f"words-{place}": place for place in range(20)}
"""The buttons that fill in a section's words, to start from."""


@router.get("/{ident}/soan/ket-qua/{item}")
async def item_form(*, page: CurrentPage, ident: Key, item: Slug, done: FileDone = "") -> Response:
    """What the report says of an item so far, with what it still lacks."""
    opened = await report(page.context, ident)
    entry = opened.entry(item)
    faults = _at(opened, item)[1].faults if entry.result.outcome else ()
    lacking = RefusalsError("report_item_incomplete", faults) if faults else None
    return await item_page(page, opened, EntryForm.of(item, entry), lacking=lacking, done=done)


@router.post("/{ident}/soan/ket-qua/{item}")
async def save_item(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Saves what was typed, also when it still lacks something: then the page says what, and nothing is lost."""
    inputs, opened = await page.inputs(), await report(page.context, ident)
    form, action = entry_form(opened, item, inputs), inputs.value("action")
    try:
        opened = await SaveEntry(ident, item, form.entry(), form.baseline).run(page.context)
        form = EntryForm.of(item, opened.entry(item), form.page)
        if action == "figures" or action in WORDS:
            return await item_page(page, opened, _worded(opened, form, WORDS.get(action)))
        require_uploaded(inputs.values, ["file"])
        _, answer, following = _at(opened, item)
        if answer.faults:
            raise RefusalsError("report_item_incomplete", answer.faults)
    except REFUSED as error:
        return await item_page(page, await report(page.context, ident), form, refusal=error)
    onward = f"/ket-qua/{following}" if following and action == "next" else f"?xong=report_item#noi-dung-{item}"
    return page.to(f"/dang-ky/{ident}/soan{onward}")


def entry_form(opened: OpenedReport, item: str, inputs: FormInput) -> EntryForm:
    """What was typed of an item. Raises DomainError ``report_item_not_found``."""
    opened.item(item)
    return EntryForm.from_inputs(item, inputs, len(item_sections(opened.form)))


async def item_page(
    page: CurrentPage,
    opened: OpenedReport,
    form: EntryForm,
    *,
    refusal: Refusal | None = None,
    lacking: Refusal | None = None,
    done: str = "",
) -> Response:
    """The form of an item; after somebody else's change both texts stand side by side."""
    current, late = opened.entry(form.item), overtaken(refusal)
    mine, theirs = form.as_texts(), EntryForm.of(form.item, current).as_texts()
    place, answer, following = _at(opened, form.item)
    return await render(
        page,
        opened,
        "report_item.html",
        refusal=refusal,
        anchor=anchor,
        inputs=form.against(current) if late else form,
        answer=answer,
        sections=[(s, composed(opened.form, s, answer.item, answer.typed)) for s in item_sections(opened.form)],
        figures_read=[figure_text(figure) for figure in whole_figures(current.result)],
        place=place + 1,
        total=len(opened.basis),
        following=following,
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
    sections, (_, answer, _) = item_sections(opened.form), _at(opened, form.item)
    if place is None or place >= len(sections):
        return form
    return form.worded(place, composed(opened.form, sections[place], answer.item, answer.typed))


def _at(opened: OpenedReport, item: str) -> tuple[int, ItemAnswer, str | None]:
    """An item's place, what is said of it, and the next item that still lacks something, from there on round."""
    answers = opened.answers
    place = next(n for n, answer in enumerate(answers) if answer.item.id == item)
    following = next((a.item.id for a in [*answers[place + 1 :], *answers[:place]] if a.faults), None)
    return place, answers[place], following
