"""Paper as data: Mẫu 1, Mẫu 2 in every plan's own columns, and the đề cương."""

from pathlib import Path

import pytest

from services.registration.domain.contents import content_for
from services.registration.seed_files import read
from shared.contracts.campaigns import Campaign, Column, Form, FormKind
from shared.contracts.items import Content, Item, Passage, Result, ResultOutcome
from shared.sheets.contents import content_sheets
from shared.sheets.model import Cell, Entry, Gap, Lack, Letterhead, Listing, Marker, Part, Row, Sheet, Table, Text
from shared.sheets.registration import registration_sheet
from shared.sheets.results import (
    FieldResults,
    Named,
    Totals,
    field_results,
    names_results,
    result_columns,
    results_sheet,
)
from tests.unit.registration_examples import DRAFT, STATION, campaign
from tests.unit.report_examples import AUTUMN, answered, basis, form_of, plan

PLANS = {known.id: known for known in read(Path(__file__).parents[2] / "deploy" / "seed").campaigns}
DISTRICT, DEPARTMENT, CENTRE = "124-kh-ubnd-2022", "2958-kh-syt-2022", "70-kh-ttyt-2022"
HEAD = Letterhead(("Ủy ban nhân dân quận Tân Bình",), "Trung tâm Y tế quận Tân Bình")
OUTCOMES = {"a": ResultOutcome.DONE, "b": ResultOutcome.NOT_DONE, "c": ResultOutcome.GIVEN_UP}
COMPLETION, INTERIM = FormKind.COMPLETION, FormKind.INTERIM


def real(ident: str) -> Campaign:
    return Campaign.model_validate({name: value for name, value in PLANS[ident] if name in Campaign.model_fields})


def items(field: str, *idents: str) -> list[Item]:
    words = {"field": field, "expected": {"text": "Năm 2022"}}
    return [Item.model_validate({**words, "id": ident, "content": f"Nội dung {ident}"}) for ident in idents]


def table_of(sheet: Sheet | None) -> Table:
    assert sheet is not None
    (table,) = sheet.blocks
    assert isinstance(table, Table)
    return table


def words(cell: Cell) -> list[str]:
    """What a cell says, line by line."""
    said = []
    for block in cell.blocks:
        if isinstance(block, Listing):
            said += [f"{one.text}{one.remark}" for one in block.entries]
        else:
            said.append(f"({block.lack} {block.count})" if isinstance(block, Gap) else f"{block.label}{block.text}")
    return said


class TestRegistration:
    @pytest.mark.parametrize("ident", [DISTRICT, DEPARTMENT, CENTRE])
    def test_mau_1_has_the_columns_and_fields_of_its_plan(self, ident: str) -> None:
        sheet = registration_sheet(real(ident), HEAD, Content())
        assert [column.title for column in table_of(sheet).columns] == [
            "Lĩnh vực",
            "Nội dung đăng ký",
            "Dự kiến tiến độ hoàn thành",
            "Ghi chú",
        ]
        assert [words(row.cells["field"]) for row in table_of(sheet).rows] == [
            [f"{field.number}. {field.name}"] for field in PLANS[ident].fields
        ]
        assert (sheet.form, sheet.caption) == ("Mẫu 1", f"(Kèm theo Kế hoạch số {PLANS[ident].number})")

    def test_a_nil_is_an_answer_and_a_blank_is_none(self) -> None:
        nil = table_of(registration_sheet(campaign(), HEAD, Content(nil_fields=("steering",)))).rows
        assert [nil[0].cells[code] == Cell((Text("-"),), nil=True) for code in ("content", "expected", "note")]
        assert nil[1].cells["content"] == Cell((Gap(Lack.ANSWER),), columns=3)
        assert set(nil[1].cells) == {"field", "content"}
        assert [row.anchor.key for row in nil] == ["fields.steering", "fields.organisation", "fields.public-finance"]

    def test_sub_contents_are_numbered_and_leave_the_item_one(self) -> None:
        first, *_ = table_of(registration_sheet(campaign(), HEAD, DRAFT)).rows
        assert first.anchor.key == "items.a"
        assert first.cells["content"].blocks == (
            Text("Tuyên truyền"),
            Listing((Entry("Một"), Entry("Hai")), Marker.NUMBER),
        )
        assert first.cells["note"] == Cell()

    def test_a_field_stands_once_beside_its_items(self) -> None:
        said = Content(items=tuple(items("steering", "x", "y")))
        rows = table_of(registration_sheet(campaign(), HEAD, said)).rows
        assert rows[0].cells["field"].rows == 2
        assert "field" not in rows[1].cells

    def test_what_was_delivered_reads_as_what_was_typed(self) -> None:
        said = content_for(FormKind.REGISTRATION, DRAFT, campaign(), (), AUTUMN)
        assert content_sheets(campaign(), FormKind.REGISTRATION, HEAD, said) == [
            registration_sheet(campaign(), HEAD, DRAFT)
        ]

    def test_an_item_without_words_or_plan_stays_on_the_paper(self) -> None:
        typed = DRAFT.model_copy(
            update={"items": (DRAFT.items[0].model_copy(update={"field": "cu", "content": "", "expected": ""}),)}
        )
        *_, last = table_of(registration_sheet(campaign(), HEAD, typed)).rows
        assert words(last.cells["field"]) == ["cu"]
        assert last.cells["content"].blocks == (Gap(Lack.CONTENT),)


