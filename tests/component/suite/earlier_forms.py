"""What the version before forms were data answered, beside what is answered now: all that may differ is said here."""

import csv
import io
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from bson import json_util

from tests.component.suite.upgraded import Json, earlier

DATA = earlier("before-forms")
STORED = json_util.dumps(DATA["databases"])
OF_ITS_MOMENT = re.compile(r"[0-9a-f]{64}|2022-10-14T08:00:\d\d\.\d{3}Z")
"""A head of a chain, and a moment at which the last events may have been heard."""

FORMS: Mapping[str, Json] = {
    "registration": {"kind": "initiatives", "name": "Mẫu 1 - Đăng ký", "answers": None, "interim": False},
    "interim": {"kind": "results", "name": "Báo cáo sơ kết", "answers": "registration", "interim": True},
    "completion": {"kind": "results", "name": "Mẫu 2 - Báo cáo kết quả", "answers": "registration", "interim": False},
}
"""The three forms that there were, whose code is their old kind."""
NO_MORE_THAN_BEFORE: Json = {
    "repeat": None,
    "optional": False,
    "explain_nil": False,
    "quotas": [],
    "files": [],
    "rows": [],
    "former_columns": [],
}
"""What a form may ask for now, and did not then."""
PARTS: Json = {"items": [], "nil_fields": [], "left_out": [], "results": [], "passages": []}
"""Every content and draft had the parts of both kinds."""
LINE: Json = {"optional": False, "voluntary": 0}
"""A form's line in the index of figures says also who need not send it."""
ADDED: tuple[tuple[str, Any], ...] = (
    ("period", None),
    ("periods", []),
    ("shape", 0),
    ("inherited", []),
    ("answers", []),
    ("numbers", None),
    ("advice", []),
    ("demanded", []),
    ("nil_reasons", {}),
    ("above", "2958-kh-syt-2022"),
    *((key, form["name"]) for key in ("form_name", "name") for form in FORMS.values()),
)
"""What answers say beside what they said: a form that is sent once has no period, and nothing was changed yet."""


FURTHER_COLUMN = "Trả lời các cột thêm"
"""The last column of a list of items as a file; nothing was answered beside the four columns of then."""


def as_before(now: Any) -> Any:
    """An answer of now as it was given then. Raises AssertionError for a form that says more than it said."""
    if isinstance(now, list):
        return [as_before(one) for one in now]
    if isinstance(now, str):
        return settled(file_before(now).replace("outcome=bare", "bare=true"))
    if not isinstance(now, dict):
        return now
    if "columns" in now and "periods" in now:
        return form_before(now)
    if now.get("kind") in {"initiatives", "results"} and "items" in now:
        now = PARTS | {name: value for name, value in now.items() if name != "kind"}
    if now.items() >= LINE.items():
        now = {name: value for name, value in now.items() if name not in LINE}
    return {name: as_before(value) for name, value in now.items() if (name, value) not in ADDED}


def file_before(text: str) -> str:
    """A file of comma-separated values without the column that it gained."""
    if FURTHER_COLUMN not in text:
        return text
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    assert heading[-1] == FURTHER_COLUMN
    assert {row[-1] for row in rows} <= {""}
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(row[:-1] for row in (heading, *rows))
    return written.getvalue()


def form_before(form: Json) -> Json:
    """A form of the one shape as one of the other."""
    known = {"code": form["code"], **FORMS[form["code"]], **NO_MORE_THAN_BEFORE}
    assert form | known == form
    (period,) = form["periods"]
    assert (period["code"], period["window"]) == (None, None)
    rest = {name: value for name, value in form.items() if name not in known and name not in {"periods", "columns"}}
    return rest | {
        "kind": form["code"],
        "period": {"opens_at": period["opens_at"], "due": period["due"]},
        "columns": [{"code": column["code"], "title": column["title"]} for column in form["columns"]],
    }


def settled(said: Any) -> Any:
    """Without what follows from the moment at which something was heard: that is another one now."""
    if isinstance(said, list):
        return [settled(one) for one in said]
    if isinstance(said, dict):
        return {name: settled(value) for name, value in said.items()}
    if isinstance(said, str):
        return OF_ITS_MOMENT.sub(lambda found: found[0] if found[0] in STORED else "later", said)
    return said


HEADINGS = {
    "Kết quả thực hiện: chưa có số liệu": "Kết quả thực hiện: hoàn thành nhưng chưa có số liệu",
    "Tạo phong trào từ kế hoạch mẫu": "Tạo kế hoạch mới",
}
"""Pages that are called otherwise on purpose."""


def told_otherwise(page: Json, body: str) -> list[str]:
    """Which of the page's main words a page of now does not have: its heading, and who and what was on it.

    A receipt is the same in every line.
    """
    main = body[body.find("<main") :]
    shown, heading = text_of(main), text_of("".join(re.findall(r"<h1[^>]*>(.*?)</h1>", body, re.DOTALL)))
    missing = [word for number in page["words"] if (word := DATA["pages"]["words"][number]) not in shown]
    if heading != HEADINGS.get(page["heading"], page["heading"]):
        missing.append(f"{page['heading']} -> {heading}")
    if "facts" in page:
        now = [text_of(fact) for fact in re.findall(r"<dd[^>]*>(.*?)</dd>", main, re.DOTALL)]
        missing += [before for before in page["facts"] if before not in now]
    return missing


def text_of(html: str) -> str:
    """What is read of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
