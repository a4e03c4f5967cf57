"""A report as a reviewer sees it: results and outline of two deliveries, beside what was registered."""

from decimal import Decimal
from typing import Any

from shared.contracts.forms import Form, Period, Section
from shared.contracts.items import Attachment, Item
from shared.forms.pairs import Change
from shared.forms.results.kind import KIND
from shared.forms.results.model import Figure, Passage, Report, Result, ResultOutcome
from shared.forms.results.review import ReportReview, ReportRow
from shared.forms.values import Background
from shared.language.deadlines import Deadline
from shared.language.differences import Mark
from tests.review_examples import item

KEPT, LOST = (
    Attachment(id=name, name=f"{name}.pdf", media_type="application/pdf", size=1, sha256=letter * 64)
    for name, letter in (("giu", "a"), ("bo", "b"))
)
OUTLINE = (
    Section(number="IV", title="Kết quả", per_item=True),
    Section(number="V", title="Đánh giá chung"),
    Section(number="V.1", title="Ưu điểm"),
)


def done(ident: str = "a", **more: Any) -> Result:
    return Result(item=ident, outcome=ResultOutcome.DONE, **({"result": "Mỗi tuần một bài"} | more))


def report(*results: Result, good: str = "", items: tuple[Item, ...] = (item("a"),)) -> Report:
    passages = (Passage(section="IV", item="a", text="Kể về a"), Passage(section="V.1", text=good))
    return Report(items=items, results=results, passages=passages)


def shown(before: Report | None, now: Report, **more: Any) -> ReportReview:
    return KIND.review(now, before, Background(**more))


def row(view: ReportReview) -> ReportRow:
    return view.fields[0].rows[0]


def test_an_item_has_changed_when_only_its_result_has() -> None:
    found = row(shown(report(done()), report(done(result="Mỗi ngày một bài"))))
    assert (found.row.sides.change, found.sides.change) == (Change.SAME, Change.CHANGED)
    assert found.sides.now is not None
    assert found.sides.now.result is not None
    marks = {piece.text.strip(): piece.mark for piece in found.sides.now.result.texts["result"]}
    assert marks["ngày"] is Mark.ADDED
    assert row(shown(report(done()), report(done()))).sides.change is Change.SAME
    assert row(shown(None, report(done()))).sides.change is Change.ALONE


def test_a_file_is_marked_where_the_other_version_lacks_it() -> None:
    found = row(shown(report(done(attachments=(KEPT, LOST))), report(done(attachments=(KEPT,))))).sides
    sides = [side.result for side in (found.before, found.now) if side and side.result]
    assert [[mark for _, mark in side.files] for side in sides] == [[Mark.SAME, Mark.REMOVED], [Mark.SAME]]
    alone = row(shown(None, report(done(attachments=(KEPT,))))).sides.now
    assert alone is not None
    assert alone.result is not None
    assert [mark for _, mark in alone.result.files] == [Mark.SAME]


def test_the_registered_name_is_shown_where_it_is_another() -> None:
    renamed = shown(None, report(done()), registered={"a": item("a", "Tên khi đăng ký")})
    assert row(renamed).registered == "Tên khi đăng ký"
    assert row(shown(None, report(done()), registered={"a": item("a")})).registered is None
    assert row(shown(None, report(done()))).registered is None


def test_the_sums_are_of_the_newer_version() -> None:
    figures = (Figure(name="Số bài", value=Decimal(3)),)
    view = shown(report(), report(done(), done("b", figures=figures), items=(item("a"), item("b"), item("c"))))
    assert (view.totals.registered, view.totals.completed, view.totals.open, view.bare) == (3, 2, 1, 1)
    assert dict(view.outcomes) == {"a": "done", "b": "done"}


def test_the_outline_goes_by_the_form_and_hides_nothing_that_the_form_does_not_know() -> None:
    period = Period(due=Deadline.parse("trước ngày 05/11/2022"))
    form = Form(code="tong-ket", kind="results", name="Mẫu 2", title="Mẫu 2", periods=(period,), outline=OUTLINE)
    view = shown(report(good="Tiết kiệm giấy"), report(), form=form)
    assert [(found.section.number, found.heading) for found in view.sections] == [
        ("IV", False),
        ("V", True),
        ("V.1", False),
    ]
    ((name, told),) = view.sections[0].texts
    assert (name, told.change) == (item("a").content, Change.SAME)
    assert view.sections[2].texts[0][1].change is Change.REMOVED
    assert [found.section.title for found in shown(None, report()).sections] == ["-"]
    assert shown(None, Report(), form=form).sections == (), "no text was sent"
