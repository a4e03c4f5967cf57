"""Files in the places of drafts and contents of every kind: put, found and named wherever they are."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.columns import Answer, AnswerText
from shared.contracts.content import Content
from shared.contracts.files import DemandedFile, file_paths
from shared.contracts.items import Item
from shared.errors import DomainError
from shared.forms.draft import Draft
from shared.forms.figures.model import Figures, FiguresDraft, FiguresRow
from shared.forms.initiatives.model import DraftItem, Registration, RegistrationDraft
from shared.forms.initiatives.written import TypedRegistration, compose
from shared.forms.registry import kinds
from shared.forms.results.model import Report, ReportDraft, Result, ResultOutcome
from shared.language.periods import CompletionPeriod
from shared.record.named_files import files_of
from tests.unit.shared.forms.columns.examples import file

EMPTY: Mapping[str, Draft] = {
    "initiatives": RegistrationDraft(items=(DraftItem(id="a", field="f"), DraftItem(id="b", field="f"))),
    "results": ReportDraft(),
    "figures": FiguresDraft(),
}
OWN = {
    "initiatives": ("items.a.answers.c", "items.b.answers.c", "items.a.answers.d"),
    "results": ("results.a", "results.b"),
    "figures": ("rows.a.answers.c", "rows.b.answers.c"),
}
PLACES = [(kind, place) for kind, own in OWN.items() for place in (*own, "demanded.ke-hoach", "demanded.anh")]
FILES = st.lists(st.integers(1, 9), unique=True, max_size=4).map(lambda numbers: tuple(map(file, numbers)))


def reached(value: object, path: list[str]) -> list[object]:
    """What a database finds at a dotted path, through every list on its way."""
    if isinstance(value, list):
        return [found for part in value for found in reached(part, path)]
    if not path:
        return [value]
    return reached(value.get(path[0]), path[1:]) if isinstance(value, dict) else []


def found_by_paths(thing: Draft | Content) -> set[object]:
    stored = thing.model_dump(mode="json")
    return {one for path in file_paths(type(thing)) for one in reached(stored, path.split(".")) if one}


def test_every_kind_is_looked_at() -> None:
    assert EMPTY.keys() == kinds().keys()


@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_a_file_comes_to_its_place_and_leaves_it(kind: str, place: str) -> None:
    draft = EMPTY[kind].refiled(place, [file(1), file(2)])
    assert draft.filed == {place: (file(1), file(2))}
    assert draft.files == (file(1), file(2))
    assert draft.refiled(place, []).filed == {}
    assert type(draft).model_validate(draft.model_dump(mode="json")) == draft


@pytest.mark.parametrize(("kind", "places"), list(OWN.items()))
@given(data=st.data())
def test_whatever_is_put_is_found_by_the_paths_of_its_kind(
    kind: str, places: tuple[str, ...], data: st.DataObject
) -> None:
    draft, expected = EMPTY[kind], {}
    for place in data.draw(st.lists(st.sampled_from((*places, "demanded.ke-hoach", "demanded.anh")), max_size=6)):
        expected[place] = data.draw(FILES)
        draft = draft.refiled(place, expected[place])
    there = {place: files for place, files in expected.items() if files}
    assert draft.filed == there
    assert {one.id for one in draft.files} == {one.id for files in there.values() for one in files}
    assert found_by_paths(draft) == {one.id for one in draft.files}


@pytest.mark.parametrize("kind", EMPTY)
@pytest.mark.parametrize("place", ["", "nowhere.a", "items.z.answers.c", "items.a", "rows.a", "results"])
def test_what_is_no_place_is_refused(kind: str, place: str) -> None:
    with pytest.raises(DomainError) as caught:
        EMPTY[kind].refiled(place, [file(1)])
    assert caught.value.code == "file_place_not_found"


def contents(number: int) -> list[Content]:
    answers = (Answer(column="c", attachments=(file(number),)),)
    item = Item(id="a", field="f", content="x", expected=CompletionPeriod.parse("Năm 2022"), answers=answers)
    demanded = (DemandedFile(demand="ke-hoach", attachment=file(number + 1)),)
    result = Result(item="a", outcome=ResultOutcome.DONE, attachments=(file(number),))
    return [
        Registration(items=(item,), demanded=demanded),
        Report(results=(result,), demanded=demanded),
        Figures(rows=(FiguresRow(row="a", answers=answers),), demanded=demanded),
    ]


@pytest.mark.parametrize("content", contents(1), ids=lambda content: content.kind)
def test_what_was_delivered_names_its_files_to_readers_database_and_audit(content: Content) -> None:
    assert {one.id for one in content.files} == {"t1", "t2"}
    assert found_by_paths(content) == {"t1", "t2"}
    document = {"state": {"public": {"versions": [{"content": content.model_dump(mode="json")}]}}}
    record = document["state"] | {"_id": "x"}
    assert {one.id for one in files_of("submissions", record)} == {"t1", "t2"}


@pytest.mark.parametrize("content", contents(1), ids=lambda content: content.kind)
def test_what_a_kind_lists_leaves_the_demanded_files_to_the_page(content: Content) -> None:
    assert [one.id for one, _ in kinds()[content.kind].files(content)] == ["t1"]


def test_two_drafts_become_one_with_the_files_of_both() -> None:
    own = FiguresDraft(remark="a").refiled("demanded.ke-hoach", [file(1)])
    other = FiguresDraft(remark="b").refiled("demanded.ke-hoach", [file(1), file(2)])
    assert own.united(other).files == (file(1), file(2))


def test_what_is_empty_is_written_as_it_always_was() -> None:
    for thing in (Registration(), Report(), RegistrationDraft(), ReportDraft()):
        assert not {"demanded", "nil_reasons"} & thing.model_dump(mode="json").keys()


def test_a_client_names_no_files() -> None:
    """Whoever could name a file by its id could read it."""
    stolen = AnswerText(column="c", text="chữ", attachments=(file(9),))
    own = RegistrationDraft(
        items=(DraftItem(id="a", field="f", answers=(AnswerText(column="c", attachments=(file(1),)),)),)
    )
    demanded = own.refiled("demanded.ke-hoach", [file(2)])
    typed = TypedRegistration.model_validate(
        {
            "items": [{"id": "a", "field": "f", "answers": [stolen]}, {"field": "f", "answers": [stolen]}],
            "demanded": [DemandedFile(demand="ke-hoach", attachment=file(8))],
        }
    )
    composed = compose(typed, demanded, ["", "new"])
    assert composed.files == (file(2), file(1))
    assert [answer.text for item in composed.items for answer in item.answers] == ["chữ", "chữ"]
