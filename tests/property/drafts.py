"""Random drafts of a form as a client sends them, by somebody who may be careless; of a kind that nobody here can fill
only blank ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from shared.contracts.content import Content
from shared.contracts.forms import Form
from shared.contracts.items import Item
from shared.forms.columns.answers import typed_again
from shared.forms.columns.types import asked
from tests.property.columns import answers, token
from tests.property.forms import added_columns

Json = dict[str, Any]


@dataclass(frozen=True)
class Writing:
    """Somebody fills in a form. `basis`: the items that it answers; `before`: what he sent last."""

    random: Random
    form: Form
    fields: Sequence[str]
    basis: Sequence[Item] = ()
    before: Content | None = None
    careful: bool = True

    def body(self) -> Json:
        """The whole draft."""
        fill = FILLED.get(self.form.kind)
        return fill(self) if fill else {}


def _initiatives(writing: Writing) -> Json:
    """Some items of before, some new ones; fields without any are answered with nil, unless that is forgotten."""
    random, columns = writing.random, asked(added_columns(writing.form))
    known = writing.before.items if writing.before else ()
    items = [_again(item) for item in known if random.random() < 0.8]
    items += [
        {
            "field": random.choice(writing.fields),
            "content": f"Giải pháp {token(random)}",
            "expected": random.choice(("Năm 2022", "Quý IV/2022", "tháng 6/2022")),
            "answers": answers(random, columns, careful=writing.careful),
        }
        for _ in range(random.randint(0 if items else 1, 2))
    ]
    filled = {item["field"] for item in items}
    forgetful = not writing.careful and random.random() < 0.3
    return {"items": items, "nil_fields": [] if forgetful else [code for code in writing.fields if code not in filled]}


def _again(item: Item) -> Json:
    typed = [answer.model_dump(mode="json") for answer in typed_again(item.answers)]
    return {
        "id": item.id,
        "field": item.field,
        "content": item.content,
        "expected": item.expected.text,
        "note": item.note,
        "answers": typed,
    }


def _results(writing: Writing) -> Json:
    """Every item is answered one way or another; a careless person forgets some."""
    random, texts = writing.random, [section for section in writing.form.outline if not section.per_item]
    return {
        "results": [_result(random, item.id) for item in writing.basis if writing.careful or random.random() < 0.8],
        "passages": [{"section": section.number, "text": f"Đã làm {token(random)}"} for section in texts],
    }


def _result(random: Random, item: str) -> Json:
    outcome = random.choice(("done", "not_done", "given_up"))
    said: dict[str, Json] = {
        "done": {"done_on": "tháng 5/2022", "result": "Đã áp dụng"},
        "not_done": {"reason": "Thiếu kinh phí", "new_expected": "Quý I/2023", "forecast": "Sẽ áp dụng"},
        "given_up": {"reason": "Không còn phù hợp"},
    }
    return {"item": item, "outcome": outcome, **said[outcome]}


def _figures(writing: Writing) -> Json:
    """The rows that are asked for, or an explicit nil; a careless person does both, or neither."""
    random, columns = writing.random, asked(writing.form.columns)
    nil = random.random() < 0.15
    rows = [row for row in writing.form.rows if not row.retired]
    table = [{"row": row.code, "answers": answers(random, columns, careful=writing.careful)} for row in rows]
    both = not writing.careful and random.random() < 0.2
    return {
        "table": [] if nil and not both else [row for row in table if row["answers"]],
        "nil": nil,
        "reason": "Không phát sinh" if nil and writing.careful else "",
        "remark": random.choice(("", f"Nhận xét {token(random)}")),
    }


FILLED: Mapping[str, Callable[[Writing], Json]] = {
    "initiatives": _initiatives,
    "results": _results,
    "figures": _figures,
}
"""Who fills in which kind."""
