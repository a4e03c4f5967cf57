"""What a consolidation says to each target campaign: its lines in that campaign's fields."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.registration.consolidation.model.crosswalk import Place, Placement, placements
from services.registration.consolidation.model.sources import Registrations
from services.registration.consolidation.model.working_set import WorkingSet
from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column
from shared.contracts.files import DemandedFile
from shared.contracts.forms import Form
from shared.contracts.items import LeftOut
from shared.errors import DomainError, conflict
from shared.forms.carrying import carrying
from shared.forms.demands import file_faults, quota_faults, quota_missed
from shared.forms.draft import Draft
from shared.forms.initiatives.carry import carried_columns, only
from shared.forms.initiatives.check import faults_of
from shared.forms.initiatives.model import RegistrationDraft
from shared.rules.quotas import Filler, Missed


@dataclass(frozen=True)
class Projection:
    """The lines in one target, in their order, and the draft that they make there. `advice`: what the target's form
    encourages and they do not do."""

    target: Campaign
    placements: tuple[Placement, ...]
    draft: RegistrationDraft
    faults: tuple[DomainError, ...]
    advice: tuple[Missed, ...] = ()

    @property
    def open(self) -> tuple[Placement, ...]:
        return tuple(one for one in self.placements if one.place is Place.OPEN)

    @property
    def ready(self) -> bool:
        return not self.faults


def project(
    working: WorkingSet,
    target: Campaign,
    registrations: Registrations,
    ident: str,
    *,
    filler: Filler | None = None,
    demanded: tuple[DemandedFile, ...] = (),
    confided: Collection[str] = (),
) -> Projection:
    """What would be sent to the target by the consolidation `ident`, and everything that keeps it from being sent.

    A field without a line is answered with an explicit nil. Items that are left out and still in force go along, each
    with its reason. The faults name their line (``lines.<id>.<column>``): ``crosswalk_open``, ``line_without_source``
    and those of `check.faults_of`; what the target's form demands of the organisation itself (`filler`, and the files
    that are `demanded`) is told as in `demands`. What the units said in confidence (the columns `confided`) goes only
    where it stays so: a target that asks the same in the open does not get it.
    """
    placed = placements(working, target)
    columns = [one for one in carried_columns([target]) if one.confidential or one.code not in confided]
    items = tuple(
        only(columns, one.line.model_copy(update={"field": one.field}) if one.field != one.line.field else one.line)
        for one in placed
        if one.field is not None
    )
    filled = {item.field for item in items}
    draft = RegistrationDraft(
        items=items,
        nil_fields=tuple(field.code for field in target.fields if field.code not in filled),
        nil_reasons={one.field: one.reason for one in working.nil_reasons if one.campaign == target.id},
        consolidation=ident,
        demanded=demanded,
        left_out=_left_out(working, placed, registrations),
    )
    faults = *_faults(placed, columns, draft, target, registrations), *_demanded_faults(draft, target, filler)
    form, advice = form_of(target), list[Missed]()
    if form is not None:
        advice = quota_missed(form, filler, len(items), demanded=False)
    return Projection(target, tuple(placed), draft, faults, tuple(advice))


def form_of(target: Campaign) -> Form | None:
    """The target's form that the consolidation answers."""
    found = carrying(target)
    return found[0] if found else None


def require_own_draft(before: Draft, projection: Projection, ident: str) -> None:
    """Nothing that somebody typed for the target is written over.

    Raises DomainError ``draft_of_other_consolidation`` or ``draft_typed``.
    """
    number = projection.target.number
    if before.consolidation not in {None, ident}:
        raise conflict("draft_of_other_consolidation", number=number, consolidation=before.consolidation)
    typed = before.rows.keys() - {item.id for item in projection.draft.items}
    if before.consolidation is None and typed:
        raise conflict("draft_typed", number=number, count=len(typed))


def _left_out(working: WorkingSet, placed: Iterable[Placement], registrations: Registrations) -> tuple[LeftOut, ...]:
    items = [(one.source, one.reason) for one in working.left_out if one.source is not None]
    lines = [(source, one.reason) for one in placed if one.place is Place.LEFT_OUT for source in one.line.sources]
    in_force = ((source, reason) for source, reason in items + lines if not registrations.gone(source))
    return tuple(LeftOut(source=source, reason=reason) for source, reason in in_force)


def _faults(
    placed: Iterable[Placement],
    columns: Sequence[Column],
    draft: RegistrationDraft,
    target: Campaign,
    registrations: Registrations,
) -> Iterable[DomainError]:
    for one in placed:
        if one.place is Place.OPEN:
            yield DomainError("crosswalk_open", field=f"lines.{one.line.id}.field", number=target.number)
    for item in draft.items:
        if registrations.left(item.sources):
            yield DomainError("line_without_source", field=f"lines.{item.id}.sources")
    form = form_of(target)
    for fault in faults_of(draft, target, columns, explain=form is not None and form.explain_nil):
        yield DomainError(fault.code, fault.kind, field=_at_line(fault.field or "", draft), **fault.params)


def _demanded_faults(draft: RegistrationDraft, target: Campaign, filler: Filler | None) -> Iterator[DomainError]:
    form = form_of(target)
    if form is not None:
        yield from file_faults(form, draft)
        yield from quota_faults(form, filler, len(draft.items))


def _at_line(path: str, draft: RegistrationDraft) -> str:
    """``items.3.content`` as ``lines.<id>.content``."""
    kind, _, rest = path.partition(".")
    position, _, column = rest.partition(".")
    return f"lines.{draft.items[int(position)].id}.{column}" if kind == "items" else path
