"""What reporting counts: every obligation in one bucket, every item once, period by period, at every level."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Submission
from shared.forms.registry import kind_of
from shared.rules.force import in_force, standing
from shared.rules.obligations import asked_form, asked_of
from tests.property.world import World, reviewer

OWED = ("on_time", "late", "missing")


async def figures_add_up(world: World, plan: Campaign, delivered: Sequence[Submission]) -> None:
    """Every form in the periods for which something was sent, and in its first, as each recipient has it. `delivered`:
    everything of this plan."""
    answered = {one.asked for one in delivered}
    for form, period in plan.asked:
        asked = form.asked_in(period)
        if asked not in answered and period is not form.periods[0]:
            continue
        for recipient in plan.recipients:
            sent = {one.organisation: one for one in delivered if one.asked == asked and standing(one, recipient)}
            query = f"recipient={recipient}&form={asked.form}" + (f"&period={asked.period}" if asked.period else "")
            path = f"/api/reporting/campaigns/{plan.id}"
            summary = await world.call(reviewer(recipient), "GET", f"{path}/summary?{query}")
            listed = await world.call(reviewer(recipient), "GET", f"{path}/progress?{query}&size=100")
            assert summary is not None
            assert listed is not None
            buckets = _buckets(plan, asked, recipient, sent)
            _everybody_is_in_one(buckets, summary["organisations"], listed["items"])
            owed = [one for organisation, one in sent.items() if buckets[organisation] in OWED]
            _items_are_counted_once(summary, owed, recipient)
            if kind_of(form).answers:
                _nothing_is_done_and_undone(summary)


def _buckets(plan: Campaign, asked: FormPeriod, recipient: str, sent: dict[str, Submission]) -> dict[str, str]:
    """Where everybody belongs: an optional form is owed by nobody, so it is never missing."""
    form, period = asked_form(plan, asked)
    found = {} if form.optional else dict.fromkeys(asked_of(plan, asked), "missing")
    for organisation, submission in sent.items():
        first = standing(submission, recipient)[0]
        assert first.late is not period.due.met_by(first.delivered_at)
        found[organisation] = ("late" if first.late else "on_time") if organisation in found else "voluntary"
    return found


def _everybody_is_in_one(wanted: dict[str, str], counted: dict[str, Any], listed: list[dict[str, Any]]) -> None:
    assert len({row["organisation"] for row in listed}) == len(listed)
    assert {row["organisation"]: row["bucket"] for row in listed} == wanted
    sizes = Counter(wanted.values())
    assert {name: counted[name] for name in OWED} == {name: sizes[name] for name in OWED}
    assert counted["expected"] == counted["on_time"] + counted["late"] + counted["missing"]
    assert counted["received"] == counted["on_time"] + counted["late"]


def _items_are_counted_once(summary: dict[str, Any], owed: list[Submission], recipient: str) -> None:
    wanted: Counter[str] = Counter()
    for submission in owed:
        version = in_force(submission, recipient)
        assert version is not None
        gone = {withdrawn.item for withdrawn in submission.withdrawn_items}
        wanted.update(item.field for item in version.content.items if item.id not in gone)
    found = {row["code"]: row["registered"] for row in summary["fields"] if row["registered"]}
    assert found == dict(wanted)
    for row in [*summary["fields"], summary["totals"]]:
        assert row["registered"] == row["approved"] + row["returned"] + row["rejected"] + row["awaiting"]
    assert summary["totals"]["registered"] == sum(wanted.values())


def _nothing_is_done_and_undone(summary: dict[str, Any]) -> None:
    """Registered = completed + named uncompleted, by field and in all."""
    for row in [*summary["fields"], summary["totals"]]:
        assert row["registered"] == row["completed"] + row["uncompleted"] + row["given_up"]
