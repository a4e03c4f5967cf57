"""One row of a draft on an opened page: several people may type in it, and it is saved while they do."""

from dataclasses import dataclass, replace
from typing import Self

from fastapi.responses import JSONResponse

from services.registration.context import Context
from services.registration.submissions.model.draft import Baseline, SubmissionRecord, mark
from services.registration.submissions.model.edits import stamp_of
from shared.contracts.types import Contract
from shared.errors import DomainError
from shared.language.vietnamese import format_instant
from shared.web.form_input import FormInput
from shared.web.page import Page, Refusal, refused_as


@dataclass(frozen=True)
class RowForm:
    """`seen` is the mark of the row as this page showed it (empty: not there), `page` the key of the opened page."""

    item: str
    seen: str
    page: str

    @property
    def baseline(self) -> Baseline:
        return baseline_in(FormInput({"seen": self.seen, "page": self.page}))

    def against(self, current: Contract | None) -> Self:
        """The same typing, knowingly over what is saved now."""
        return replace(self, seen=mark(current))


def baseline_in(inputs: FormInput) -> Baseline:
    """What the page said that it showed."""
    return Baseline(inputs.value("seen")[:64], inputs.value("page")[:64])


def overtaken(refusal: Refusal | None) -> bool:
    """Whether somebody else saved the row while the person typed."""
    return refused_as(refusal, "item_changed")


def saved(record: SubmissionRecord, key: str, row: Contract | None) -> dict[str, object]:
    """What a page is told that saved a row by itself: when that was, and the mark of what is saved now."""
    stamp = stamp_of(record, key)
    return {
        "saved_at": stamp.at.isoformat() if stamp else None,
        "shown": format_instant(stamp.at) if stamp else "",
        "version": record.version,
        "seen": mark(row),
    }


def not_saved(page: Page[Context], refusal: DomainError, **values: object) -> JSONResponse:
    """409 for what somebody else changed meanwhile: nothing was written over it. Raises any other refusal."""
    if not overtaken(refusal):
        raise refusal
    return JSONResponse({"code": refusal.code, "title": page.catalogue.say(refusal.code), **values}, 409)
