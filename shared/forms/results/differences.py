"""What one version of a report says differently from the one before: names, results and texts, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.forms.initiatives.differences import ItemDifference, item_differences
from shared.forms.results.model import Report, Result, ResultOutcome
from shared.forms.results.wording import result_texts
from shared.language.differences import Pieces, text_changes, word_pieces


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


def _results(before: Report, after: Report) -> Iterator[ResultDifference]:
    """A result that is gone went with its item, which is told already."""
    for result in after.results:
        known = before.result(result.item)
        if result == known:
            continue
        new = result_columns(result)
        old = result_columns(known) if known else dict.fromkeys(new, "")
        yield ResultDifference(result.item, known.outcome if known else None, result.outcome, text_changes(old, new))


def _passages(before: Report, after: Report) -> Iterator[PassageDifference]:
    old, new = before.texts, after.texts
    for section, item in dict.fromkeys([*new, *old]):
        texts = old.get((section, item), ""), new.get((section, item), "")
        if texts[0] != texts[1]:
            yield PassageDifference(section, item, word_pieces(*texts))
