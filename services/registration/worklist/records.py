"""What a person has to do: every form that the announced campaigns ask of the organisations he submits for."""

from services.registration.campaigns.records import obligations_of
from services.registration.context import Context
from services.registration.worklist.model.tasks import Task, work_list
from shared.identity import SUBMITTING


async def tasks(context: Context) -> list[Task]:
    """The person's obligations, what is most urgent first."""
    own = context.actor.organisations(*SUBMITTING)
    owed = await obligations_of(context.stores, own) if own else []
    wanted = {ident for one in owed for ident in (one.submission, *one.registrations)}
    return work_list(owed, await context.stores.submissions.several(wanted), context.now)
