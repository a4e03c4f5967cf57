"""What every page of a submission shows: whose it is, for which plan, until when, and what it was returned for.

Several people may type in one row of its draft on opened pages, and it is saved while they do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import Query, Response
from fastapi.responses import JSONResponse

from services.registration.dependencies import CurrentPage
from services.registration.submissions.model.access import editing
from services.registration.submissions.model.draft import SubmissionRecord, filled_in_shape, mark
from services.registration.submissions.model.edits import Baseline, stamp_of
from services.registration.submissions.model.obligations import returns
from services.registration.submissions.records.opening import OpenedSubmission
from shared.contracts.types import Contract
from shared.errors import DomainError
from shared.forms.columns.changes import added_since
from shared.forms.demands import demands
from shared.forms.draft import DEMANDED
from shared.forms.registry import kind_of
from shared.forms.values import Filling
from shared.language.vietnamese import format_instant
from shared.rules.naming import asked_name
from shared.rules.obligations import Obligation
from shared.web.form_input import FormInput
from shared.web.page import Refusal, refused_as

FileDone = Annotated[Literal["", "file_added", "file_removed"], Query(alias="xong")]


async def render(page: CurrentPage, opened: OpenedSubmission, template: str, /, **values: Any) -> Response:
    """A page about a submission, for people who may write it or read it. `values` as for `Page.render`."""
    submission, campaign = opened.submission, opened.campaign
    form, period = campaign.form(submission.form), campaign.period(submission.asked)
    owed = Obligation(campaign, form, period, submission.organisation) if form and period else None
    concerned = {submission.organisation, *campaign.recipients, *(r.organisation for r in submission.recipients)}
    concerned |= {entry.organisation for entry in submission.upward}
    return await page.render(
        template,
        record=opened.record,
        submission=submission,
        campaign=campaign,
        form=form,
        period=period,
        name=asked_name(campaign, submission.asked),
        due=owed.due if owed else None,
        sent_now=owed.lateness(page.context.now) if owed else None,
        names=await page.context.stores.names_of(concerned),
        returns=returns(submission),
        wordings={(v.number, item.id): item.content for v in submission.versions for item in v.content.items},
        editing=editing(page.context.actor, submission, campaign),
        base=f"/dang-ky/{submission.id}",
        reporting=form is not None and kind_of(form).reports,
        fresh_columns=added_since(form, filled_in_shape(opened.record)) if form else (),
        **values,
    )


def asked_beside(opened: OpenedSubmission, filling: Filling) -> dict[str, Any]:
    """What a form asks for whatever its kind: its files with those that are there, and what it only encourages."""
    return {
        "demands": demands(opened.form, opened.draft.demanded),
        "advice": opened.kind.advice(opened.draft, filling),
    }


def file_inputs(opened: OpenedSubmission, names: Iterable[str], now: datetime) -> list[str]:
    """Those of the inputs of the editor's first page in which files are chosen."""
    kind, filling = opened.kind, opened.filling(now)
    return [name for name in names if kind.is_file_place(kind.file_place(name), opened.draft, filling)]


def file_anchor(path: str) -> str | None:
    """The input on the page of a demanded file (``demanded.<code>``)."""
    return path if path.startswith(f"{DEMANDED}.") else None


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


def not_saved(page: CurrentPage, refusal: DomainError, **values: object) -> JSONResponse:
    """409 for what somebody else changed meanwhile: nothing was written over it. Raises any other refusal."""
    if not overtaken(refusal):
        raise refusal
    return JSONResponse({"code": refusal.code, "title": page.catalogue.say(refusal.code), **values}, 409)
