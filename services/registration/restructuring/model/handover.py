"""What a predecessor had typed goes on with its heir."""

from services.registration.restructuring.model.definition import Restructuring
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord, begun
from shared.forms.draft import Draft
from shared.forms.results.model import Passage
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
        return Change(begun(old.campaign, old.form, heir), taken, entry)
    own = record.private.draft
    if own == Draft() and not record.public.versions:
        return Change(record.public, taken, entry)
    if not any(str(line["cause"]).startswith(f"{ordered.cause}/") for line in record.history):
        return None
    joined = record.private.model_copy(update={"draft": join(own, draft), "draft_version": version})
    return Change(record.public, joined, entry)


def join(first: Draft, second: Draft) -> Draft:
    """Two drafts of a form as one: every row, result and passage of both, nothing twice and nothing lost."""
    items = {item.id: item for item in (*second.items, *first.items)}
    order = dict.fromkeys(item.id for item in (*first.items, *second.items))
    answered = {item.field for item in items.values()}
    nil = dict.fromkeys((*first.nil_fields, *second.nil_fields))
    results = {result.item: result for result in (*second.results, *first.results)}
    return first.model_copy(
        update={
            "items": tuple(items[ident] for ident in order),
            "nil_fields": tuple(code for code in nil if code not in answered),
            "left_out": tuple(dict.fromkeys((*first.left_out, *second.left_out))),
            "results": tuple(results.values()),
            "passages": _passages(first, second),
        }
    )


def _passages(first: Draft, second: Draft) -> tuple[Passage, ...]:
    found: dict[tuple[str, str | None], Passage] = {}
    for passage in (*first.passages, *second.passages):
        key = (passage.section, passage.item)
        before = found.get(key)
        if before is None or not before.text.strip():
            found[key] = passage
        elif passage.text.strip() and passage.text != before.text:
            found[key] = before.model_copy(update={"text": f"{before.text}\n\n{passage.text}"})
    return tuple(found.values())
