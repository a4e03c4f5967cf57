"""Extensions (gia hạn): a later deadline for one organisation, form and period, with a reason; the lateness is kept."""

from datetime import datetime

from services.registration.campaigns.model.campaign import authority
from services.registration.campaigns.model.deadlines import deadline
from services.registration.submissions.model.access import require_running
from shared.contracts.campaigns import Campaign, Extension
from shared.contracts.forms import FormPeriod, PeriodCode
from shared.contracts.types import Contract, Paragraph, Slug
from shared.errors import DomainError, forbidden, refuse
from shared.identity import Actor, Role
from shared.language.deadlines import Deadline
from shared.record.record import Change, Emit, Entry, Nothing
from shared.rules.obligations import asked_form, asked_of


class ExtensionRequest(Contract):
    """What is asked for: `due` in the words of a plan, such as "10 giờ 20/5/2022"."""

    organisation: Slug
    form: Slug
    period: PeriodCode | None = None
    due: str
    reason: Paragraph

    @property
    def asked(self) -> FormPeriod:
        return FormPeriod(self.form, self.period)


def grant(
    campaign: Campaign, wanted: ExtensionRequest, actor: Actor, now: datetime
) -> Change[Campaign, Nothing] | None:
    """The campaign with the extension in place of an earlier one; None when it says the same as that one.

    Raises DomainError ``role_missing``, ``campaign_not_announced``, ``campaign_closed``, ``extension_own``, and with
    its field each of ``form_not_asked``, ``period_not_asked``, ``organisation_not_obliged``, ``extension_not_later``,
    ``extension_past`` and what `Deadline.parse` raises.
    """
    place = authority(campaign, actor)
    if place is None:
        raise forbidden("role_missing", role=Role.ADMINISTRATOR.value, organisation=campaign.issuer)
    require_running(campaign)
    if not actor.has(Role.ADMINISTRATOR, campaign.issuer) and actor.belongs_to(wanted.organisation):
        raise forbidden("extension_own")
    due = _due(campaign, wanted, now)
    before = campaign.extension(wanted.organisation, wanted.asked)
    if before is not None and (before.due, before.reason) == (due, wanted.reason):
        return None
    person = actor.acting_for(place)
    extension = Extension(**{**dict(wanted), "due": due, "granted_by": person, "granted_at": now})
    kept = tuple(other for other in campaign.extensions if other is not before)
    extended = campaign.model_copy(update={"extensions": (*kept, extension)})
    entry = Entry(f"extended:{wanted.organisation}", person, f"{due.wording}\n{wanted.reason}")
    return Change(extended, Nothing(), entry, (Emit("extension.granted", campaign.recipients),))


def _due(campaign: Campaign, wanted: ExtensionRequest, now: datetime) -> Deadline:
    faults, period, unit = [], None, wanted.organisation
    try:
        _, period = asked_form(campaign, wanted.asked)
    except DomainError as error:
        faults.append(error)
    if unit not in (asked_of(campaign, wanted.asked) if period else campaign.obliged):
        fault = DomainError("organisation_not_obliged", field="organisation", organisation=unit, number=campaign.number)
        faults.append(fault)
    refuse("input_invalid", faults)
    due = deadline(wanted.due, field="due")
    if period is not None and due.boundary <= period.due.boundary:
        raise DomainError("extension_not_later", field="due", due=period.due.wording)
    if not due.met_by(now):
        raise DomainError("extension_past", field="due")
    return due
