"""What reporting adds up: the numbers of a scope are those of its rows, of a longer period those of its parts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.reporting.rows.model.row import ONCE, Scope
from services.reporting.rows.model.tally import scopes_of
from services.reporting.rows.records.tallies import tallies
from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.forms import Form, FormPeriod
from shared.contracts.submissions import Outcome, Submission
from shared.forms.columns.summing import Numbers, by_column
from shared.forms.columns.types import NUMBERS
from shared.forms.registry import kind_of
from shared.rules.decisions import decision_on
from shared.rules.force import in_force, items_in_force, standing
from shared.rules.obligations import asked_of
from tests.property.sums import added, lies_in, plain_numbers, value_of
from tests.property.world import World, reviewer

Sums = Mapping[str | None, Numbers]
"""Of each period of a form."""


async def numbers_add_up(world: World, plan: Campaign, delivered: Sequence[Submission]) -> None:
    """Every form that adds up, as each recipient has it. `delivered`: everything of this plan."""
    for form in plan.forms:
        if kind_of(form).added_up(form, plan, {}, None) is not None:
            for recipient in plan.recipients:
                sums = {
                    period.code: await _of_a_scope(world, plan, form.asked_in(period), recipient, delivered)
                    for period in form.periods
                }
                await _are_shown(world, plan, form, recipient, sums)
                if any(sums.values()):
                    await _longer_periods_are_their_parts(world, plan, form, recipient, sums)


async def are_looked_at(world: World) -> None:
    """Everything is added up while much is still to be heard: sums that are kept must not outlive that."""
    scopes = [scope for campaign in world.campaigns for scope in scopes_of(await world.plan(campaign))]
    await tallies(world.suite.apps["reporting"].state.library, scopes)


async def _of_a_scope(
    world: World, plan: Campaign, asked: FormPeriod, recipient: str, delivered: Sequence[Submission]
) -> Numbers:
    """The sum of what counts, which is that of the rows and what the tally says."""
    form = plan.form(asked.form)
    assert form is not None
    counting = [one for one in delivered if one.asked == asked and standing(one, recipient)]
    if not counting:
        return {}
    owed = None if form.optional else asked_of(plan, asked)
    counting = [one for one in counting if owed is None or one.organisation in owed]
    wanted = added(plain_numbers(content) for one in counting if (content := counted(one, recipient)))
    library = world.suite.apps["reporting"].state.library
    query = {"campaign": plan.id, "form": asked.form, "period": asked.period or ONCE, "recipient": recipient}
    found = await library.rows.find({f"public.{name}": value for name, value in query.items()}).to_list(None)
    rows = [row["public"] for row in found if row["public"]["counts"] and row["public"]["obliged"] is not form.optional]
    assert len(rows) == len(counting)
    said = added({name: Decimal(text) for name, text in row["numbers"].items()} for row in rows)
    assert said == wanted, (plan.id, asked)
    scope = Scope(plan.id, *asked, recipient)
    tally = (await tallies(library, [scope]))[scope]
    assert tally.counted(form).numbers == wanted, (plan.id, asked)
    assert tally.expected == len(owed or ())
    return wanted


def counted(submission: Submission, recipient: str) -> Content | None:
    """What counts of a submission: neither rejected nor withdrawn; what has no items is rejected as a whole."""
    version = in_force(submission, recipient)
    if version is None:
        return None
    decision = decision_on(submission.recipient(recipient), version.number)
    if not version.content.items:
        return None if decision and decision.outcome is Outcome.REJECT else version.content
    return version.content.model_copy(update={"items": items_in_force(submission, recipient)})


async def _are_shown(world: World, plan: Campaign, form: Form, recipient: str, sums: Sums) -> None:
    """On the summary each number is that of its scope; what is computed follows from the sums, never from parts."""
    for period, numbers in ((code, numbers) for code, numbers in sums.items() if numbers):
        shown = (await _asked(world, plan, "summary", form, period, recipient))["numbers"]
        rows = {row["code"]: row["cells"] for row in shown["rows"]}
        for code, cells in rows.items():
            _are_numbers(form, shown, cells, {c.code: numbers.get(f"{code}/{c.code}") for c in form.columns})
        if len(rows) > 1:
            whole = by_column(numbers, rows)
            _are_numbers(form, shown, shown["whole"], {c.code: whole.get(c.code) for c in form.columns})


async def _longer_periods_are_their_parts(world: World, plan: Campaign, form: Form, recipient: str, sums: Sums) -> None:
    """A month is its weeks, a quarter its months: as far as these have opened."""
    shown = await _asked(world, plan, "periods", form, form.periods[0].code, recipient)
    codes = [row["code"] for row in shown["rows"]]
    opened = [line["period"] for line in shown["periods"] if line["total_of"] is None]
    for line in shown["periods"]:
        total = line["total_of"] is not None
        parts = [code for code in opened if code and lies_in(code, line["period"])] if total else [line["period"]]
        numbers = by_column(added(sums[code] for code in parts), codes)
        _are_numbers(form, shown, line["numbers"], {c.code: numbers.get(c.code) for c in form.columns})
        assert parts, line


def _are_numbers(
    form: Form, shown: dict[str, Any], cells: dict[str, Any], numbers: Mapping[str, Decimal | None]
) -> None:
    known = {column.code: column for column in form.columns}
    for code in (one["code"] for one in shown["columns"] if known[one["code"]].type in NUMBERS):
        assert not known[code].confidential
        cell = cells.get(code)
        value = None if cell is None else Decimal(cell["number"])
        assert value == value_of(known[code], numbers, known), (form.code, code)


async def _asked(
    world: World, plan: Campaign, what: str, form: Form, period: str | None, recipient: str
) -> dict[str, Any]:
    query = f"recipient={recipient}&form={form.code}" + (f"&period={period}" if period else "")
    path = f"/api/reporting/campaigns/{plan.id}/{what}?{query}"
    found = await world.call(reviewer(recipient), "GET", path)
    assert found is not None, path
    return found
