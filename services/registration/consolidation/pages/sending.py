"""The last look: the form as it will be on paper for each target, what keeps it back, and the buttons that send it."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from services.registration.consolidation.commands import SendConsolidation
from services.registration.consolidation.pages.frame import ADDRESS, overview_of, render
from services.registration.consolidation.records.overview import ConsolidationOverview, Target
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.corrections.model.corrections import with_whom
from services.registration.submissions.model.access import editing
from services.registration.submissions.records.opening import letterhead
from shared.contracts.campaigns import CampaignStatus
from shared.contracts.forms import Form, Period
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.forms.carrying import carrying
from shared.forms.initiatives.sheet import registration_sheet
from shared.language.catalogue import Catalogue
from shared.rules.lateness import lateness_without
from shared.rules.tried import allows
from shared.sheets.model import Letterhead, Sheet
from shared.web.page import FormError
from shared.web.problems import status_of
from shared.web.readings import sent_version

router = APIRouter(include_in_schema=False)

ALL = "all"
LETTERS = 80
"""Of a line, by which a fault names it."""


@dataclass(frozen=True)
class Prospect:
    """What would go to a target.

    `late`: sent now it would be; `sendable`: its button does something; `correctable`: a correction opens it again.
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


@router.get("/{ident}/kiem-tra")
async def check(page: CurrentPage, ident: Key) -> Response:
    """Each target's form with that target's fields and columns."""
    return await _check(page, ident, {})


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
        return await _check(page, ident, {ALL: error})
    if report.refused or not report.sent:
        return await _check(page, ident, report.refused, sent=bool(report.sent))
    return page.to(f"{ADDRESS}/{ident}?xong=sent")


async def _check(page: CurrentPage, ident: str, refused: dict[str, DomainError], *, sent: bool = False) -> Response:
    seen, catalogue = await overview_of(page.context, ident), page.catalogue
    head = await letterhead(page.context.stores, seen.opened.organisation, page.context.now)
    prospects = [_prospect(seen, target, head, page.context, catalogue) for target in seen.targets]
    return await render(
        page,
        seen,
        "consolidation_check.html",
        status=max((status_of(error) for error in refused.values()), default=200),
        prospects=prospects,
        ready=[prospect.target.campaign.id for prospect in prospects if prospect.sendable],
        errors=[_refusal(seen, campaign, error, catalogue) for campaign, error in refused.items()],
        done="sent" if sent else "",
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
        registration_sheet(form, campaign, head, target.projection.draft),
        _faults(seen, target, catalogue),
        running,
        running and ready and target.unsent,
        not running and target.unsent and carrier is not None and allows(with_whom, carrier.public, campaign, actor),
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


def _shortened(text: str) -> str:
    """The beginning of a text, cut between two words."""
    return text if len(text) <= LETTERS else f"{text[:LETTERS].rpartition(' ')[0]} …"


def _refusal(seen: ConsolidationOverview, campaign: str, error: DomainError, catalogue: Catalogue) -> FormError:
    number = next((target.campaign.number for target in seen.targets if target.campaign.id == campaign), "")
    code = "consolidation_changed_since" if error.code == "record_changed" else error.code
    said = catalogue.say(code, error.params)
    return FormError("", f"{number}: {said}" if number else said)
