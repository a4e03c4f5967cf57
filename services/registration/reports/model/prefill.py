"""What a report starts from: what the organisation said elsewhere of the same item, or what its units reported.

Nothing that was typed is written over: an item with anything typed, and a section with any text, stays as it is. Files
come along by their ids and are not copied: a file stays while any submission names it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from services.registration.reports.model.entries import ItemEntry, entry_of, with_entry, with_passage
from shared.contracts.files import Attachment
from shared.contracts.forms import Form
from shared.contracts.items import Item
from shared.forms.draft import FILE_LIMIT
from shared.forms.results.check import is_blank
from shared.forms.results.model import FIGURE_LIMIT, DraftResult, FigureText, ReportDraft, Result, ResultOutcome
from shared.forms.results.outline import text_sections
from shared.forms.results.report import named
from shared.forms.results.wording import figure_text
from shared.language.periods import WORDING_LIMIT, CompletionPeriod
from shared.language.vietnamese import format_number

TEXT_LENGTH = 10_000


@dataclass(frozen=True)
class EarlierReport:
    """An own report that already says something: whether it looked at progress only, and its draft as it stands now."""

    interim: bool
    draft: ReportDraft


@dataclass(frozen=True)
class UnitResult:
    """What a unit behind a consolidated item reported; `result` None: nothing yet. `unit` is its short name."""

    unit: str
    result: Result | None


Sources = Callable[[Item], Sequence[UnitResult]]
"""The results behind a consolidated item, one a source."""


def prefilled(
    form: Form,
    draft: ReportDraft,
    basis: Sequence[Item],
    *,
    own: Sequence[EarlierReport] = (),
    sources: Sources = lambda _: (),
) -> ReportDraft:
    """The draft with what is known already. `own`: the organisation's other reports, the first to follow in front."""
    for item in basis:
        entry = entry_of(draft, form, item)
        saved = next((result for result in draft.results if result.item == item.id), entry.result)
        if is_blank(saved) and entry.name == item.content:
            known = _known(form, item, entry.model_copy(update={"result": saved}), own, sources)
            draft = with_entry(draft, form, item, known, files=known.result.attachments)
    for section in text_sections(form):
        texts = [
            p.text for earlier in own for p in earlier.draft.passages if p.section == section.number and p.item is None
        ]
        if texts and not any(p.section == section.number for p in draft.passages):
            draft = draft.model_copy(update={"passages": with_passage(draft.passages, section.number, None, texts[0])})
    return draft


def _known(form: Form, item: Item, entry: ItemEntry, own: Sequence[EarlierReport], sources: Sources) -> ItemEntry:
    """The newest name that the organisation gave it, and the result: its own word, else that of its units.

    The files that the entry has already stay in front.
    """
    there = entry.result.attachments
    rows = [row for earlier in own for row in earlier.draft.items if row.id == item.id]
    shown = named(item, rows[0] if rows else None)
    said = next((result for earlier in own if (result := _carried(form, earlier, item, there)) is not None), None)
    result = said or (composed_result(item.id, sources(item), there) if item.sources else entry.result)
    return entry.model_copy(update={"name": shown.content, "note": shown.note, "result": result})


def _carried(form: Form, earlier: EarlierReport, item: Item, there: Sequence[Attachment]) -> DraftResult | None:
    """A result as it may stand in this report.

    What was not done at the interim report is asked anew for the completion: a forecast is no achievement.
    """
    found = next((result for result in earlier.draft.results if result.item == item.id), None)
    if found is None or is_blank(found):
        return None
    stale = earlier.interim and not form.interim
    if stale and found.outcome is not ResultOutcome.DONE:
        return None
    files, left = _each_once((*there, *found.attachments), "báo cáo trước của đơn vị")
    evidence = _fitting(found.evidence.splitlines(), left) if left else found.evidence
    return found.model_copy(update={"attachments": files, "evidence": evidence})


def composed_result(item: str, reported: Sequence[UnitResult], there: Sequence[Attachment] = ()) -> DraftResult:
    """One result made of those of the units: done only when all are done, each text with the unit's name before it.

    Where some have not reported, or some are done and others given up, a person chooses the outcome. Their files follow
    those that are `there`.
    """
    alone = len(reported) == 1
    known = [("" if alone else f"{one.unit}: ", one.result) for one in reported if one.result is not None]
    outcomes = {result.outcome for _, result in known}
    outcome = None
    if ResultOutcome.NOT_DONE in outcomes:
        outcome = ResultOutcome.NOT_DONE
    elif len(outcomes) == 1 and len(known) == len(reported):
        (outcome,) = outcomes
    figures = [(head, figure) for head, result in known for figure in result.figures]
    beyond = [f"{head}{figure_text(figure)}" for head, figure in figures[FIGURE_LIMIT:]]
    said = {name: _lines(known, name) for name in ("result", "forecast", "reason", "evidence")}
    attached = (file for _, result in known for file in result.attachments)
    files, left = _each_once((*there, *attached), "báo cáo của các đơn vị")
    return DraftResult(
        item=item,
        outcome=outcome,
        done_on=_latest(result.done_on for _, result in known),
        new_expected=_latest(result.new_expected for _, result in known),
        figures=tuple(
            FigureText(name=f"{head}{figure.name}"[:WORDING_LIMIT], value=format_number(figure.value), unit=figure.unit)
            for head, figure in figures[:FIGURE_LIMIT]
        ),
        result=_fitting(said["result"]),
        forecast=_fitting(said["forecast"]),
        reason=_fitting(said["reason"]),
        evidence=_fitting([*said["evidence"], *beyond], left),
        attachments=files,
    )


def _each_once(files: Iterable[Attachment], elsewhere: str) -> tuple[tuple[Attachment, ...], list[str]]:
    """Each content once, as many as a result may have; and the sentence that says how many more are elsewhere."""
    distinct: dict[str, Attachment] = {}
    for file in files:
        distinct.setdefault(file.sha256, file)
    left = len(distinct) - FILE_LIMIT
    return tuple(distinct.values())[:FILE_LIMIT], [f"(Còn {left} tệp nữa, xem {elsewhere}.)"] if left > 0 else []


def _lines(known: Iterable[tuple[str, Result]], name: str) -> list[str]:
    return [f"{head}{text}" for head, result in known if (text := getattr(result, name))]


def _fitting(lines: Sequence[str], closing: Sequence[str] = ()) -> str:
    """As many whole lines as a text may hold; how many did not fit is said at its end, before the closing ones."""
    whole = "\n".join([*lines, *closing])
    if len(whole) <= TEXT_LENGTH:
        return whole
    room = TEXT_LENGTH - 60 - sum(len(line) + 1 for line in closing)
    ends = accumulate(len(line) + 1 for line in lines)
    kept = [line for line, end in zip(lines, ends, strict=True) if end <= room]
    left = len(lines) - len(kept)
    return "\n".join([*kept, f"(Còn {left} mục nữa, xem báo cáo của các đơn vị.)", *closing])


def _latest(periods: Iterable[CompletionPeriod | None]) -> str:
    """The wording of the latest of them."""
    known = [period for period in periods if period is not None]
    latest = max(known, key=lambda period: period.end or period.start or date.min, default=None)
    return latest.text if latest else ""
