"""Things of two versions brought together by their keys, and what their texts say differently: as one sequence, or side
by side."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from shared.language.differences import Mark, Pieces, text_changes, whole, words_changed

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")
Side = TypeVar("Side")
Texts = Mapping[str, str]
"""What a thing says, by the names of its columns: the same names for every thing of a kind."""


class Change(StrEnum):
    """What became of a thing from one version to the next."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    ALONE = "alone"  # there is nothing to compare with


@dataclass(frozen=True)
class Pair(Generic[Thing]):
    """A thing in both versions; `before` or `now` is None where a version does not have it."""

    change: Change
    before: Thing | None
    now: Thing | None

    @property
    def either(self) -> Thing:
        """As the newer version has it; as the earlier had it, where it is gone."""
        found = self.before if self.now is None else self.now
        assert found is not None
        return found

    @property
    def compared(self) -> tuple[Thing | None, Thing | None]:
        """What is held against what: a thing alone against itself, so that nothing of it is marked as new."""
        return (self.now, self.now) if self.change is Change.ALONE else (self.before, self.now)

    def changes(self, texts: Callable[[Thing], Texts]) -> dict[str, Pieces]:
        """The texts by name that are not as they were, each as one sequence of both versions."""
        return text_changes(*self._texts(texts))

    def sides(self, texts: Callable[[Thing], Texts]) -> tuple[dict[str, Pieces], dict[str, Pieces]]:
        """The texts by name as each version has them, cut into what the other has too and what it has not."""
        before, now = self._texts(texts)
        found = {name: cut(before[name], text) for name, text in now.items()}
        return {name: sides[0] for name, sides in found.items()}, {name: sides[1] for name, sides in found.items()}

    def shown(self, before: Side, now: Side) -> "Pair[Side]":
        """The same pair as it is shown; a version that does not have the thing shows nothing of it."""
        return Pair(self.change, None if self.before is None else before, None if self.now is None else now)

    def _texts(self, texts: Callable[[Thing], Texts]) -> tuple[Texts, Texts]:
        """Of both versions under the same names; empty where one does not have the thing."""
        blank = dict.fromkeys(texts(self.either), "")
        before, now = (blank if thing is None else texts(thing) for thing in self.compared)
        return before, now


def paired(before: Mapping[Key, Thing] | None, now: Mapping[Key, Thing]) -> dict[Key, Pair[Thing]]:
    """Every thing of the newer version in its order, then those that it no longer has; None: there is no earlier."""
    if before is None:
        return {key: Pair(Change.ALONE, None, thing) for key, thing in now.items()}
    return {key: _pair(before.get(key), now.get(key)) for key in dict.fromkeys([*now, *before])}


def cut(before: str, now: str) -> tuple[Pieces, Pieces]:
    """Each text by itself, as `words_changed`; a text that is as it was is not searched."""
    return (whole(now, Mark.SAME), whole(now, Mark.SAME)) if before == now else words_changed(before, now)


def _pair(before: Thing | None, now: Thing | None) -> Pair[Thing]:
    if before == now:
        return Pair(Change.SAME, before, now)
    change = Change.ADDED if before is None else Change.REMOVED if now is None else Change.CHANGED
    return Pair(change, before, now)
