"""What must hold of what an administrator writes of a campaign."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.errors import DomainError, Kind
from shared.language.vietnamese import format_date, format_instant


@dataclass(frozen=True)
class CampaignSurroundings:
    """What a definition refers to, as far as it exists: organisations and parent campaigns, by id."""

    organisations: frozenset[str] = frozenset()
    parents: Mapping[str, Campaign] = field(default_factory=dict)

    def parents_of(self, campaign: Campaign) -> Sequence[Campaign]:
        return [self.parents[ident] for ident in campaign.parents if ident in self.parents]


def faults(definition: CampaignDefinition, around: CampaignSurroundings) -> Iterator[DomainError]:
    """Everything that does not hold of a definition, be it still unfinished, each with its field."""
    yield from _twice("field_code_twice", "fields.{}.code", [f.code for f in definition.fields])
    yield from _twice("field_number_twice", "fields.{}.number", [f.number for f in definition.fields])
    yield from _twice("form_twice", "forms.{}.code", [f.code for f in definition.forms])
    for position, form in enumerate(definition.forms):
        head = f"forms.{position}"
        yield from _twice("column_code_twice", head + ".columns.{}.code", [c.code for c in form.columns])
        yield from _twice("outline_number_twice", head + ".outline.{}.number", [p.number for p in form.outline])
    yield from _twice("recipient_twice", "recipients.{}", definition.recipients, "organisation")
    yield from _twice("obliged_twice", "obliged.{}", definition.obliged, "organisation")
    yield from _twice("campaign_parent_twice", "parents.{}", definition.parents)
    yield from _unknown(definition, around)
    yield from _backward(definition)


def lacking(definition: CampaignDefinition) -> Iterator[DomainError]:
    """What a plan must say before it is announced, each with its field; a draft may leave it for later.

    Fields are asked for where a form has a column of them, or no columns of its own.
    """
    by_field = any(not form.columns or any(c.code == "field" for c in form.columns) for form in definition.forms)
    for name in ("fields", "forms", "recipients", "obliged"):
        if not getattr(definition, name) and (name != "fields" or by_field):
            yield DomainError(f"campaign_no_{name}", field=name)


def _twice(code: str, place: str, values: Sequence[object], name: str = "value") -> Iterator[DomainError]:
    seen: set[object] = set()
    for position, value in enumerate(values):
        if value in seen:
            yield DomainError(code, Kind.INVALID, field=place.format(position), **{name: value})
        seen.add(value)


def _unknown(definition: CampaignDefinition, around: CampaignSurroundings) -> Iterator[DomainError]:
    if definition.issuer not in around.organisations:
        yield DomainError("issuer_unknown", field="issuer", organisation=definition.issuer)
    for name, code in (("recipients", "recipient_unknown"), ("obliged", "obliged_unknown")):
        for position, organisation in enumerate(getattr(definition, name)):
            if organisation not in around.organisations:
                yield DomainError(code, field=f"{name}.{position}", organisation=organisation)
    for position, parent in enumerate(definition.parents):
        if parent == definition.id:
            yield DomainError("campaign_parent_itself", field=f"parents.{position}", campaign=parent)
        elif parent not in around.parents:
            yield DomainError("campaign_parent_unknown", field=f"parents.{position}", campaign=parent)


def _backward(definition: CampaignDefinition) -> Iterator[DomainError]:
    code = "period_ends_before_start"
    for position, form in enumerate(definition.forms):
        for place, period in enumerate(form.periods):
            opens, due = period.opens_at, period.due
            if opens is not None and not due.met_by(opens):
                start, end = format_instant(opens), due.wording
                yield DomainError(code, field=f"forms.{position}.periods.{place}.due", start=start, end=end)
    for position, turn in enumerate(definition.rounds):
        if turn.starts is not None and turn.ends < turn.starts:
            start, end = format_date(turn.starts), format_date(turn.ends)
            yield DomainError(code, field=f"rounds.{position}.ends", start=start, end=end)
