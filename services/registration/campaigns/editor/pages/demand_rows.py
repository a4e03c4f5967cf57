"""What a form demands beside its table, as rows of inputs: quotas of items, and files.

A row of quotas holds what was chosen of many (kinds of units, exceptions) by codes in one hidden input, and beside it
an input to choose one more: it joins them with the next button, whichever it is.
"""

from collections.abc import Mapping
from types import MappingProxyType

from services.registration.campaigns.editor.pages.section import Values
from shared.contracts.forms import FileDemand, Form, Quota
from shared.language.vietnamese import proposed_code
from shared.web.form_input import FormInput, Row

CHOSEN = {"kinds": "kind", "exceptions": "exception"}
"""The inputs of what was chosen, each with the one that chooses one more."""
EMPTY_QUOTA = dict.fromkeys((*CHOSEN, *CHOSEN.values(), "at_least", "at_most", "demanded", "wording"), "")
EMPTY_FILE = {"code": "", "title": "", "required": "on"}
EMPTY: Mapping[str, Row] = MappingProxyType({"quotas": EMPTY_QUOTA, "files": EMPTY_FILE})
"""The lists of a form, each with what a row is added as."""


def demands_list(key: str, name: str) -> str:
    """A list of the form in the row of this key."""
    return f"{key}_{name}"


def demand_rows(form: Form) -> dict[str, list[Row]]:
    return {
        demands_list(form.code, "quotas"): list(map(_quota_row, form.quotas)),
        demands_list(form.code, "files"): list(map(_file_row, form.files)),
    }


def joined(row: Row) -> Row:
    """A row of quotas in which what was chosen last has joined what was chosen before."""
    both = {many: _several(f"{row.get(many, '')} {row.get(one, '')}") for many, one in CHOSEN.items()}
    return {**row, **{many: " ".join(codes) for many, codes in both.items()}, **dict.fromkeys(CHOSEN.values(), "")}


def without(row: Row, chosen: str) -> Row:
    """A row of quotas without one of those chosen: ``exceptions.khoa-1``."""
    many, _, code = chosen.partition(".")
    if many not in CHOSEN:
        return row
    return {**row, many: " ".join(other for other in _several(row.get(many, "")) if other != code)}


def typed_demands(inputs: FormInput, key: str) -> Values:
    """The quotas and files of the form in the row of a key. A file without code goes by one of its title."""
    quotas, files = (demands_list(key, name) for name in EMPTY)
    return {
        "quotas": [_quota(inputs.rows_of(quotas)[place]) for place in kept(inputs, quotas)],
        "files": [_file(inputs.rows_of(files)[place]) for place in kept(inputs, files)],
    }


def kept(inputs: FormInput, name: str) -> list[int]:
    """The rows in which something was typed; a box that is ticked says nothing by itself."""
    return inputs.filled(name, *EMPTY_QUOTA.keys() - {"demanded"}, "title")


def _quota_row(quota: Quota) -> Row:
    numbers = {
        name: "" if (number := getattr(quota, name)) is None else str(number) for name in ("at_least", "at_most")
    }
    return {
        **EMPTY_QUOTA,
        **numbers,
        **{many: " ".join(getattr(quota, many)) for many in CHOSEN},
        "demanded": "on" if quota.demanded else "",
        "wording": quota.wording,
    }


def _file_row(file: FileDemand) -> Row:
    return {"code": file.code, "title": file.title, "required": "on" if file.required else ""}


def _quota(typed: Row) -> Values:
    row = joined(typed)
    return {
        **{many: _several(row[many]) for many in CHOSEN},
        **{name: row.get(name, "").strip() or None for name in ("at_least", "at_most")},
        "demanded": bool(row.get("demanded")),
        "wording": row.get("wording", ""),
    }


def _file(row: Row) -> Values:
    title = " ".join(row.get("title", "").split())
    return {"code": row.get("code") or proposed_code(title), "title": title, "required": bool(row.get("required"))}


def _several(text: str) -> list[str]:
    return list(dict.fromkeys(text.split()))
