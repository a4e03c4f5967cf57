"""The last look: the form as it will be on paper for each target, what keeps it back, and the buttons that send it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from services.registration.consolidation.commands import SendConsolidation
from services.registration.consolidation.pages.frame import ADDRESS, overview_of, render
from services.registration.consolidation.records.overview import ConsolidationOverview, Target
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.corrections.model.corrections import with_whom
from services.registration.submissions.model.access import editing
from services.registration.submissions.records.opening import letterhead
from shared.contracts.campaigns import CampaignStatus, Field
from shared.contracts.forms import Form, Period
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.forms.carrying import carrying
from shared.forms.demands import QUOTAS, Demand, demands
from shared.forms.draft import DEMANDED
from shared.forms.initiatives.sheet import registration_sheet
from shared.language.catalogue import Catalogue
from shared.rules.lateness import lateness_without
from shared.rules.tried import allows
from shared.sheets.model import Letterhead, Sheet
from shared.web.page import FormError, Refusal
from shared.web.problems import status_of
from shared.web.readings import sent_version

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["", "saved", "file_added", "file_removed"], Query(alias="xong")]
ALL = "all"
LETTERS = 80
"""Of a line, by which a fault names it."""


@dataclass(frozen=True)
class Prospect:
    """What would go to a target.

    `late`: sent now it would be; `sendable`: its button does something; `correctable`: a correction opens it again.
    `demands`: the files that its form demands; `nil`: the fields without a line, where its form wants a reason.
    """

    target: Target
    form: Form
    period: Period
    late: bool
    sheet: Sheet
    faults: list[FormError]
    running: bool
    sendable: bool
    correctable: bool
    demands: list[Demand]
    nil: list[Field]


@router.get("/{ident}/kiem-tra")
async def check(page: CurrentPage, ident: Key, done: Done = "") -> Response:
    """Each target's form with that target's fields and columns."""
    return await check_page(page, ident, {}, done=done)


@router.post("/{ident}/gui")
async def send(page: CurrentPage, ident: Key) -> Response:
    """Delivers what the person has looked over, to one target or to all that are ready; pressed twice, once."""
    inputs = await page.inputs()
    context = page.context.keyed(inputs.value("key")[:100] or None)
    try:
        seen = sent_version(inputs.value("version"))
        report = await SendConsolidation(ident, inputs.value("targets").split(), seen).run(context)
    except DomainError as error:
        await page.show(error)
        return await check_page(page, ident, {ALL: error})
    if report.refused or not report.sent:
        return await check_page(page, ident, report.refused, sent=bool(report.sent))
    return page.to(f"{ADDRESS}/{ident}?xong=sent")


async def check_page(
    page: CurrentPage,
    ident: str,
    refused: Mapping[str, Refusal],
    *,
    sent: bool = False,
    done: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """What would go to each target; `refused`: what was refused for which of them, `typed`: what is not saved."""
    seen, catalogue = await overview_of(page.context, ident), page.catalogue
    head = await letterhead(page.context.stores, seen.opened.organisation, page.context.now)
    prospects = [_prospect(seen, target, head, page.context, catalogue) for target in seen.targets]
    return await render(
        page,
        seen,
        "consolidation_check.html",
        status=max((_status(error) for error in refused.values()), default=200),
        prospects=prospects,
        ready=[prospect.target.campaign.id for prospect in prospects if prospect.sendable],
        errors=[one for campaign, error in refused.items() for one in _refusal(page, seen, campaign, error)],
        done="sent" if sent else done,
        typed=typed,
    )


def _prospect(
    seen: ConsolidationOverview, target: Target, head: Letterhead, context: Context, catalogue: Catalogue
) -> Prospect:
    campaign, carrier, ready = target.campaign, target.carrier, target.projection.ready
    found, actor = carrying(campaign), context.actor
    assert found is not None  # see `feeds`
    form, period = found
    running = campaign.status is CampaignStatus.ANNOUNCED and (
        carrier is None or bool(editing(actor, carrier.public, campaign))
    )
    return Prospect(
        target,
        form,
        period,
        lateness_without(period.due, None, context.now).late,
        registration_sheet(form, campaign, head, target.projection.draft, explain=form.explain_nil),
        _faults(seen, target, catalogue),
        running,
        running and ready and target.unsent,
        not running and target.unsent and carrier is not None and allows(with_whom, carrier.public, campaign, actor),
        demands(form, target.projection.draft.demanded),
        [one for one in campaign.fields if form.explain_nil and one.code in target.projection.draft.nil_fields],
    )


def _faults(seen: ConsolidationOverview, target: Target, catalogue: Catalogue) -> list[FormError]:
    """What is missing, each with the address at which it can be mended; many open lines are one thing to do."""
    base = f"{ADDRESS}/{seen.opened.record.id}"
    crosswalk, still_open = f"{base}/doi-chieu/{target.campaign.id}", len(target.projection.open)
    lines = {line.id: line for line in seen.opened.working.lines}
    found = []
    if still_open > 1:
        said = catalogue.say("crosswalk_open_lines", {"count": still_open, "number": target.campaign.number})
        found.append(FormError(crosswalk, said))
    for fault in target.projection.faults:
        if fault.code == "crosswalk_open" and still_open > 1:
            continue
        if address := _beside(base, target, fault):
            found.append(FormError(address, catalogue.say(fault.code, fault.params)))
            continue
        _, _, place = (fault.field or "").partition(".")
        ident, _, column = place.partition(".")
        line, said = lines.get(ident), catalogue.say(fault.code, fault.params)
        if fault.code == "crosswalk_open":
            address = f"{crosswalk}#linh-vuc-{ident}"
        elif fault.code == "line_without_source":
            address = f"{base}?linh-vuc={line.field if line else ''}#dong-{ident}"
        else:
            address = f"{base}/dong/{ident}#{column.partition('.')[0]}"
        found.append(FormError(address, f"“{_shortened(line.content)}”: {said}" if line and line.content else said))
    return found


def _beside(base: str, target: Target, fault: DomainError) -> str:
    """Where a fault is mended that is of no line; empty for one of a line."""
    head, _, code = (fault.field or "").partition(".")
    campaign, check = target.campaign.id, f"{base}/kiem-tra"
    mended = {
        DEMANDED: f"{check}#{campaign}-{DEMANDED}-{code}",
        "fields": f"{check}#{campaign}-reason-{code}",
        QUOTAS: base,
    }
    return mended.get(head, "")


def _shortened(text: str) -> str:
    """The beginning of a text, cut between two words."""
    return text if len(text) <= LETTERS else f"{text[:LETTERS].rpartition(' ')[0]} …"


def _refusal(page: CurrentPage, seen: ConsolidationOverview, campaign: str, error: Refusal) -> list[FormError]:
    """The sentences of a refusal with the target's number, at the input where one is meant."""
    number = next((target.campaign.number for target in seen.targets if target.campaign.id == campaign), "")
    if isinstance(error, DomainError) and (error.field is None or not number):
        code = "consolidation_changed_since" if error.code == "record_changed" else error.code
        said = page.catalogue.say(code, error.params)
        return [FormError("", f"{number}: {said}" if number else said)]
    found = page.errors(error, lambda path: f"{campaign}.{path.replace('reasons.', 'reason.')}")
    return [FormError(one.field, f"{number}: {one.message}") for one in found]


def _status(error: Refusal) -> int:
    return status_of(error) if isinstance(error, DomainError) else 422
