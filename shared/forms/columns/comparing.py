"""What one version's answers say differently from another's, though the columns changed in between."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shared.contracts.columns import Answer, Column
from shared.forms.columns.showing import shown
from shared.language.differences import Mark, Pieces, whole, word_pieces, words_changed


class ColumnFate(StrEnum):
    """What became of a column between two versions."""

    KEPT = "kept"
    RENAMED = "renamed"
    ADDED = "added"
    RETIRED = "retired"


@dataclass(frozen=True)
class AnswerChange:
    """An answer that is not as it was. `column` is as it is now, or was last; `title_before`: what a RENAMED one was
    called. Equal texts: files of the same names have other contents.
    """

    column: Column
    fate: ColumnFate
    before: str
    after: str
    title_before: str = ""

    @property
    def pieces(self) -> Pieces:
        """Both texts as one, word by word."""
        return word_pieces(self.before, self.after)


def compare(
    columns_before: Iterable[Column],
    before: Iterable[Answer],
    columns_after: Iterable[Column],
    after: Iterable[Answer],
    *,
    concerned: bool,
) -> tuple[AnswerChange, ...]:
    """The answers that changed, in the order of today's columns; a column is followed by its code.

    Both are told in today's words, so that a new title of a column or of a choice is no change of what was answered.
    Whom it does not concern is told nothing of a column that is confidential in one of the two shapes.
    """
    old, new = ({column.code: column for column in columns} for columns in (columns_before, columns_after))
    said_before, said_after = ({answer.column: answer for answer in answers} for answers in (before, after))
    hidden = {column.code for column in (*old.values(), *new.values()) if column.confidential and not concerned}
    found = (
        _change(old.get(code), new.get(code), said_before.get(code), said_after.get(code))
        for code in dict.fromkeys((*new, *old))
        if code not in hidden
    )
    return tuple(change for change in found if change)


def side_by_side(
    columns_before: Iterable[Column], before: Iterable[Answer], columns_after: Iterable[Column], after: Iterable[Answer]
) -> tuple[dict[str, Pieces], dict[str, Pieces]]:
    """What either version says by column, in the words of its own shape, cut into what both say and what only one does.

    An answer that stayed is not marked, though a choice is called otherwise now.
    """
    old, new = ({column.code: column for column in columns} for columns in (columns_before, columns_after))
    said = [{answer.column: answer for answer in answers} for answers in (before, after)]
    found = {code: _sides(old.get(code), new.get(code), *(one.get(code) for one in said)) for code in (*new, *old)}
    return {code: found[code][0] for code in old}, {code: found[code][1] for code in new}


def _sides(
    old: Column | None, new: Column | None, before: Answer | None, after: Answer | None
) -> tuple[Pieces, Pieces]:
    texts = shown(old, before) if old else "", shown(new, after) if new else ""
    if old and new and before == after:
        return whole(texts[0], Mark.SAME), whole(texts[1], Mark.SAME)
    return words_changed(*texts)


def _change(old: Column | None, new: Column | None, before: Answer | None, after: Answer | None) -> AnswerChange | None:
    column = new or old
    if column is None or (before, after) == (None, None):
        return None
    choices = column.choices + (old.choices if old else ())  # what a choice was called that there is no longer
    words = column.model_copy(update={"choices": choices})
    texts = shown(words, before), shown(words, after)
    if texts[0] == texts[1] and _contents(before) == _contents(after):
        return None
    fate = _fate(old, new)
    return AnswerChange(column, fate, *texts, old.title if old and fate is ColumnFate.RENAMED else "")


def _fate(old: Column | None, new: Column | None) -> ColumnFate:
    if old is None:
        return ColumnFate.ADDED
    if new is None or (new.retired and not old.retired):
        return ColumnFate.RETIRED
    return ColumnFate.RENAMED if new.title != old.title else ColumnFate.KEPT


def _contents(answer: Answer | None) -> list[str]:
    return [file.sha256 for file in answer.attachments] if answer else []
