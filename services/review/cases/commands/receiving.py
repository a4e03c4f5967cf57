"""What a desk makes of what it hears: submissions that are sent to it, plans that its clock goes by."""

from functools import partial

from services.review.cases.model.case import CaseRecord, retimed
from services.review.cases.model.receiving import Delivery, receive
from services.review.cases.model.timing import Timing, timing_of
from services.review.cases.records.delivered import parents, timed_by
from services.review.desk.context import Desk
from shared.contracts.campaigns import Campaign
from shared.contracts.events import Event
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Submission
from shared.rules.ids import case_id


async def hear_submission(desk: Desk, submission: Submission, event: Event) -> None:
    """Opens, reopens or withdraws the case. A version that others already saw of it is never used again."""
    if submission.version_for(desk.organisation) is None:
        return  # routed here by mistake: nothing of it concerns this desk
    entry = submission.recipient(desk.organisation)
    delivery = Delivery(submission, event.sequence, event.headhash)
    timing = await timing_at(desk, submission.campaign, submission.asked)
    record = await desk.stores.cases.apply(
        case_id(desk.organisation, submission.id),
        partial(receive, delivery=delivery, organisation=desk.organisation, timing=timing),
        cause=f"event:{event.id}",
        version_above=entry.case_sequence if entry else 0,
    )
    # A campaign may have been heard of between the two.
    await _retime(desk, record, await timing_at(desk, submission.campaign, submission.asked))


async def hear_campaign(desk: Desk, campaign: Campaign, _: Event) -> None:
    """Sets the clock of the cases that go by a campaign.

    After its copy: whoever receives a case at the same time either sees the campaign or is seen here.
    """
    clocks: dict[tuple[str, FormPeriod], Timing] = {}
    for record in await timed_by(desk.stores, campaign.id):
        which = record.public.campaign, record.public.asked
        if which not in clocks:
            clocks[which] = await timing_at(desk, *which)
        await _retime(desk, record, clocks[which])


async def timing_at(desk: Desk, campaign: str, asked: FormPeriod) -> Timing:
    """The desk's clock for a campaign's form in a period."""
    known = await desk.stores.campaigns.content(campaign)
    return timing_of(desk.organisation, known, asked, await parents(desk.stores, known), desk.review_days)


async def _retime(desk: Desk, record: CaseRecord, timing: Timing) -> None:
    if retimed(record, timing) is not None:
        await desk.stores.cases.update(record.id, lambda r: retimed(r, timing), cause="clock")
