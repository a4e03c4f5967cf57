"""Campaigns (phong trào, kế hoạch): who asks whom for which forms."""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Where

from shared.contracts.forms import Form, FormPeriod, Period, PeriodCode
from shared.contracts.types import (
    Contract,
    Digest,
    Instant,
    Key,
    Line,
    OptionalParagraph,
    Paragraph,
    Person,
    Slug,
    is_empty,
)
from shared.language.deadlines import Deadline
from shared.language.vietnamese import VIETNAM


class CampaignStatus(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    CLOSED = "closed"


class DocumentDate(Contract):
    """One date that the plan carries and where it stands: real plans carry several that disagree."""

    date: dt.date
    place: Line


class Basis(Contract):
    """A document that the plan rests on (căn cứ). `date` is None where the plan does not give it."""

    number: Line
    date: dt.date | None = None
    issuer: Line | None = None


class Field(Contract):
    """A field (lĩnh vực). The code is stable over plans; the number means nothing without its plan."""

    code: Slug
    number: int
    name: Line


class CampaignRound(Contract):
    """A round (đợt) of the movement, both days inclusive; `starts` None: from the plan's issue."""

    name: Line
    starts: dt.date | None = None
    ends: dt.date
    wording: Line


class DeadlineWarning(Contract):
    """An edge of the deadline graph that does not hold: units report to this campaign after its parent wants it.

    `reasons`: ``due_after_parent`` (this form's deadline falls after the parent's) and
    ``announced_after_parent_due`` (the plan is dated after the parent's deadline, so nobody can be on time).
    """

    parent: Slug
    parent_number: Line
    form: Slug
    period: PeriodCode | None = None
    due: Deadline
    parent_due: Deadline
    reasons: tuple[Line, ...]


class Extension(Contract):
    """A later deadline (gia hạn) for one organisation, form and period, with its reason.

    Lateness stays measured against the form's own deadline; the extension is shown beside it.
    """

    organisation: Slug
    form: Slug
    period: PeriodCode | None = None
    due: Deadline
    reason: Paragraph
    granted_by: Person
    granted_at: Instant

    @property
    def asked(self) -> FormPeriod:
        return FormPeriod(self.form, self.period)


class Transfer(Contract):
    """An open obligation that passed to a successor (None: to nobody) when its organisation was restructured.

    Of a repeated form the `periods` passed that were still owed. What had been delivered by then stays with the
    organisation that delivered it. `on` is the day of the restructuring, `moved_at` when it was carried out.
    """

    organisation: Slug
    form: Slug
    periods: tuple[PeriodCode, ...] = ()
    successor: Slug | None = None
    on: dt.date
    restructuring: Key
    reason: Paragraph
    moved_at: Instant | None = None

    def concerns(self, asked: FormPeriod) -> bool:
        """Whether it passed on what is owed of a form in a period."""
        return self.form == asked.form and (asked.period is None or asked.period in self.periods)


class Reopening(Contract):
    """A closed campaign opened again by an administrator, with the reason."""

    reason: Paragraph
    reopened_at: Instant
    reopened_by: Person


class Inherited(Contract):
    """A part of a draft as it was taken over from what the plan was begun from; see `inheritance` of registration.

    `deviating`: the periods of a form that were not as its schedule made them, while those of the draft are.
    """

    part: Line
    digest: Digest
    deviating: Annotated[tuple[PeriodCode, ...], Where(exclude_if=is_empty)] = ()


class CampaignDefinition(Contract):
    """A campaign as it is written: everything but its state.

    `issuer` announces it; `recipients` are the authorities that a submission is addressed to (usually the issuer
    alone). `parents` are the campaigns that this one feeds by consolidation. `obliged` organisations must answer
    every form in each of its periods, except for obligations that were transferred: see `obliged_for`.
    """

    id: Slug
    number: Line
    title: Line
    year: int
    issuer: Slug
    recipients: tuple[Slug, ...]
    dates: tuple[DocumentDate, ...]
    signed_at: Instant | None = None
    basis: tuple[Basis, ...] = ()
    parents: tuple[Slug, ...] = ()
    fields: tuple[Field, ...]
    forms: tuple[Form, ...]
    rounds: tuple[CampaignRound, ...] = ()
    obliged: tuple[Slug, ...]
    obliged_wording: OptionalParagraph = ""
    criteria: tuple[Line, ...] = ()


class Campaign(CampaignDefinition):
    """Public state of a campaign.

    `extensions` holds the newest one of each organisation, form and period; the history holds all. `inherited` is there
    while the campaign is a draft, for whoever looks it over before it is announced.
    """

    status: CampaignStatus = CampaignStatus.DRAFT
    announced_at: Instant | None = None
    closed_at: Instant | None = None
    warnings: tuple[DeadlineWarning, ...] = ()
    extensions: tuple[Extension, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    inherited: tuple[Inherited, ...] = ()

    def day(self, today: dt.date) -> dt.date:
        """The day whose names and structure the campaign shows: that of its end once it is closed, else today."""
        return self.closed_at.astimezone(VIETNAM).date() if self.closed_at else today

    def form(self, code: str) -> Form | None:
        return next((form for form in self.forms if form.code == code), None)

    @property
    def asked(self) -> Iterator[tuple[Form, Period]]:
        """Every form in each of its periods."""
        return ((form, period) for form in self.forms for period in form.periods)

    def period(self, asked: FormPeriod) -> Period | None:
        """When a form is sent; None where the campaign does not ask for it then."""
        form = self.form(asked.form)
        return form.period(asked.period) if form else None

    def extension(self, organisation: str, asked: FormPeriod) -> Extension | None:
        """The later deadline that holds for an organisation and a form, where one was granted."""
        return next((e for e in self.extensions if e.organisation == organisation and e.asked == asked), None)

    @property
    def excepted(self) -> frozenset[str]:
        """The organisations that are an exception from a quota."""
        return frozenset(unit for form in self.forms for quota in form.quotas for unit in quota.exceptions)

    @property
    def field_codes(self) -> frozenset[str]:
        return frozenset(field.code for field in self.fields)
