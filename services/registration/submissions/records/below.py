"""What was sent below for periods that lie within one: by the organisation itself in shorter periods of the same plan,
else by units in the plans that feed it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from services.registration.context import Context
from services.registration.submissions.records.opening import OpenedSubmission
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.content import Content
from shared.contracts.forms import Form, Period
from shared.contracts.submissions import Submission
from shared.forms.values import Below
from shared.language.period_codes import enclosing
from shared.language.period_names import period_name
from shared.rules.decisions import is_rejected
from shared.rules.force import in_force
from shared.rules.obligations import Obligation, asked_of, predecessors


class Part(NamedTuple):
    """An obligation whose answer goes into a form; `own`: of the organisation itself, or of one that it followed."""

    owed: Obligation
    own: bool


async def told_below(context: Context, opened: OpenedSubmission) -> list[Below]:
    """What each of those said that is asked for a form which goes into this one, by name; None where nothing is in
    force. Who need not send it ("nếu có") and did not is not among them."""
    parts, organisation = await _parts(context, opened), opened.submission.organisation
    found = await context.stores.submissions.several(part.owed.submission for part in parts)
    names = await context.stores.names_of({part.owed.organisation for part in parts})
    return [
        Below(_name(part.owed, names, organisation), content)
        for part in parts
        for sent in [found[part.owed.submission].public if part.owed.submission in found else None]
        if (content := _content(sent, None if part.own else organisation)) or not part.owed.form.optional
    ]


async def has_parts(context: Context, opened: OpenedSubmission) -> bool:
    """Whether anything goes into this form."""
    return bool(await _parts(context, opened))


async def _parts(context: Context, opened: OpenedSubmission) -> list[Part]:
    """An organisation's own shorter periods where its plan asks for some: what its units said is in them already."""
    if own := [Part(owed, own=True) for owed in _own(opened)]:
        return own
    query = {"public.parents": opened.campaign.id, "public.recipients": opened.submission.organisation}
    feeding = await context.stores.campaigns.find({**query, "public.status": {"$ne": CampaignStatus.DRAFT.value}})
    return [Part(owed, own=False) for record in feeding for owed in _of_units(record.public, opened)]


def _own(opened: OpenedSubmission) -> Iterator[Obligation]:
    """Shorter periods in the same plan: the organisation's own and, where it followed others, those that they owed."""
    campaign, submission = opened.campaign, opened.submission
    family = {submission.organisation, *predecessors(campaign, submission.asked, submission.organisation)}
    for form, period in _lying_within(campaign, opened):
        owing = [one for one in asked_of(campaign, form.asked_in(period)) if one in family]
        yield from (Obligation(campaign, form, period, one) for one in owing or [submission.organisation])


def _of_units(campaign: Campaign, opened: OpenedSubmission) -> Iterator[Obligation]:
    """What the units of a plan that feeds this one are asked for."""
    for form, period in _lying_within(campaign, opened):
        yield from (Obligation(campaign, form, period, one) for one in asked_of(campaign, form.asked_in(period)))


def _lying_within(campaign: Campaign, opened: OpenedSubmission) -> list[tuple[Form, Period]]:
    """The periods of one form of a campaign that lie within that of the opened one: a month is made of weeks or of
    months, never of both.

    It has rows and columns in common with the opened one: first of all the form with the same code, then the one with
    the longest periods.
    """
    whole, period, own = opened.form, opened.period, campaign.id == opened.campaign.id
    found = [
        [(form, part) for part in form.periods if _within(part, period) and not (own and part.code == period.code)]
        for form in campaign.forms
        if _is_alike(form, whole)
    ]
    return max(found, key=lambda parts: _nearness(parts, whole), default=[])


def _is_alike(form: Form, other: Form) -> bool:
    """Whether the numbers of one say something in the other."""
    rows, columns = ({part.code for part in parts} for parts in (other.rows, other.columns))
    return (
        form.kind == other.kind
        and any(row.code in rows for row in form.rows)
        and any(column.code in columns for column in form.columns)
    )


def _nearness(parts: list[tuple[Form, Period]], whole: Form) -> tuple[bool, bool, int]:
    if not parts:
        return (False, False, 0)
    form = parts[0][0]
    return (True, form.code == whole.code, form.repeat.months if form.repeat else 0)


def _within(part: Period, whole: Period) -> bool:
    if whole.code is None or part.code == whole.code:
        return True
    return part.code is not None and whole.code in enclosing(part.code)


def _content(sent: Submission | None, reader: str | None) -> Content | None:
    """What counts for the reader; without one, what counts for the first of its recipients. A table that was rejected
    adds nothing, as in the figures of its recipient."""
    if sent is None:
        return None
    places = [reader] if reader else [recipient.organisation for recipient in sent.recipients]
    versions = ((sent.recipient(place), in_force(sent, place)) for place in places)
    counting = (version for known, version in versions if version and not is_rejected(known, version.number))
    return next((version.content for version in counting), None)


def _name(owed: Obligation, names: Mapping[str, str], organisation: str) -> str:
    period = period_name(owed.period.code) if owed.period.code else ""
    name = names.get(owed.organisation, owed.organisation)
    if owed.organisation == organisation:
        return period or name
    return f"{name}, {period}" if period else name
