"""What a predecessor had typed goes on with its heir."""

from services.registration.restructuring.model.definition import Restructuring
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord, begun
from shared.record.record import Change, Entry


def hand_over(
    record: SubmissionRecord | None, before: SubmissionRecord, heir: str, ordered: Restructuring
) -> SubmissionChange | None:
    """The predecessor's draft as that of its heir, unless the heir typed something of its own.

    Where several predecessors hand over to one heir, their rows stand one below the other.
    """
    old, draft = before.public, before.private.draft.model_copy(update={"consolidation": None})
    entry = Entry(f"inherited:{old.organisation}", None, ordered.why)
    version = record.version + 1 if record else 1
    taken = before.private.model_copy(update={"draft": draft, "draft_version": version})  # with who typed it and when
    if record is None:
        return Change(begun(old.campaign, old.asked, heir), taken, entry)
    own = record.private.draft
    if own == type(own).model_validate({"kind": own.kind}) and not record.public.versions:
        return Change(record.public, taken, entry)
    if not any(str(line["cause"]).startswith(f"{ordered.cause}/") for line in record.history):
        return None
    joined = record.private.model_copy(update={"draft": own.united(draft), "draft_version": version})
    return Change(record.public, joined, entry)
