"""The input of a column by its type: named, labelled, explained, marked as wrong, and holding what was typed."""

from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.contracts.columns import AnswerText, Calculation, Column, ColumnType
from shared.forms.columns.answers import sent
from shared.forms.columns.reading import read
from shared.forms.columns.types import UNTYPED
from shared.language.catalogue import Catalogue
from shared.language.vietnamese import format_date, format_instant, format_number
from tests import ROOT
from tests.unit.shared.forms.columns.examples import choices, column, columns_of, computed, file, text, typed

T = ColumnType
Element = dict[str, str]
WRONG = [{"field": "answers.c", "message": "Hãy sửa lại."}]
INPUT = '{% import "_columns.html" as columns with context %}{{ columns.column_input(column, text, errors, **rest) }}'
WAYS = choices("Trực tiếp", "Trực tuyến")


class Elements(HTMLParser):
    """The elements with their attributes and the text inside; and what a browser would send, by the names of inputs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {"tag": tag, "inner": "", **{name: value or "" for name, value in attrs}}
        self.found.append(element)
        if tag not in {"input", "br"}:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()["tag"] == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element["inner"] += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.found if element["tag"] == tag]

    def sent(self) -> Iterator[tuple[str, str]]:
        for element in self.found:
            if element["tag"] == "textarea":
                yield element["name"], element["inner"].removeprefix("\n")
            elif element["tag"] == "select":
                yield element["name"], next((one["value"] for one in self.all("option") if "selected" in one), "")
            elif element["tag"] == "input" and ("checked" in element or element.get("type") != "checkbox"):
                yield element["name"], element.get("value", "")


TEMPLATES = FileSystemLoader(ROOT / "shared" / "web" / "templates")
ENVIRONMENT = Environment(  # as in shared.web.frame
    loader=TEMPLATES, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
ENVIRONMENT.filters.update(number=format_number, date=format_date, instant=format_instant)
ENVIRONMENT.globals["_"] = Catalogue().translate
PAGE = ENVIRONMENT.from_string(INPUT)


def html_of(known: Column, words: str = "", errors: list[Element] | None = None, **rest: Any) -> str:
    return PAGE.render(column=known, text=words, errors=errors or [], rest=rest, language="vi")


def elements(known: Column, words: str = "", errors: list[Element] | None = None, **rest: Any) -> Elements:
    return Elements(html_of(known, words, errors, **rest))


@given(columns_of(*T).flatmap(lambda known: st.tuples(st.just(known), typed(known))), st.sampled_from([[], WRONG]))
def test_what_a_page_shows_it_sends_back(example: tuple[Column, AnswerText], errors: list[Element]) -> None:
    known, answer = example
    if known.type not in UNTYPED | {T.FILE}:
        back = sent((known,), dict(elements(known, answer.text, errors).sent()))
        assert read(known, text("c", back["c"])) == read(known, answer)  # boxes come in the column's order


@given(columns_of(*T).flatmap(lambda known: st.tuples(st.just(known), typed(known))), st.sampled_from([[], WRONG]))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_input_is_labelled_and_everything_that_is_pointed_to_is_there(
    example: tuple[Column, AnswerText], errors: list[Element]
) -> None:
    known, answer = example
    page = elements(known, answer.text, errors, files=answer.attachments, upload="/tep")
    ids = [one["id"] for one in page.found if "id" in one]
    assert len(set(ids)) == len(ids)
    assert "answers-c" in ids  # where the summary of errors leads to
    described = {name for one in page.found for name in one.get("aria-describedby", "").split()}
    labelled = {one["for"] for one in page.all("label")}
    assert described | labelled <= set(ids)
    for one in page.found:
        if one["tag"] in {"input", "select", "textarea", "output"}:
            assert one["id"] in labelled
    assert any(known.title in one["inner"] for one in page.found)


@pytest.mark.parametrize("kind", sorted(set(T) - UNTYPED))
def test_a_fault_is_told_beside_the_input(kind: ColumnType) -> None:
    known = column(type=kind, choices=WAYS if "select" in kind else ())
    wrong = elements(known, "", WRONG, upload="/tep")
    assert ["Hãy sửa lại." in one["inner"] for one in wrong.found if one.get("id") == "answers-c-loi"] == [True]
    marked = [one for one in wrong.found if "aria-invalid" in one]
    assert ["answers-c-loi" in one["aria-describedby"] for one in marked] == [True]
    assert not [one for one in elements(known).found if "aria-invalid" in one or one.get("id") == "answers-c-loi"]


def test_numbers_have_their_unit_and_the_keys_that_they_need() -> None:
    (money,) = elements(column(type=T.MONEY), "1,5 tỷ").all("input")
    assert money["value"] == "1,5 tỷ"
    assert "inputmode" not in money  # a keypad has no letters
    assert "đồng" in html_of(column(type=T.MONEY))
    (count,) = elements(column(type=T.INTEGER, unit="hồ sơ", minimum=Decimal(0))).all("input")
    assert count["inputmode"] == "numeric"
    assert "answers-c-dvt" in count["aria-describedby"]
    (balance,) = elements(column(type=T.DECIMAL)).all("input")
    assert "inputmode" not in balance  # a keypad has no minus


def test_help_says_how_it_is_typed_within_which_bounds_and_who_sees_it() -> None:
    bounded = column(
        type=T.INTEGER, help="Cả năm", minimum=Decimal(1), maximum=Decimal(1000), required=True, confidential=True
    )
    (told,) = [one["inner"] for one in elements(bounded).found if one.get("id") == "answers-c-giup"]
    assert told == "Cả nămSố nguyên, ví dụ 1.234. Nhỏ nhất là 1. Lớn nhất là 1.000. Chỉ người có liên quan xem được."
    assert "(bắt buộc)" in elements(bounded).all("label")[0]["inner"]
    assert "(bắt buộc)" not in html_of(column())
    assert "30/9/2022" in html_of(column(type=T.DATE))
    assert "Được hiểu là:" in html_of(column(type=T.MONEY), "2 triệu", understood="2.000.000 đồng")


def test_what_is_computed_or_only_said_has_no_input() -> None:
    share = computed("c", Calculation.SHARE, "a", "b")
    assert [one["inner"] for one in elements(share, "66,67 %").all("output")] == ["66,67 %"]
    assert "tự tính" in html_of(share)
    note = column(type=T.NOTE, title="Đếm cả năm", help="Theo 23/KH-TTYT")
    assert list(elements(note).sent()) == list(elements(share).sent()) == []
    assert "Theo 23/KH-TTYT" in html_of(note)


def test_files_are_looked_at_by_all_and_changed_where_there_is_a_way() -> None:
    known = column(type=T.FILE)
    there = elements(known, files=(file(1),), upload="/soan/tep")
    assert [one["href"] for one in there.all("a")] == ["/tep/t1"]
    assert [one["formaction"] for one in there.all("button")] == ["/soan/tep/t1/bo", "/soan/tep"]
    assert [one["type"] for one in there.all("input")] == ["file"]
    only_read = elements(known, files=(file(1),))
    assert not only_read.all("button") + only_read.all("input")


def test_a_choice_that_is_gone_stays_chosen_until_another_is() -> None:
    for kind in (T.SELECT_ONE, T.SELECT_MULTIPLE):
        known = column(type=kind, choices=WAYS)
        assert sent((known,), dict(elements(known, "cu").sent())) == {"c": "cu"}


def test_nothing_typed_becomes_markup() -> None:
    attack = '"><script>x</script>'
    for kind in T:
        known = column(type=kind, title=attack, help=attack, choices=choices(attack) if "select" in kind else ())
        html = html_of(
            known, attack, [{"field": "answers.c", "message": attack}], files=(file(1, attack),), understood=attack
        )
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_an_input_may_be_called_otherwise_in_a_table_of_rows() -> None:
    (one,) = elements(column(type=T.INTEGER), "3", name="rows.2.c").all("input")
    assert (one["name"], one["id"]) == ("rows.2.c", "rows-2-c")
