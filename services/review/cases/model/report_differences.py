"""What a report says of its items and in its outline, and what changed in it from one delivered version to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.review.cases.model.differences import Difference, Pair, paired
from shared.contracts.content import Content
from shared.contracts.files import Attachment
from shared.forms.results.model import Result, ResultOutcome
from shared.forms.results.wording import result_texts
from shared.language.differences import Mark, Pieces, whole, words_changed


@dataclass(frozen=True)
class FileMark:
    """A file of evidence, and whether the other version has it too."""

    file: Attachment
    mark: Mark


@dataclass(frozen=True)
class ResultSide:
    """A result as one of the two versions has it: its texts by column, and its files."""

    outcome: ResultOutcome
    texts: Mapping[str, Pieces]
    files: tuple[FileMark, ...]
    without_figures: bool


ResultComparison = Pair[ResultSide]


@dataclass(frozen=True)
class PassageComparison:
    """A text of the outline in both versions; empty pieces where a version has none."""

    section: str
    item: str | None
    kind: Difference
    before: Pieces
    now: Pieces


def compare_results(before: Content | None, now: Content) -> dict[str, ResultComparison]:
    """By item, those of the newer version first."""
    old = {result.item: result for result in before.results} if before else None
    return paired(old, {result.item: result for result in now.results}, _whole, _changed)


def compare_passages(before: Content | None, now: Content) -> list[PassageComparison]:
    """In the order of the newer version, then those that only the earlier one has."""
    new = now.texts
    if before is None:
        return [PassageComparison(*key, Difference.ALONE, (), whole(text, Mark.SAME)) for key, text in new.items()]
    old = before.texts
    return [_passage(key, old.get(key, ""), new.get(key, "")) for key in dict.fromkeys([*new, *old])]


def _changed(before: Result, now: Result) -> tuple[ResultSide, ResultSide]:
    old, new = result_texts(before), result_texts(now)
    pairs = {name: words_changed(old[name], new[name]) for name in new}
    kept = {file.sha256 for file in before.attachments} & {file.sha256 for file in now.attachments}
    return (
        _side(before, {name: pair[0] for name, pair in pairs.items()}, Mark.REMOVED, kept),
        _side(now, {name: pair[1] for name, pair in pairs.items()}, Mark.ADDED, kept),
    )


def _whole(result: Result, mark: Mark) -> ResultSide:
    return _side(result, {name: whole(text, mark) for name, text in result_texts(result).items()}, mark, ())


def _side(result: Result, texts: Mapping[str, Pieces], mark: Mark, kept: Iterable[str]) -> ResultSide:
    both = frozenset(kept)
    files = tuple(FileMark(file, Mark.SAME if file.sha256 in both else mark) for file in result.attachments)
    return ResultSide(result.outcome, texts, files, result.without_figures)


def _passage(key: tuple[str, str | None], old: str, new: str) -> PassageComparison:
    if old == new:
        return PassageComparison(*key, Difference.SAME, whole(old, Mark.SAME), whole(new, Mark.SAME))
    kind = Difference.ADDED if not old else Difference.REMOVED if not new else Difference.CHANGED
    return PassageComparison(*key, kind, *words_changed(old, new))
