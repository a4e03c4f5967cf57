"""Who stands in for whom, from day to day: the record of the desk, a new one, an early end."""

import uuid

from fastapi import APIRouter, Response

from services.review.desk import commands, records
from services.review.desk.commands import Appoint, EndSubstitution
from services.review.desk.context import Context
from services.review.desk.dependencies import CurrentPage
from services.review.desk.model.standing import own_organisations
from services.review.desk.model.substitutions import Appointment, Colleague
from services.review.desk.pages.frame import DESK, address, render
from shared.errors import DomainError
from shared.identity import Role
from shared.record.record import digest
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal

LISTED = 200

router = APIRouter(prefix=DESK + "/thay-the")


@router.get("")
async def list_substitutions(page: CurrentPage) -> Response:
    """Every substitution, the present ones first."""
    await commands.note_at_work(page.context)
    today = page.context.today.isoformat()
    return await _show(page, FormInput({"key": uuid.uuid4().hex, "since": today, "until": today}))


@router.post("")
async def appoint(page: CurrentPage) -> Response:
    """Names a substitute."""
    form = await page.inputs()
    form = FormInput({name: text.strip() for name, text in form.values.items()})
    ident = digest([page.context.actor.account, form.value("key")])[:32]
    try:
        await Appoint(ident, _appointment(form)).run(page.context.keyed(form.value("key")))
    except REFUSED as error:
        return await _show(page, form, error)
    return page.to(page.request.url.path)


@router.post("/{substitution}/ket-thuc")
async def end(page: CurrentPage, substitution: str) -> Response:
    """Ends a substitution before its day."""
    await EndSubstitution(substitution).run(page.context)
    return page.to(address(page.context, "thay-the"))


def _appointment(form: FormInput) -> Appointment:
    """What was typed. Raises DomainError ``day_missing``, pydantic.ValidationError."""
    for name in ("since", "until"):
        if not form.value(name):
            raise DomainError("day_missing", field=name)
    return Appointment.model_validate({name: form.value(name) for name in Appointment.model_fields})


async def _show(page: CurrentPage, form: FormInput, refusal: Refusal | None = None) -> Response:
    context, today = page.context, page.context.today
    found = await records.all_substitutions(context.stores, LISTED)
    ahead = {one.id for one in found if one.ended_at is None and one.until >= today}
    return await render(
        page,
        "substitutions.html",
        refusal=refusal,
        anchor=lambda path: path if path in Appointment.model_fields else None,
        current=[one for one in found if one.id in ahead],
        past=[one for one in found if one.id not in ahead],
        today=today,
        names=await context.stores.names({one.substitute.organisation for one in found}),
        absent=await _absent(context),
        leader=context.actor.has(Role.LEADER, context.organisation),
        organisations=await records.organisations_offered(context.stores),
        form=form,
    )


async def _absent(context: Context) -> list[Colleague]:
    """Whom this person may have replaced: a leader every reviewer of the desk, a reviewer himself."""
    actor = context.actor
    if actor.has(Role.LEADER, context.organisation):
        return await records.people(context.stores)
    if actor.has(Role.REVIEWER, context.organisation):
        return [Colleague(account=actor.account, name=actor.name, own=own_organisations(actor))]
    return []
