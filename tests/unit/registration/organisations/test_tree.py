"""The tree of a day where it is large: its top whole, the rest as numbers; and who is called so."""

from datetime import date

from services.registration.organisations.model.tree import Branch, called, tree, within
from shared.contracts.organisations import Organisation, ParentLink

DAY = date(2022, 5, 12)


def organisation(ident: str, parent: str | None = None) -> Organisation:
    parents = (ParentLink(organisation=parent, since=date(2020, 1, 1)),) if parent else ()
    return Organisation(id=ident, name=f"Sở {ident}", short_name=ident.upper(), kind="body", parents=parents)


ORGANISATIONS = {
    one.id: one
    for one in [
        organisation("bo"),
        *(organisation(f"tinh-{n}", "bo") for n in range(3)),
        *(organisation(f"xa-{n}-{m}", f"tinh-{n}") for n in range(3) for m in range(4)),
    ]
}


def shown(branches: tuple[Branch, ...]) -> list[str]:
    return [ident for one in branches for ident in (one.organisation.id, *shown(one.below))]


def folded(branches: tuple[Branch, ...]) -> int:
    return sum(one.folded + folded(one.below) for one in branches)


def test_what_has_room_is_shown_whole() -> None:
    whole = tree(ORGANISATIONS, DAY)
    assert within(whole, 16) == whole
    assert sorted(shown(whole)) == sorted(ORGANISATIONS)


def test_of_a_large_tree_whole_levels_are_shown_and_the_others_counted() -> None:
    top = within(tree(ORGANISATIONS, DAY), 15)
    assert shown(top) == ["bo", "tinh-0", "tinh-1", "tinh-2"]
    assert [one.folded for one in top[0].below] == [4, 4, 4]
    assert folded(within(tree(ORGANISATIONS, DAY), 3)) == 3


def test_the_first_level_is_always_there() -> None:
    assert shown(within(tree(ORGANISATIONS, DAY), 0)) == ["bo"]
    assert within((), 0) == ()


def test_names_are_found_without_accents_and_by_the_short_form() -> None:
    assert [one.id for one in called(ORGANISATIONS, "so TINH-1", DAY)] == ["tinh-1"]
    assert len(called(ORGANISATIONS, "xa-2", DAY)) == 4
