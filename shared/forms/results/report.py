"""Reports (sơ kết, Mẫu 2, đề cương): a result for every registered item in force, and the passages of the outline."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shared.contracts.campaigns import Field
from shared.contracts.forms import Form
from shared.contracts.items import Item
from shared.errors import DomainError
from shared.forms.initiatives.model import DraftItem
from shared.forms.results.check import as_result, filled_figures, result_faults
from shared.forms.results.model import DraftResult, Passage, Report, ReportDraft, ResultOutcome
from shared.forms.results.outline import PASSAGE_LENGTH, item_passage, item_sections, passage, text_sections
from shared.forms.results.outline_sheet import Passages
from shared.forms.values import Filling
from shared.language.vietnamese import VIETNAM


@dataclass(frozen=True)
class ItemAnswer:
    """One registered item as the report has it. `item` bears its present name, `registered` the one it had.

    `faults` are by column; `without_figures`: done, and the outline's "dẫn chứng, số liệu cụ thể" are missing.
    """

    item: Item
    registered: Item
    field: Field | None
    typed: DraftResult | None
    faults: tuple[DomainError, ...]
    without_figures: bool

    @property
    def renamed(self) -> bool:
        return self.item.content != self.registered.content


def named(item: Item, row: DraftItem | None) -> Item:
    """The item under its present name and with its present note; the rest stays as it was registered."""
    return item.model_copy(update={"content": row.content or item.content, "note": row.note}) if row else item


def answers(draft: ReportDraft, filling: Filling) -> list[ItemAnswer]:
    """Every item of the basis with what the draft says of it."""
    fields = {field.code: field for field in filling.campaign.fields}
    today = filling.now.astimezone(VIETNAM).date()
    rows, results = {row.id: row for row in draft.items}, {result.item: result for result in draft.results}
    found = []
    for item in filling.basis:
        typed = results.get(item.id)
        faults = tuple(result_faults(filling.form, typed, today))
        bare = typed is not None and not faults and typed.outcome is ResultOutcome.DONE and not filled_figures(typed)
        found.append(ItemAnswer(named(item, rows.get(item.id)), item, fields.get(item.field), typed, faults, bare))
    return found


def strays(draft: ReportDraft, basis: Sequence[Item]) -> list[DraftResult]:
    """Results of items that are no longer in force: shown, so that nothing typed gets lost, and not delivered."""
    known = {item.id for item in basis}
    return [result for result in draft.results if result.item not in known]


def faults_of(draft: ReportDraft, filling: Filling) -> list[DomainError]:
    """Everything that keeps the report from being sent.

    The codes of `result_faults` at ``results.<item>.<column>``, ``passage_missing`` and ``passage_too_long`` at
    ``passages.<section>``, for an item's entry ``results.<item>.passages.<section>``. A report without items is an
    explicit nil and needs no passages.
    """
    answered = answers(draft, filling)
    found = [
        DomainError(fault.code, fault.kind, field=f"results.{answer.item.id}.{fault.field}", **fault.params)
        for answer in answered
        for fault in answer.faults
    ]
    return [*found, *_passage_faults(filling.form, draft, answered)]


def report_of(draft: ReportDraft, filling: Filling) -> Report:
    """What a report's draft without faults says, in the order of the basis.

    Each item has one result, so registered = completed + not completed + given up.
    """
    answered = answers(draft, filling)
    texts = passages(filling.form, draft, answered)
    return Report(
        items=tuple(answer.item for answer in answered),
        results=tuple(as_result(answer.typed) for answer in answered if answer.typed),
        passages=tuple(Passage(section=section, item=item, text=text) for (section, item), text in texts.items()),
    )


def passages(form: Form, draft: ReportDraft, answered: Sequence[ItemAnswer]) -> Passages:
    """The outline's texts: of an item a person's words or those made of its result, else what is written."""
    found: dict[tuple[str, str | None], str] = {}
    for section in form.outline:
        if section.per_item:
            texts = ((a.item.id, item_passage(draft, form, section, a.item, a.typed)) for a in answered)
            found |= {(section.number, item): text for item, text in texts}
        elif text := passage(draft, section.number):
            found[section.number, None] = text
    return found


def outcomes(answered: Iterable[ItemAnswer]) -> dict[str, ResultOutcome]:
    """What became of the items that are answered so far."""
    return {a.item.id: a.typed.outcome for a in answered if a.typed and a.typed.outcome}


def _passage_faults(form: Form, draft: ReportDraft, answered: Sequence[ItemAnswer]) -> Iterator[DomainError]:
    for section in item_sections(form):
        for answer in answered:
            if len(item_passage(draft, form, section, answer.item, answer.typed)) > PASSAGE_LENGTH:
                place = f"results.{answer.item.id}.passages.{section.number}"
                yield DomainError("passage_too_long", field=place, number=section.number, limit=PASSAGE_LENGTH)
    for section in text_sections(form) if answered else ():
        if not passage(draft, section.number):
            place = f"passages.{section.number}"
            yield DomainError("passage_missing", field=place, number=section.number, title=section.title)
