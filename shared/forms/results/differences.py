"""What one version of a report says differently from the one before: names, results and texts, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.forms.initiatives.differences import ItemDifference, item_differences
from shared.forms.pairs import Change, paired
from shared.forms.results.model import Report, Result, ResultOutcome
from shared.forms.results.wording import result_texts
from shared.language.differences import Pieces, word_pieces


@dataclass(frozen=True)
class ResultDifference:
    """A result that is not as it was: its outcomes, and the changed columns by name. `before` None: a new result."""

    item: str
    before: ResultOutcome | None
    outcome: ResultOutcome
    pieces: dict[str, Pieces]


@dataclass(frozen=True)
class PassageDifference:
    """A text of the đề cương that is not as it was."""

    section: str
    item: str | None
    pieces: Pieces


@dataclass(frozen=True)
class ReportDifferences:
    """Items, results and passages that differ."""

    items: tuple[ItemDifference, ...]
    results: tuple[ResultDifference, ...]
    passages: tuple[PassageDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.items or self.results or self.passages)


def differences(before: Report, after: Report) -> ReportDifferences:
    """What `after` says differently."""
    return ReportDifferences(
        items=tuple(item_differences(before.items, after.items)),
        results=tuple(_results(before, after)),
        passages=tuple(_passages(before, after)),
    )


def result_columns(result: Result) -> dict[str, str]:
    """A result's texts by column."""
    return {**result_texts(result), "attachments": "\n".join(file.name for file in result.attachments)}


def by_item(report: Report) -> dict[str, Result]:
    return {result.item: result for result in report.results}


def said_in(report: Report) -> dict[tuple[str, str | None], str]:
    """The texts of the đề cương by section and item; an empty one is none."""
    return {place: text for place, text in report.texts.items() if text}


def _results(before: Report, after: Report) -> Iterator[ResultDifference]:
    """A result that is gone went with its item, which is told already."""
    for item, pair in paired(by_item(before), by_item(after)).items():
        if pair.now is not None and pair.change is not Change.SAME:
            outcome = pair.before.outcome if pair.before else None
            yield ResultDifference(item, outcome, pair.now.outcome, pair.changes(result_columns))


def _passages(before: Report, after: Report) -> Iterator[PassageDifference]:
    for (section, item), pair in paired(said_in(before), said_in(after)).items():
        if pair.change is not Change.SAME:
            yield PassageDifference(section, item, word_pieces(pair.before or "", pair.now or ""))
