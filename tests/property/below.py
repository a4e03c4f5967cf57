"""A table that is made of those below: the sums of what was in force, and the names of who is missing."""

from collections.abc import AsyncIterator

from services.registration.context import Context
from services.registration.submissions.drafts.commands import Gather
from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.forms import Form, FormPeriod, Period
from shared.errors import DomainError
from shared.forms.columns.types import TYPED_NUMBERS
from shared.forms.registry import kind_of
from shared.language.numbers import read_number
from shared.rules.ids import submission_id
from shared.rules.obligations import asked_of, predecessors
from tests.property.numbers import counted
from tests.property.sums import added, lies_in
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
                assert read_number(typed.get(column, "")) == wanted, (ident, row, column)
    missing = sum(content is None and not optional for content, optional in said)
    assert len(draft.missing) == missing, (ident, draft.missing)


Said = tuple[Content | None, bool]
"""What somebody said, and whether he need not have said anything."""


async def _below(world: World, organisation: str, plan: Campaign, form: Form, whole: Period) -> AsyncIterator[Said]:
    """What everybody was asked who counts for a form in a period: where the plan has shorter periods the organisation
    itself and whom it followed, else the units in the plans that feed it."""
    family = {organisation, *predecessors(plan, form.asked_in(whole), organisation)}
    own = _parts(plan, form, whole, own=True)
    for asked, optional in own:
        for owner in family & set(asked_of(plan, asked)) or {organisation}:
            yield await _said(world, plan, asked, owner, None), optional
    for fed in [await world.plan(campaign) for campaign in world.campaigns] if not own else ():
        if plan.id in fed.parents and organisation in fed.recipients:
            for asked, optional in _parts(fed, form, whole):
                for unit in asked_of(fed, asked):
                    yield await _said(world, fed, asked, unit, organisation), optional


def _parts(plan: Campaign, form: Form, whole: Period, *, own: bool = False) -> list[tuple[FormPeriod, bool]]:
    """The periods within, of the one form that is most like it: of the same code, else with the longest periods."""
    best: list[tuple[FormPeriod, bool]] = []
    rank = (False, -1)
    for other in plan.forms:
        within = [one for one in other.periods if _belongs(one, whole, own=own)]
        alike = other.kind == form.kind and all(
            {part.code for part in mine} & {part.code for part in theirs}
            for mine, theirs in ((other.rows, form.rows), (other.columns, form.columns))
        )
        likeness = other.code == form.code, other.repeat.months if other.repeat else 0
        if within and alike and likeness > rank:
            best, rank = [(other.asked_in(one), other.optional) for one in within], likeness
    return best


def _belongs(part: Period, whole: Period, *, own: bool) -> bool:
    if part.code == whole.code:
        return not own
    return whole.code is None or (part.code is not None and lies_in(part.code, whole.code))


async def _said(world: World, plan: Campaign, asked: FormPeriod, unit: str, place: str | None) -> Content | None:
    """What is in force with a recipient; None: with any."""
    found = await world.stored(submission_id(plan.id, asked, unit))
    places = [place] if place else [one.organisation for one in found.recipients] if found else []
    contents = [counted(found, one) for one in places] if found else []
    return next((content for content in contents if content), None)
