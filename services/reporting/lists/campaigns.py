"""The campaigns whose figures a person may read, each with its figures in one line."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Self

from pydantic import BaseModel

from services.reporting.dependencies import CurrentContext
from services.reporting.figures.model.addresses import Question
from services.reporting.figures.model.buckets import Bucket
from services.reporting.figures.model.periods import current
from services.reporting.figures.model.rights import readable_recipients
from services.reporting.figures.model.summary import Summary
from services.reporting.figures.model.views import CampaignView, RecipientView, waited
from services.reporting.naming import with_superiors
from services.reporting.rows.model.row import RowGroup, Scope, Waiting
from services.reporting.rows.records.building import require_built
from services.reporting.rows.records.reading import overview
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod
from shared.contracts.organisations import Organisation
from shared.contracts.types import Instant
from shared.language.deadlines import Deadline
from shared.rules.naming import asked_name
from shared.web.lists import ListDescription
from shared.web.parameters import Paging

ADDRESS = "/bao-cao"


class LineView(BaseModel):
    """A form in its current period with a recipient in one line.

    `name`: the form's, and its period's where it is repeated. `optional`: nobody must send it, `voluntary` ones do.
    `oldest` is the moment since which something waits there.
    """

    form: str
    period: str | None
    name: str
    recipient: RecipientView
    due: Deadline
    optional: bool
    expected: int
    received: int
    late: int
    voluntary: int
    stuck: int
    oldest: Instant | None

    @classmethod
    def of(cls, summary: Summary, recipient: RecipientView) -> Self:
        stuck = [summary.stuck(waiting) for waiting in Waiting]
        return cls(
            form=summary.asked.form,
            period=summary.asked.period,
            name=asked_name(summary.campaign, summary.asked),
            recipient=recipient,
            due=summary.period.due,
            optional=summary.form.optional,
            expected=summary.size(Bucket.EXPECTED),
            received=summary.size(Bucket.RECEIVED),
            late=summary.size(Bucket.LATE),
            voluntary=summary.size(Bucket.VOLUNTARY),
            stuck=sum(one.number for one in stuck),
            oldest=min((one.oldest for one in stuck if one.oldest), default=None),
        )

    def page(self, campaign: str) -> str:
        """The address of the page of all figures."""
        return Question(campaign, self.form, self.period, self.recipient.id).summary


class CampaignRow(CampaignView):
    """A campaign, its forms and the recipients whose figures the person may read, with their figures in one line."""

    forms: list[str]
    recipients: list[RecipientView]
    lines: list[LineView]

    @classmethod
    def of(
        cls,
        campaign: Campaign,
        known: Mapping[str, Organisation],
        chosen: Sequence[str],
        asked: Sequence[FormPeriod],
        groups: Mapping[Scope, Sequence[RowGroup]],
    ) -> Self:
        """`known`: the recipients, as far as they were heard of; they are shown by the names of the campaign's day.

        `asked`: its forms in their current periods.
        """
        day = campaign.day(dt.date.max)
        recipients = [
            RecipientView(id=ident, name=known[ident].name_on(day) if ident in known else ident) for ident in chosen
        ]
        forms = [form.code for form in campaign.forms]
        lines = [
            LineView.of(Summary(campaign, form, one.id, groups.get(Scope(campaign.id, *form, one.id), ())), one)
            for one in recipients
            for form in asked
        ]
        return cls(**vars(campaign) | {"forms": forms, "recipients": recipients, "lines": lines})


class CampaignQuestion:
    """All campaigns of the person, newest first."""

    file = "phong-trao"

    def __init__(self, context: CurrentContext) -> None:
        self.context = context

    def address(self, pages: Paging) -> str:
        return ADDRESS

    async def around(self) -> dict[str, Any]:
        return {"waited": partial(waited, now=self.context.now)}

    async def rows(self, window: slice) -> tuple[list[CampaignRow], int]:
        library = self.context.library
        await require_built(library)
        campaigns = await library.announced()
        known = await with_superiors(library, {recipient for c in campaigns for recipient in c.recipients})
        pairs = [(campaign, readable_recipients(self.context.actor, campaign, known)) for campaign in campaigns]
        found = sorted((pair for pair in pairs if pair[1]), key=lambda pair: (-pair[0].year, pair[0].id))
        now = self.context.now
        asked = {one.id: [form.asked_in(current(form, now)) for form in one.forms] for one, _ in found[window]}
        groups = await overview(library, asked, {form.period for forms in asked.values() for form in forms})
        shown = [CampaignRow.of(one, known, chosen, asked[one.id], groups) for one, chosen in found[window]]
        return shown, len(found)


CAMPAIGNS = ListDescription(
    name="campaigns",
    row=CampaignRow,
    ask=CampaignQuestion,
    about="The campaigns with figures that the person may read, newest first, with the recipients that he may read.",
)
