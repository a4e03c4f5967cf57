"""A campaign's life: created as a draft, edited, announced, amended, closed, opened again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.registration.campaigns.model.deadlines import warnings
from services.registration.campaigns.model.definition import CampaignSurroundings, faults, lacking
from services.registration.campaigns.model.forms import shaped, within
from services.registration.submissions.model.access import require_running
from shared.contracts.campaigns import Campaign, CampaignDefinition, CampaignStatus, Inherited, Reopening
from shared.contracts.forms import Form, FormPeriod
from shared.contracts.types import Contract, Paragraph
from shared.errors import DomainError, conflict, refuse
from shared.forms.columns.changes import rows_gone, taken_away
from shared.identity import Actor, Role
from shared.language.period_names import period_name
from shared.record.record import Change, Emit, Entry, Nothing

CampaignChange = Change[Campaign, Nothing]


class ReopeningRequest(Contract):
    """Why a closed campaign is opened again."""

    reason: Paragraph


@dataclass(frozen=True)
class InUse:
    """What units have already typed or sent, and an amendment therefore cannot take away."""

    fields: frozenset[str] = frozenset()
    asked: frozenset[FormPeriod] = frozenset()

    @property
    def forms(self) -> frozenset[str]:
        """The codes of the forms."""
        return frozenset(asked.form for asked in self.asked)


def create(
    definition: CampaignDefinition, around: CampaignSurroundings, actor: Actor, inherited: tuple[Inherited, ...] = ()
) -> CampaignChange:
    """A new campaign, still a draft, which may be unfinished. Raises DomainError for each rule that does not hold."""
    actor.require(Role.ADMINISTRATOR, definition.issuer)
    refuse("campaign_invalid", faults(definition, around))
    written = shaped(definition, None, announced=False)
    return _change(Campaign(**dict(written), inherited=inherited), actor, "created")


def edit(
    campaign: Campaign, definition: CampaignDefinition, around: CampaignSurroundings, in_use: InUse, actor: Actor
) -> CampaignChange | None:
    """The campaign as newly written; None when nothing is different. An announced one is amended, and says so.

    Raises DomainError ``campaign_closed``, ``campaign_id_fixed``, ``campaign_issuer_fixed``,
    ``campaign_recipient_fixed``, ``campaign_field_in_use``, ``campaign_form_in_use``, ``campaign_form_fixed``,
    ``campaign_period_in_use``, those of `taken_away` columns and of `rows_gone`, the faults of `create` and, once it is
    announced, what it is `lacking`.
    """
    actor.require(Role.ADMINISTRATOR, campaign.issuer)
    actor.require(Role.ADMINISTRATOR, definition.issuer)
    if campaign.status is CampaignStatus.CLOSED:
        raise conflict("campaign_closed", id=campaign.id)
    if definition.id != campaign.id:
        raise DomainError("campaign_id_fixed", field="id", id=campaign.id)
    announced = campaign.status is CampaignStatus.ANNOUNCED
    kept = [*lacking(definition), *_taken_away(campaign, definition, in_use)] if announced else []
    refuse("campaign_invalid", [*faults(definition, around), *kept])
    written = campaign.model_copy(update=dict(shaped(definition, campaign, announced=announced)))
    if not announced:
        return None if written == campaign else _change(written, actor, "edited")
    amended = written.model_copy(update={"warnings": warnings(written, around.parents_of(written))})
    return None if amended == campaign else _change(amended, actor, "amended", "campaign.amended")


def announce(campaign: Campaign, around: CampaignSurroundings, actor: Actor, now: datetime) -> CampaignChange:
    """Opens the campaign to its obliged organisations; its deadline warnings are kept with it.

    Raises DomainError ``campaign_already_announced``, ``campaign_closed``, and each of what it is `lacking`.
    """
    actor.require(Role.ADMINISTRATOR, campaign.issuer)
    if campaign.status is CampaignStatus.CLOSED:
        raise conflict("campaign_closed", id=campaign.id)
    if campaign.status is CampaignStatus.ANNOUNCED:
        raise conflict("campaign_already_announced", id=campaign.id)
    refuse("campaign_invalid", lacking(campaign))
    found = warnings(campaign, around.parents_of(campaign))
    announced = {"status": CampaignStatus.ANNOUNCED, "announced_at": now, "warnings": found, "inherited": ()}
    return _change(campaign.model_copy(update=announced), actor, "announced", "campaign.announced")


def close(campaign: Campaign, actor: Actor, now: datetime) -> CampaignChange:
    """Ends the campaign: nothing is sent to it any more.

    Raises DomainError ``campaign_not_announced`` or ``campaign_closed``.
    """
    actor.require(Role.ADMINISTRATOR, campaign.issuer)
    require_running(campaign)
    closed = campaign.model_copy(update={"status": CampaignStatus.CLOSED, "closed_at": now})
    return _change(closed, actor, "closed", "campaign.closed")


def reopen(campaign: Campaign, reason: str, actor: Actor, now: datetime) -> CampaignChange:
    """Opens a closed campaign again, with the reason; its deadlines stay as they are.

    Raises DomainError ``campaign_not_closed``.
    """
    actor.require(Role.ADMINISTRATOR, campaign.issuer)
    if campaign.status is not CampaignStatus.CLOSED:
        raise conflict("campaign_not_closed", id=campaign.id)
    again = Reopening(reason=reason, reopened_at=now, reopened_by=actor.acting_for(campaign.issuer))
    reopenings = (*campaign.reopenings, again)
    reopened = {"status": CampaignStatus.ANNOUNCED, "closed_at": None, "reopenings": reopenings}
    return _change(campaign.model_copy(update=reopened), actor, "reopened", "campaign.amended", reason)


def _taken_away(campaign: Campaign, definition: CampaignDefinition, in_use: InUse) -> Iterator[DomainError]:
    """What an announced campaign must keep: its issuer, its recipients, and what units have already answered."""
    if definition.issuer != campaign.issuer:
        yield DomainError("campaign_issuer_fixed", field="issuer", organisation=campaign.issuer)
    for recipient in campaign.recipients:
        if recipient not in definition.recipients:
            yield DomainError("campaign_recipient_fixed", field="recipients", organisation=recipient)
    codes = {written.code for written in definition.fields}
    for old in campaign.fields:
        if old.code in in_use.fields and old.code not in codes:
            yield DomainError("campaign_field_in_use", field="fields", name=old.name)
    written = {form.code: (f"forms.{place}", form) for place, form in enumerate(definition.forms)}
    for form in campaign.forms:
        if form.code in in_use.forms:
            head, now = written.get(form.code, ("forms", None))
            yield from _changed_form(form, now, in_use, head)


def _changed_form(form: Form, written: Form | None, in_use: InUse, head: str) -> Iterator[DomainError]:
    """What a form that units have begun to answer must keep."""
    if written is None:
        yield DomainError("campaign_form_in_use", field=head, title=form.name)
        return
    if written.kind != form.kind:
        yield DomainError("campaign_form_fixed", field=f"{head}.kind", title=form.name)
    if written.answers != form.answers:
        yield DomainError("campaign_form_fixed", field=f"{head}.answers", title=form.name)
    yield from within(head, taken_away(form.columns, written.columns))
    yield from within(head, rows_gone(form.rows, written.rows))
    for period in form.periods:
        if form.asked_in(period) in in_use.asked and written.period(period.code) is None:
            name = period_name(period.code) if period.code else ""
            yield DomainError("campaign_period_in_use", field=f"{head}.periods", title=form.name, period=name)


def _change(
    campaign: Campaign, actor: Actor, action: str, event: str | None = None, reason: str = ""
) -> CampaignChange:
    emitted = (Emit(event, campaign.recipients),) if event else ()
    return Change(campaign, Nothing(), Entry(action, actor.acting_for(campaign.issuer), reason), emitted)


HEADS = frozenset({Role.HEAD, Role.LEADER})
"""Who may extend in the name of a recipient."""


def authority(campaign: Campaign, actor: Actor) -> str | None:
    """The organisation in whose name the person may extend: the issuer, or a recipient; None for nobody."""
    if actor.has(Role.ADMINISTRATOR, campaign.issuer):
        return campaign.issuer
    held = {grant.organisation for grant in actor.grants if grant.role in HEADS}
    return next((recipient for recipient in campaign.recipients if recipient in held), None)
