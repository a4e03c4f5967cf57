"""The last look: the form as it will be on paper for each target, and the buttons that send it."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.registration.consolidation.commands import sending as handlers
from services.registration.consolidation.pages.frame import ADDRESS, found, render
from services.registration.consolidation.records.views import Look, Target
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.corrections.model.corrections import with_whom
from services.registration.submissions.model.permissions import editing
from services.registration.submissions.records.views import letterhead
from shared.contracts.campaigns import CampaignStatus, Form, FormKind
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.language.catalogue import Catalogue
from shared.rules.lateness import lateness_without
from shared.rules.tried import allows
from shared.sheets.model import Letterhead, Sheet
from shared.sheets.registration import registration_sheet
from shared.web.form_input import read_form
from shared.web.page import Page
from shared.web.readings import sent_version
from shared.web.refusals import FormError
from shared.web.refusals import status_for as status

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
ALL = "all"
SHOWN = 80
"""Letters of a line by which a fault names it."""


@dataclass(frozen=True)
class Prospect:
    """What would go to a target.

    `late`: sent now it would be; `sendable`: its button does something; `correctable`: a correction opens it again.
    """

    target: Target
    form: Form | None
    late: bool
    sheet: Sheet
    faults: list[FormError]
    running: bool
    sendable: bool
    correctable: bool


@router.get("/{ident}/kiem-tra")
async def check(page: CurrentPage, ident: Ident) -> Response:
    """Each target's form with that target's fields and columns."""
    return await _check(page, await found(page.context, ident))


@router.post("/{ident}/gui")
async def send(page: CurrentPage, ident: Ident) -> Response:
    """Delivers what the person has looked over, to one target or to all that are ready; pressed twice, once."""
    sent = await read_form(page.request)
    context = page.context.keyed(sent.get("key", "")[:100] or None)
    wanted = [campaign for campaign in sent.get("targets", "").split(" ") if campaign]
    try:
        outcome = await handlers.send(context, ident, wanted, expected=sent_version(sent.get("version", "")))
    except DomainError as error:
        await page.show(error)
        return await _check(page, await found(page.context, ident), refused={ALL: error})
    if outcome.refused or not outcome.sent:
        seen = await found(page.context, ident)
        return await _check(page, seen, refused=outcome.refused, sent=bool(outcome.sent))
    return page.to(f"{ADDRESS}/{ident}?xong=sent")


async def _check(
    page: Page[Context], seen: Look, *, refused: dict[str, DomainError] | None = None, sent: bool = False
) -> Response:
    catalogue, stores = page.catalogue, page.context.stores
    head = await letterhead(stores, seen.opened.organisation, stores.clock())
    prospects = [_prospect(seen, target, head, page.context, catalogue) for target in seen.targets]
    return await render(
        page,
        seen,
        "consolidation_check.html",
        status=max((status(error) for error in (refused or {}).values()), default=200),
        prospects=prospects,
        ready=[prospect.target.campaign.id for prospect in prospects if prospect.sendable],
        errors=[_refusal(seen, campaign, error, catalogue) for campaign, error in (refused or {}).items()],
        key=uuid.uuid4().hex,
        done="sent" if sent else "",
    )


def _prospect(seen: Look, target: Target, head: Letterhead, context: Context, catalogue: Catalogue) -> Prospect:
    campaign, carrier, ready = target.campaign, target.carrier, target.projection.ready
    form, actor = campaign.form(FormKind.REGISTRATION), context.actor
    running = campaign.status is CampaignStatus.ANNOUNCED and (
        carrier is None or bool(editing(actor, carrier.public, campaign))
    )
    return Prospect(
        target,
        form,
        form is not None and lateness_without(form.period.due, None, context.now).late,
        registration_sheet(campaign, head, target.projection.draft),
        _faults(seen, target, catalogue),
        running,
        running and ready and target.unsent,
        not running and target.unsent and carrier is not None and allows(with_whom, carrier.public, campaign, actor),
    )


def _refusal(seen: Look, campaign: str, error: DomainError, catalogue: Catalogue) -> FormError:
    number = next((target.campaign.number for target in seen.targets if target.campaign.id == campaign), "")
    code = "consolidation_changed_since" if error.code == "record_changed" else error.code
    said = catalogue.say(code, error.params)
    return FormError("", f"{number}: {said}" if number else said)


def _faults(seen: Look, target: Target, catalogue: Catalogue) -> list[FormError]:
    """What is missing, each with the address at which it can be mended; many open lines are one thing to do."""
    base = f"{ADDRESS}/{seen.opened.record.id}"
    wording = {line.id: line.content for line in seen.opened.working.lines}
    faults, still_open = target.projection.faults, len(target.projection.open)
    found_here = []
    if still_open > 1:
        said = catalogue.say("crosswalk_open_lines", {"count": still_open, "number": target.campaign.number})
        found_here.append(FormError(f"{base}/doi-chieu/{target.campaign.id}", said))
        faults = tuple(fault for fault in faults if fault.code != "crosswalk_open")
    for fault in faults:
        _, _, rest = (fault.field or "").partition(".")
        line, _, column = rest.partition(".")
        said = catalogue.say(fault.code, fault.params)
        message = f"“{_shortened(wording[line])}”: {said}" if wording.get(line) else said
        if fault.code == "crosswalk_open":
            address = f"{base}/doi-chieu/{target.campaign.id}#linh-vuc-{line}"
        elif fault.code == "line_without_source":
            address = f"{base}?linh-vuc={_field_of(seen, line)}#dong-{line}"
        else:
            address = f"{base}/dong/{line}#{column.partition('.')[0]}"
        found_here.append(FormError(address, message))
    return found_here


def _field_of(seen: Look, ident: str) -> str:
    line = seen.opened.working.line(ident)
    return line.field if line else ""


def _shortened(text: str) -> str:
    """The beginning of a text, cut between two words."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rpartition(' ')[0]} …"