class TestResults:
    def rows(self, ident: str) -> tuple[Row, ...]:
        found = real(ident).form(COMPLETION)
        assert found is not None
        here = [*items("organisation", "a", "b", "c"), *items("public-finance", "d")]
        return table_of(results_sheet(found, real(ident), HEAD, field_results(here, OUTCOMES, real(ident)))).rows

    def cells(self, ident: str, field: str) -> dict[str, list[str]]:
        row = next(row for row in self.rows(ident) if row.anchor.key == f"fields.{field}")
        return {code: words(cell) for code, cell in row.cells.items() if code != "field"}

    def test_the_districts_figures_stand_without_names(self) -> None:
        assert self.cells(DISTRICT, "organisation") == {
            "registered": ["3"],
            "completed": ["1"],
            "note": ["Không tiếp tục thực hiện: Nội dung c"],
        }

    @pytest.mark.parametrize("ident", [DEPARTMENT, CENTRE])
    def test_the_departments_and_the_centres_have_names(self, ident: str) -> None:
        assert self.cells(ident, "organisation") == {
            "registered": ["3"],
            "completed": ["1", "Nội dung a"],
            "uncompleted": ["Nội dung b", "Nội dung c (không tiếp tục thực hiện)"],
            "note": [],
        }
        assert self.cells(ident, "steering") == {
            "registered": ["-"],
            "completed": ["-"],
            "uncompleted": ["-"],
            "note": [],
        }

    @pytest.mark.parametrize(
        ("ident", "titles"),
        [
            (DISTRICT, ["Lĩnh vực", "Số lượng đăng ký", "Số lượng hoàn thành", "Ghi chú"]),
            *(
                (
                    ident,
                    ["Lĩnh vực", "Số lượng đăng ký", "Số lượng hoàn thành", "Nội dung chưa hoàn thành", "Ghi chú"],
                )
                for ident in (DEPARTMENT, CENTRE)
            ),
        ],
    )
    def test_mau_2_has_the_columns_of_its_plan(self, ident: str, titles: list[str]) -> None:
        found = real(ident).form(COMPLETION)
        assert found is not None
        sheet = results_sheet(found, real(ident), HEAD, [])
        assert [column.title for column in table_of(sheet).columns] == titles
        assert [column.title for column in table_of(sheet).columns if column.centred] == titles[1:3]

    def test_what_is_not_answered_yet_is_said_beside_the_figure(self) -> None:
        assert self.cells(CENTRE, "public-finance")["registered"] == ["1", "(answer 1)"]

    def test_further_names_are_counted_and_have_a_place_for_a_link(self) -> None:
        heading = field_results([], {}, plan())[0].heading
        told = FieldResults(heading, Named(12, (Entry("Một", "Khoa 1"),)), Named(3), Named(1))
        cells = table_of(results_sheet(form_of(), plan(), None, [told])).rows[0].cells
        assert words(cells["completed"]) == ["12", "Một", "và 11 nội dung khác"]
        assert words(cells["uncompleted"]) == ["3 nội dung", "1 nội dung (không tiếp tục thực hiện)"]
        (listed,) = cells["uncompleted"].blocks
        assert isinstance(listed, Listing)
        assert [one.key for one in listed.entries] == ["steering.uncompleted", "steering.given_up"]
        figures_only = form_of().model_copy(
            update={
                "columns": tuple(Column(code=code, title=code) for code in ("field", "completed", "note", "kinh-phi"))
            }
        )
        cells = table_of(results_sheet(figures_only, plan(), None, [told])).rows[0].cells
        assert cells["note"].blocks == (Text("1", "Không tiếp tục thực hiện", "steering.given_up"),)
        assert cells["kinh-phi"] == Cell()

    def test_registered_is_completed_and_named_uncompleted(self) -> None:
        said = content_for(COMPLETION, answered(), plan(), basis(), AUTUMN)
        outcomes = {result.item: result.outcome for result in said.results}
        assert [
            (row.heading.code, row.registered, row.done.count, row.not_done.count)
            for row in field_results(said.items, outcomes, plan())
        ] == [("steering", 1, 1, 0), ("organisation", 0, 0, 0), ("public-finance", 1, 0, 1)]
        sums = Totals.of(said.items, outcomes)
        assert sums.registered == sums.completed + sums.not_done + sums.given_up == 2
        assert Totals.of(said.items, {}).open == 2

    def test_a_field_that_the_plan_dropped_still_has_its_row(self) -> None:
        row = field_results(items("cu", "x"), {}, plan())[-1]
        assert (row.heading.code, row.heading.number, row.open) == ("cu", None, 1)

    def test_columns_come_from_the_plan(self) -> None:
        assert names_results(result_columns(form_of()))
        assert result_columns(form_of(INTERIM)) == ()
        district = form_of().model_copy(update={"columns": result_columns(form_of())[:3]})
        assert result_columns(district) == district.columns
        assert not names_results(result_columns(district))
        assert result_columns(form_of(FormKind.REGISTRATION)) == ()


