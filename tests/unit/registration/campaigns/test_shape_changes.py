"""What an amendment makes of columns and rows, as an administrator is told before it is saved."""

from typing import Any

import pytest

from services.registration.campaigns.model.shape_changes import shape_changes
from shared.language.catalogue import Catalogue
from tests import ROOT
from tests.unit.registration.campaigns.asked import asked
from tests.unit.registration.examples import definition

CATALOGUE = Catalogue(ROOT / "services" / "registration")
WAYS: dict[str, Any] = {
    "type": "select_one",
    "choices": [{"code": "a", "title": "Trực tiếp"}, {"code": "b", "title": "Qua mạng"}],
}
OTHER_WAYS = WAYS | {
    "choices": [{"code": "a", "title": "Tại quầy"}, WAYS["choices"][1], {"code": "c", "title": "Khác"}],
}


def column(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "title": f"Cột {code}", **more}


def told(before: list[dict[str, Any]], after: list[dict[str, Any]], part: str = "columns") -> list[str]:
    """The sentences of what changes."""
    plans = [definition(forms=[asked("a", "figures", **{part: written})]) for written in (before, after)]
    changes = shape_changes(*plans)
    return [CATALOGUE.say(one.code, one.params) for form in changes for one in form.told]


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ([column("a")], [column("a")], []),
        ([], [column("a")], ["Thêm cột “Cột a”."]),
        ([column("a")], [column("a", title="Tên mới")], ["Cột “Cột a” đổi tên thành “Tên mới”."]),
        ([column("a", required=True)], [column("a")], ["Cột “Cột a” không còn bắt buộc."]),
        ([column("a")], [column("a", required=True)], ["Cột “Cột a” trở thành bắt buộc."]),
        ([column("a", retired=True)], [column("a")], ["Hỏi lại cột “Cột a”."]),
        ([column("a")], [column("a", help="Cả năm")], ["Sửa hướng dẫn của cột “Cột a”."]),
        (
            [column("a")],
            [column("a", confidential=True)],
            ["Cột “Cột a” trở thành không công khai; sau này không công khai lại được."],
        ),
        (
            [column("a", type="integer")],
            [column("a", type="integer", minimum=1)],
            ["Sửa giá trị nhỏ nhất, lớn nhất của cột “Cột a”; bản đang soạn được kiểm tra theo giới hạn mới."],
        ),
        (
            [column("a", **WAYS)],
            [
                column(
                    "a",
                    **WAYS
                    | {
                        "choices": [
                            {"code": "a", "title": "Tại quầy"},
                            *WAYS["choices"][1:],
                            {"code": "c", "title": "Khác"},
                        ]
                    },
                )
            ],
            ["Cột “Cột a” thêm mục để chọn: Khác.", "Mục “Trực tiếp” của cột “Cột a” đổi tên thành “Tại quầy”."],
        ),
        (
            [column("a")],
            [column("a", type="money")],
            ["Sửa kiểu, cách tính, đơn vị tính hoặc mục để chọn của cột “Cột a”; chưa có ai trả lời cột này."],
        ),
        ([column("a"), column("b")], [column("b")], ["Bỏ cột “Cột a”; chưa có ai trả lời cột này."]),
        ([column("a"), column("b")], [column("b"), column("a")], ["Sắp xếp lại thứ tự các cột."]),
        (
            [column("a")],
            [column("a", retired=True)],
            ["Thôi dùng cột “Cột a”: không hỏi nữa, nội dung đã trả lời vẫn còn."],
        ),
    ],
)
def test_each_change_has_a_sentence(
    before: list[dict[str, Any]], after: list[dict[str, Any]], sentences: list[str]
) -> None:
    assert told(before, after) == sentences


def test_rows_are_told_as_columns_are() -> None:
    before = [{"code": "a", "title": "Chờ"}, {"code": "b", "title": "Hỏi"}]
    after: list[dict[str, Any]] = [
        {"code": "c", "title": "Mới"},
        {"code": "b", "title": "Hỏi", "retired": True},
        {"code": "a", "title": "Đợi"},
    ]
    assert told(before, after, "rows") == [
        "Thêm dòng “Mới”.",
        "Thôi dùng dòng “Hỏi”: không hỏi nữa, nội dung đã trả lời vẫn còn.",
        "Dòng “Chờ” đổi tên thành “Đợi”.",
        "Sắp xếp lại thứ tự các dòng.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "demanded"),
    [
        ([], [column("a", required=True)], ("Cột a",)),
        ([], [column("a")], ()),
        ([column("a")], [column("a", required=True)], ("Cột a",)),
        ([column("a", required=True, retired=True)], [column("a", required=True)], ("Cột a",)),
        ([column("a", required=True)], [column("a", required=True, title="b")], ()),
        ([], [column("a", required=True, retired=True)], ()),
    ],
)
def test_what_must_be_answered_now_and_was_not_before(before: Any, after: Any, demanded: tuple[str, ...]) -> None:
    plans = [definition(forms=[asked("a", "figures", columns=written)]) for written in (before, after)]
    assert shape_changes(*plans)[0].demanded == demanded


def test_a_form_that_only_one_of_the_plans_asks_for_is_no_change_of_columns() -> None:
    one, other = definition(forms=[asked("a")]), definition(forms=[asked("b", columns=[column("a")])])
    assert shape_changes(one, other) == ()
