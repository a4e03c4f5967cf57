"""Reasons that a desk uses again and again: kept once, offered beside every field that asks for a reason."""

from shared.contracts.types import Contract, Key, Paragraph, Person
from shared.language.vietnamese import fold
from shared.record.record import Change, Entry, Nothing, Record, digest


class ReusableReason(Contract):
    """A text of the desk. A removed one is no longer offered; what was decided with it stays as it was."""

    id: Key
    text: Paragraph
    removed: bool = False


ReasonRecord = Record[ReusableReason, Nothing]
ReasonChange = Change[ReusableReason, Nothing]


def reason_id(text: str) -> str:
    """One id for one wording, whatever its accents' form, capitals and spaces."""
    return digest(fold(text))[:32]


def keep(record: ReasonRecord | None, text: str, person: Person) -> ReasonChange | None:
    """The text among those offered; None when it is there already."""
    if record is not None and not record.public.removed:
        return None
    return Change(ReusableReason(id=reason_id(text), text=text), Nothing(), Entry("kept", person))


def remove(record: ReasonRecord, person: Person) -> ReasonChange | None:
    """The text offered no longer; None when it is gone already."""
    if record.public.removed:
        return None
    return Change(record.public.model_copy(update={"removed": True}), Nothing(), Entry("removed", person))


def with_reusable(typed: str, chosen: str) -> str:
    """A chosen text after what was typed, unless that says it already."""
    typed = typed.strip()
    if not typed or not chosen or fold(chosen) in fold(typed):
        return typed or chosen
    return f"{typed}\n{chosen}"