class TestOutline:
    def parts(self, form: Form, said: Content) -> list[Part]:
        *_, sheet = content_sheets(plan(), form.kind, HEAD, said)
        return [block for block in sheet.blocks if isinstance(block, Part)]

    def test_its_sections_follow_the_plan(self) -> None:
        said = content_for(COMPLETION, answered(), plan(), basis(), AUTUMN)
        parts = self.parts(form_of(), said)
        assert [f"{part.number}. {part.title}" for part in parts] == [
            "I. ĐẶC ĐIỂM TÌNH HÌNH",
            "II. THỰC TRẠNG TẠI CƠ QUAN, ĐƠN VỊ",
            "III. TÓM TẮT VỀ MÔ HÌNH, GIẢI PHÁP",
            "IV. KẾT QUẢ ĐẠT ĐƯỢC SAU KHI ÁP DỤNG MÔ HÌNH, GIẢI PHÁP",
            "V. ĐÁNH GIÁ CHUNG",
            "1. Ưu điểm",
            "2. Hạn chế",
            "3. Bài học kinh nghiệm",
        ]
        assert parts[0].blocks == (Text("Mục I"),)
        assert parts[4].blocks == ()
        assert [part.anchor.key for part in parts if part.anchor] == [
            f"passages.{number}" for number in ("I", "II", "V.1", "V.2", "V.3")
        ]

    def test_an_entry_is_headed_by_the_item_and_does_not_repeat_it(self) -> None:
        said = content_for(COMPLETION, answered(), plan(), basis(), AUTUMN)
        entry = self.parts(form_of(), said)[2].blocks[0]
        assert isinstance(entry, Part)
        assert (entry.number, entry.title, entry.minor) == ("1", "Tuyên truyền", True)
        assert entry.blocks == (Text("1. Một\n2. Hai"),)

    def test_what_is_not_written_is_said(self) -> None:
        parts = self.parts(form_of(INTERIM), Content())
        assert parts[0].blocks == (Gap(Lack.PASSAGE),)
        assert parts[2].blocks == (Text("-"),)

    def test_an_interim_report_is_its_outline(self) -> None:
        said = Content(
            items=tuple(items("steering", "x")),
            results=(Result(item="x", outcome=ResultOutcome.NOT_DONE),),
            passages=(Passage(section="I", text="Nơi đây"),),
        )
        (sheet,) = content_sheets(plan(), INTERIM, HEAD, said)
        assert (sheet.title, sheet.form, sheet.letterhead) == ("BÁO CÁO SƠ KẾT", "", HEAD)
        assert STATION not in repr(sheet)
