"""What the people of an organisation do with a form: they fill it in, send it, take it back, correct it."""

from shared.contracts.forms import Form, FormPeriod
from shared.contracts.submissions import Submission
from shared.forms.registry import kind_of
from shared.rules.force import basis_of
from shared.rules.ids import submission_id
from shared.rules.obligations import registrations_of
from tests.property.below import gathers_what_is_in_force
from tests.property.drafts import Writing
from tests.property.world import Json, World, clerk

API = "/api/registration/submissions"
MAU_1 = FormPeriod("registration")


async def any_asked(world: World, authority: str) -> FormPeriod:
    """A form of a plan in one of its periods; Mẫu 1, of which most comes, is as likely as all others together."""
    forms = (await world.plan(world.campaign(authority))).forms
    form = world.random.choice(forms)
    return MAU_1 if world.random.random() < 0.5 else form.asked_in(world.random.choice(form.periods))


async def send(world: World, organisation: str, authority: str) -> None:
    await write(world, organisation, authority, await any_asked(world, authority))


async def write(world: World, organisation: str, authority: str, asked: FormPeriod) -> None:
    """Types a form anew or changes what was sent a little, and sends it."""
    plan = await world.plan(world.campaign(authority))
    form, known = plan.form(asked.form), await begun(world, organisation, authority, asked)
    assert form is not None
    answered = [await world.stored(ident) for ident in registrations_of(plan, asked, organisation)]
    writing = Writing(
        random=world.random,
        form=form,
        fields=[field.code for field in plan.fields],
        basis=basis_of([one for one in answered if one], plan),
        before=known.latest.content if known and known.latest else None,
        careful=world.random.random() < 0.85,
    )
    path = f"{API}/{submission_id(plan.id, asked, organisation)}"
    await world.call(clerk(organisation), "PUT", f"{path}/draft", writing.body())
    await world.call(clerk(organisation), "POST", f"{path}/submit")


async def begun(world: World, organisation: str, authority: str, asked: FormPeriod) -> Submission | None:
    """The submission, begun where there is none yet; None where that is refused."""
    campaign = world.campaign(authority)
    known = await world.stored(submission_id(campaign, asked, organisation))
    if known is not None:
        return known
    body: Json = {"campaign": campaign, "form": asked.form, "period": asked.period, "organisation": organisation}
    await world.call(clerk(organisation), "POST", API, body)
    return await world.stored(submission_id(campaign, asked, organisation))


async def gather(world: World, organisation: str) -> None:
    """Some of those below send a table; then one is made of all of theirs, and sent."""
    authority = world.random.choice(world.above[organisation])
    plan = await world.plan(world.campaign(authority))
    form = world.random.choice([form for form in plan.forms if kind_of(form).gathers])
    asked = form.asked_in(world.random.choice(form.periods))
    await _below_send(world, organisation, form)
    known = await begun(world, organisation, authority, asked)
    if known is not None:
        await gathers_what_is_in_force(world, organisation, plan, asked)
        await world.call(clerk(organisation), "POST", f"{API}/{known.id}/submit")


async def _below_send(world: World, organisation: str, form: Form) -> None:
    """Some of those below send the same form in one of its periods."""
    units = [one for one, above in world.above.items() if organisation in above]
    own = (await world.plan(world.campaign(organisation))).form(form.code)
    assert own is not None
    for unit in world.random.sample(units, min(2, len(units))):
        await write(world, unit, organisation, own.asked_in(world.random.choice(own.periods)))


async def any_sent(world: World, organisation: str, authority: str) -> Submission | None:
    """Something that the organisation once sent to a plan."""
    head, tail = f"{world.campaign(authority)}.", f".{organisation}"
    idents = sorted({one for one, _ in world.papers if one.startswith(head) and one.endswith(tail)})
    return await world.stored(world.random.choice(idents)) if idents else None


async def withdraw(world: World, organisation: str, authority: str) -> None:
    if known := await any_sent(world, organisation, authority):
        await world.call(clerk(organisation), "POST", f"{API}/{known.id}/withdraw", {"reason": "Gửi nhầm"})


async def correct(world: World, organisation: str, authority: str) -> None:
    """The unit asks to correct what was approved, then sends it otherwise."""
    if known := await any_sent(world, organisation, authority):
        path = f"{API}/{known.id}/correct"
        wish = await world.call(clerk(organisation), "POST", path, {"reason": "Ghi nhầm"})
        if wish is not None and world.random.random() < 0.8:
            await write(world, organisation, authority, known.asked)


async def withdraw_item(world: World, organisation: str, authority: str) -> None:
    known = await any_sent(world, organisation, authority)
    if known is not None and known.latest is not None and known.latest.content.items:
        path = f"{API}/{known.id}/items/{world.random.choice(known.latest.content.items).id}"
        await world.call(clerk(organisation), "GET", f"{path}/consequences")
        await world.call(clerk(organisation), "POST", f"{path}/withdraw", {"reason": "Không thực hiện nữa"})


async def report(world: World, organisation: str, authority: str, form: str) -> None:
    """Starts from what is known, answers every item one way or another, and sends."""
    known = await begun(world, organisation, authority, FormPeriod(form))
    if known is not None:
        await world.call(clerk(organisation), "GET", f"{API}/{known.id}/report")
        await world.call(clerk(organisation), "POST", f"{API}/{known.id}/prefill")
        await write(world, organisation, authority, FormPeriod(form))
