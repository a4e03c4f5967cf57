"""A table that is made of those below: the sums of what was in force, and the names of who is missing."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

from services.registration.context import Context
from services.registration.submissions.drafts.commands import Gather
from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.forms import Form, FormPeriod, Period
from shared.errors import DomainError
from shared.forms.columns.types import TYPED_NUMBERS
from shared.forms.registry import kind_of
from shared.language.numbers import read_number
from shared.language.period_codes import repeat_of, span
from shared.language.recurrence import Repeat
from shared.rules.force import in_force
from shared.rules.ids import submission_id
from shared.rules.obligations import asked_of, predecessors
from tests.property.sums import added
from tests.property.world import World, clerk


async def gathers_what_is_in_force(world: World, organisation: str, plan: Campaign, asked: FormPeriod) -> None:
    """Gathers a draft and holds it against the plain sums."""
    stores = world.suite.apps["registration"].state.stores
    ident = submission_id(plan.id, asked, organisation)
    form = plan.form(asked.form)
    assert form is not None
    whole = form.period(asked.period)
    assert whole is not None
    try:
        await Gather(ident).run(Context(stores.opened(), clerk(organisation), f"gather:{world.done}"))
    except DomainError:
        world.refused += 1
        return
    world.done += 1
    draft = (await stores.submissions.load(ident)).private.draft
    said = [one async for one in _below(world, organisation, plan, form, whole)]
    sums = added(kind_of(content).numbers(content) for content, _ in said if content is not None)
    columns = [column.code for column in form.columns if column.type in TYPED_NUMBERS and not column.retired]
    for row in (row.code for row in form.rows if not row.retired):
        typed = {one.column: one.text for one in draft.said_in(row)}
        for column in columns:
            wanted = sums.get(f"{row}/{column}")
            if wanted is not None:
                assert read_number(typed[column]) == wanted, (ident, row, column)
    missing = sum(content is None and not optional for content, optional in said)
    assert len(draft.missing) == missing, (ident, draft.missing)


Said = tuple[Content | None, bool]
"""What somebody said, and whether he need not have said anything."""


async def _below(world: World, organisation: str, plan: Campaign, form: Form, whole: Period) -> AsyncIterator[Said]:
    """What everybody was asked who counts for a form in a period: in shorter periods of the same plan the organisation
    itself and whom it followed, in the plans that feed it the units."""
    owners = {organisation, *predecessors(plan, form.asked_in(whole), organisation)}
    others = [one for one in plan.forms if one.kind == form.kind and one.code != form.code]
    for asked, optional in _parts(others, whole) if whole.code else ():
        if asked.period not in {None, whole.code}:
            for owner in owners & set(asked_of(plan, asked)):
                yield await _said(world, plan, asked, owner, None), optional
    for fed in [await world.plan(campaign) for campaign in world.campaigns]:
        if plan.id in fed.parents and organisation in fed.recipients:
            alike = [one for one in fed.forms if one.kind == form.kind]
            taken = [one for one in alike if one.code == form.code] or (alike if len(alike) == 1 else [])
            for asked, optional in _parts(taken, whole):
                for unit in asked_of(fed, asked):
                    yield await _said(world, fed, asked, unit, organisation), optional


def _parts(forms: list[Form], whole: Period) -> Iterator[tuple[FormPeriod, bool]]:
    for form in forms:
        for part in form.periods:
            if whole.code is None or part.code == whole.code or _lies_in(part, whole):
                yield form.asked_in(part), form.optional


def _lies_in(part: Period, whole: Period) -> bool:
    """A shorter period goes where its last day is, a week where its Thursday is."""
    if part.code is None or whole.code is None or repeat_of(whole.code).months <= repeat_of(part.code).months:
        return False
    first, last = span(whole.code)
    day = span(part.code).last - timedelta(days=3 if repeat_of(part.code) is Repeat.WEEK else 0)
    return first <= day <= last


async def _said(world: World, plan: Campaign, asked: FormPeriod, unit: str, place: str | None) -> Content | None:
    """What is in force with a recipient; None: with any."""
    found = await world.stored(submission_id(plan.id, asked, unit))
    places = [place] if place else [one.organisation for one in found.recipients] if found else []
    versions = [in_force(found, one) for one in places] if found else []
    return next((version.content for version in versions if version), None)
