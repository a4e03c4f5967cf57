"""The organisations of a day, arranged: who stands under whom, and who is called how."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from shared.contracts.organisations import Organisation
from shared.language.vietnamese import fold


@dataclass(frozen=True)
class Branch:
    """An organisation and those that stand under it on the day. `others`: its further parents of that day.

    `folded`: how many stand right under it where they are not shown.
    """

    organisation: Organisation
    others: tuple[str, ...]
    below: "tuple[Branch, ...]"
    folded: int = 0


@dataclass(frozen=True)
class Group:
    """The organisations of one first parent; None: those without any."""

    parent: Organisation | None
    members: tuple[Organisation, ...]


def exists_on(organisation: Organisation, day: date) -> bool:
    """From the day of establishment (inclusive) until that of dissolution (exclusive).

    Where the first is not known, the first link to a superior body stands for it.
    """
    first = organisation.established or min((link.since for link in organisation.parents), default=None)
    begun = first is None or first <= day
    return begun and (organisation.dissolved is None or day < organisation.dissolved)


def tree(organisations: Mapping[str, Organisation], day: date) -> tuple[Branch, ...]:
    """The tree of a day. Who has several parents stands under each of them; what is in a circle stands at the top."""
    children: dict[str, list[Organisation]] = {}
    tops = []
    for organisation in organisations.values():
        parents = [parent for parent in organisation.parents_on(day) if parent in organisations]
        for parent in parents:
            children.setdefault(parent, []).append(organisation)
        if not parents:
            tops.append(organisation)

    def branch(organisation: Organisation, under: tuple[str, ...]) -> Branch:
        below = [child for child in children.get(organisation.id, ()) if child.id not in under]
        parents = organisation.parents_on(day)
        others = tuple(parent for parent in parents if not under or parent != under[-1])
        way = (*under, organisation.id)
        return Branch(organisation, others if under else (), tuple(branch(child, way) for child in below))

    return tuple(branch(top, ()) for top in tops)


def within(branches: tuple[Branch, ...], room: int) -> tuple[Branch, ...]:
    """As many whole levels from the top as hold `room` organisations, one at least; what is deeper is folded."""
    level, depth = branches, 0
    while level and (depth == 0 or len(level) <= room):
        room -= len(level)
        level = tuple(child for one in level for child in one.below)
        depth += 1
    return _cut(branches, depth)


def _cut(branches: tuple[Branch, ...], depth: int) -> tuple[Branch, ...]:
    if depth == 1:
        return tuple(replace(one, below=(), folded=len(one.below)) for one in branches)
    return tuple(replace(one, below=_cut(one.below, depth - 1)) for one in branches)


def called(organisations: Mapping[str, Organisation], words: str, day: date) -> list[Organisation]:
    """Those whose name or short name of the day holds the words, accents aside."""
    wanted = fold(words)
    return [o for o in organisations.values() if wanted in fold(f"{o.name_on(day)}\n{o.short_name_on(day)}\n{o.id}")]


def groups(organisations: Mapping[str, Organisation], day: date) -> list[Group]:
    """Every organisation once, under its first parent of the day."""
    members: dict[str | None, list[Organisation]] = {}
    for organisation in organisations.values():
        parent = next((p for p in organisation.parents_on(day) if p in organisations), None)
        members.setdefault(parent, []).append(organisation)
    order = [parent for parent in (None, *organisations) if parent in members]
    return [Group(organisations[parent] if parent else None, tuple(members[parent])) for parent in order]
