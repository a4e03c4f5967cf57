"""What was sent below for periods that lie within one: by units in the plans that feed its plan, and by the
organisation itself in shorter periods of the same plan."""

from collections.abc import Iterator

from services.registration.context import Context
from services.registration.submissions.records.opening import OpenedSubmission
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.content import Content
from shared.contracts.forms import Form, Period
from shared.contracts.submissions import Submission
from shared.forms.kind import Below
from shared.language.period_codes import enclosing
from shared.language.period_names import period_name
from shared.rules.force import in_force
from shared.rules.obligations import Obligation, obliged_for


async def told_below(context: Context, opened: OpenedSubmission) -> list[Below]:
    """What each of those said that owes a form which goes into this one, by name; None where nothing is in force."""
    stores, organisation = context.stores, opened.submission.organisation
    query = {"public.parents": opened.campaign.id, "public.recipients": organisation}
    feeding = await stores.campaigns.find({**query, "public.status": {"$ne": CampaignStatus.DRAFT.value}})
    owed = [*_own(opened), *(one for record in feeding for one in _of_units(record.public, opened))]
    found = await stores.submissions.several(one.submission for one in owed)
    names = await stores.names_of({one.organisation for one in owed})
    return [
        Below(_name(one, names.get(one.organisation, one.organisation), organisation), _content(sent, organisation))
        for one in owed
        for sent in [found[one.submission].public if one.submission in found else None]
    ]


def _own(opened: OpenedSubmission) -> Iterator[Obligation]:
    """The organisation's own shorter periods of a form of this kind in the same plan."""
    form, period, campaign = opened.form, opened.period, opened.campaign
    for other in campaign.forms:
        if other.kind == form.kind and other.code != form.code:
            for part in other.periods:
                if part.code and period.code and part.code != period.code and _within(part, period):
                    yield Obligation(campaign, other, part, opened.submission.organisation)


def _of_units(campaign: Campaign, opened: OpenedSubmission) -> Iterator[Obligation]:
    """What the units of a plan that feeds this one owe of the form with the same code, else of the only one of the
    kind."""
    alike = {form.code: form for form in campaign.forms if form.kind == opened.form.kind}
    form: Form | None = alike.get(opened.form.code) or (next(iter(alike.values())) if len(alike) == 1 else None)
    for part in form.periods if form else ():
        if form and _within(part, opened.period):
            for unit in obliged_for(campaign, form.asked_in(part)):
                yield Obligation(campaign, form, part, unit)


def _within(part: Period, whole: Period) -> bool:
    if whole.code is None or part.code == whole.code:
        return True
    return part.code is not None and whole.code in enclosing(part.code)


def _content(sent: Submission | None, organisation: str) -> Content | None:
    """What counts for the organisation; of its own what counts for the first of its recipients."""
    if sent is None:
        return None
    places = [r.organisation for r in sent.recipients] if sent.organisation == organisation else [organisation]
    versions = (in_force(sent, place) for place in places)
    return next((version.content for version in versions if version), None)


def _name(owed: Obligation, name: str, organisation: str) -> str:
    period = period_name(owed.period.code) if owed.period.code else ""
    if owed.organisation == organisation:
        return period or name
    return f"{name} ({period})" if period else name
