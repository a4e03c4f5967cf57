"""Forms in the shape that campaigns ask for them: once, or in periods."""

from typing import Any

from shared.language.deadlines import Deadline


def period(due: str, code: str | None = None, **more: Any) -> dict[str, Any]:
    return {"code": code, "due": Deadline.parse(due).model_dump(mode="json"), **more}


def asked(code: str, kind: str = "initiatives", *periods: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form with these periods; without any it is sent once."""
    named = {"code": code, "kind": kind, "name": f"Biểu mẫu {code}", "title": f"Tên in của {code}"}
    return {**named, "periods": list(periods) or [period("13/5/2022")], **more}


def quarterly(code: str = "theo-quy", kind: str = "initiatives", **more: Any) -> dict[str, Any]:
    """Asked for in the first two quarters of 2022."""
    quarters = (period("31/3/2022", "2022-Q1"), period("30/6/2022", "2022-Q2"))
    return asked(code, kind, *quarters, repeat="quarter", **more)
